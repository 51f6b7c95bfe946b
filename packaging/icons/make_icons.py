"""Makes the icons of all systems from the one drawing: PNG in sizes, .ico for Windows, .icns for macOS.

make_icons.py FOLDER
"""

import os
import struct
import sys
from pathlib import Path

DRAWING = Path(__file__).parents[2] / "resources" / "icons" / "annotator.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
# The four letters by which macOS knows a PNG of so many pixels.
ICNS_KINDS = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512}


def png_of(size: int) -> bytes:
    """Draw the icon in so many pixels; needs a QGuiApplication."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Put PNG pictures by size into one .ico (a directory of entries, then the pictures)."""
    place = 6 + 16 * len(pictures)
    entries, body = b"", b""
    for size, png in pictures.items():
        # 256 pixels are written as 0.
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), place + len(body))
        body += png
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + body


def icns(pictures: dict[int, bytes]) -> bytes:
    """Put PNG pictures by size into one .icns (a length, then blocks of kind, length and picture)."""
    blocks = b"".join(
        kind.encode() + struct.pack(">I", len(pictures[size]) + 8) + pictures[size] for kind, size in ICNS_KINDS.items()
    )
    return b"icns" + struct.pack(">I", len(blocks) + 8) + blocks


def main() -> None:
    """Write all icons into the folder that is named."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication(["icons"])
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {size: png_of(size) for size in SIZES}
    for size, png in pictures.items():
        (folder / f"annotator-{size}.png").write_bytes(png)
    (folder / "annotator.ico").write_bytes(ico({size: pictures[size] for size in ICO_SIZES}))
    (folder / "annotator.icns").write_bytes(icns(pictures))
    application.quit()


if __name__ == "__main__":
    main()
