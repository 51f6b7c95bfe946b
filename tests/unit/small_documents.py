"""Small real documents of every kind, written here byte by byte."""

import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO

LINES = (
    "Ministers meet",
    "Aiko Mori said she and Carlo Bianchi agreed to train together.",
    "Norland criticised Ostia 🤝.",
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def zipped(**parts: bytes) -> bytes:
    """Give a zip archive; ``__`` in a name stands for a slash and ``_xml`` at its end for the suffix."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name.replace("__", "/").replace("_xml", ".xml")), data, zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def docx_body(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode()


def docx(lines: Sequence[str] = LINES) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return zipped(word__document_xml=docx_body(paragraphs))


def odt_body(body: str) -> bytes:
    return (
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0"'
        f' xmlns:table="{_ODF}:table:1.0"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    ).encode()


def odt(lines: Sequence[str] = LINES) -> bytes:
    return zipped(content_xml=odt_body("".join(f"<text:p>{line}</text:p>" for line in lines)))


def html(lines: Sequence[str] = LINES, charset: str = "utf-8") -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in lines[1:])
    page = (
        f"<html lang='en'><head><meta charset='{charset}'><title>{lines[0]}</title>"
        "<meta name='author' content='A. Reporter'><meta property='article:published_time' content='2022-04-12'></head>"
        f"<body><nav><a href='/'>Home</a> <a href='/w'>World news</a></nav><article><h1>{lines[0]}</h1>{paragraphs}"
        "</article><footer>Copyright</footer><script>alert(1)</script></body></html>"
    )
    return page.encode(charset)


def eml(lines: Sequence[str] = LINES, charset: str = "utf-8") -> bytes:
    message = EmailMessage()
    message["From"] = "Aiko Mori <mori@example.org>"
    message["To"] = "press@example.org"
    message["Date"] = "Tue, 12 Apr 2022 23:30:00 +0900"
    message["Subject"] = lines[0]
    message.set_content("\n\n".join(lines[1:]), charset=charset)
    return message.as_bytes()


def pdf(lines: Sequence[str], *, trailer: str = "") -> bytes:
    """Give a page of lines in Helvetica, 14 points apart; an empty one leaves a gap."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    content = f"BT /F1 12 Tf 50 700 Td 14 TL\n{shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Filter /Standard /V 1 /R 2 /P -4 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ") >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R "
        f"{trailer} >>\nstartxref\n{len(out)}\n%%EOF"
    )
    return out + end.encode()


def pdf_of(content: str, *, page: str = "") -> bytes:
    """Give a page of a content stream, with more for its dictionary such as "/Rotate 90"."""
    lines = pdf([])
    begins, ends = lines.index(b"<< /Length"), lines.index(b"endstream")
    stream = f"<< /Length {len(content)} >>\nstream\n{content}\n".encode()
    # PDFium finds the objects itself where the table of places is wrong.
    return (lines[:begins] + stream + lines[ends:]).replace(b"/Type /Page /", f"/Type /Page {page} /".encode())


def rtf(lines: Sequence[str] = LINES) -> bytes:
    """Give rich text with a font table; what is not ASCII is written as UTF-16 in escapes."""

    def escaped(line: str) -> str:
        units = memoryview(line.encode("utf-16-le")).cast("H")
        return "".join(chr(unit) if unit < 128 else f"\\u{unit - 65536 * (unit > 32767)}?" for unit in units)

    body = "\\par\n".join(map(escaped, lines))
    fonts = "{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fnil\\fcharset128 Mincho;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252{fonts}\\f0 {body}}}".encode()


def encrypted_pdf() -> bytes:
    return pdf(["secret"], trailer="/Encrypt 6 0 R /ID [(12345678) (12345678)]")


OF_EVERY_KIND = {
    "a.docx": docx(),
    "a.odt": odt(),
    "a.html": html(),
    "a.eml": eml(),
    "a.rtf": rtf(),
    "a.pdf": pdf([line.replace(" 🤝", "") for line in LINES]),
}
