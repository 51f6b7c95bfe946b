"""The window as a picture, made without a screen."""

import argparse
import os
import sys
from pathlib import Path

_SCREENLESS = "This plugin does not support"
"""How the screenless platform begins what it says of every window."""


def main(arguments: list[str] | None = None) -> int:
    """Open a folder or article in the window and write a picture of it."""
    parser = argparse.ArgumentParser(prog="render_window", description="Write a picture of the window.")
    parser.add_argument("path", type=Path, help="an article, an annotation file or a folder")
    parser.add_argument("--out", type=Path, required=True, help="the PNG file to write")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", default="1280x800", help="width x height in pixels")
    parser.add_argument("--select", default="", help="the id of an annotation to select")
    parser.add_argument("--annotator", default="mkato", help="whose annotations are shown")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return _render(options)


def _render(options: argparse.Namespace) -> int:
    from tempfile import TemporaryDirectory

    from PySide6.QtCore import qInstallMessageHandler

    from annotator.services.settings import SettingsStore
    from annotator.ui import theme
    from annotator.ui.application import make_application
    from annotator.ui.main_window import MainWindow

    qInstallMessageHandler(
        lambda _kind, _context, said: None if said.startswith(_SCREENLESS) else sys.stderr.write(f"{said}\n")
    )
    application = make_application()
    theme.apply(options.theme)
    with TemporaryDirectory() as folder:
        store = SettingsStore(Path(folder) / "settings.json")
        store.settings.annotator_id = options.annotator
        store.settings.first_steps_done = True
        window = MainWindow(store)
        window.resize(*map(int, options.size.split("x")))
        window.show()
        window.open_paths([options.path])
        while window.files.reader.path:
            application.processEvents()
        window.chart.load()
        if options.select:
            window.bridge.select(options.select)
        for _round in range(20):
            application.processEvents()
        saved = window.grab().save(str(options.out))
        window.files.autosave.watch(None)
        window.close()
    if not saved:
        sys.stderr.write(f"{options.out} could not be written.\n")
    return 0 if saved else 1


if __name__ == "__main__":
    sys.exit(main())
