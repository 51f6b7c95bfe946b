"""PDF files: the text layer, read by PDFium; pages without one are pictures, and are not guessed at."""

from collections.abc import Iterator
from math import pi
from typing import Any

from annotator.formats.documents.extracted import Extracted, tidy, whole_characters
from annotator.formats.documents.pdf_columns import in_reading_order
from annotator.formats.documents.pdf_lines import HYPHEN, SPACE, Glyph, join_pages, lines_of, paragraphs_of
from annotator.formats.documents.plain_text import SourceError

PAGE_LIMIT = 5000
_LINE_HYPHENS = ("\x02", "\ufffe")


def read(data: bytes, name: str, _encoding: str | None) -> Extracted:
    """Give the text layer, a paragraph a line. Raises SourceError for what is broken, protected, or pictures."""
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(_why_not(name, error.err_code)) from None
    if len(file) > PAGE_LIMIT:
        raise SourceError(f"{name} has {len(file):,} pages; more than {PAGE_LIMIT:,} are not opened. Split it.")
    try:
        pages = [paragraphs_of(in_reading_order(lines_of(_glyphs(page.get_textpage())))) for page in file]
    except pypdfium2.PdfiumError:
        raise SourceError(f"{name} is broken: one of its pages cannot be read.") from None
    finally:
        file.close()
    text = tidy(whole_characters(join_pages(pages)))
    if not text.strip():
        raise SourceError(
            f"{name} has no text layer: its pages are pictures, as scanners make them. "
            "Let a program for text recognition (OCR) add one, and open it again."
        )
    return Extracted(text)


def _why_not(name: str, code: int | None) -> str:
    import pypdfium2.raw

    if code == pypdfium2.raw.FPDF_ERR_PASSWORD:
        return f"{name} is protected by a password. Save it without one and open it again."
    if code == pypdfium2.raw.FPDF_ERR_SECURITY:
        return f"{name} is protected in a way that is not known here. Save it without protection and open it again."
    return f"{name} is broken: it is no PDF file, or only a part of one."


def _glyphs(page: Any) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    for index in range(page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(page.raw, index))
        if pdfium.FPDFText_IsGenerated(page.raw, index):
            # Spaces and ends of lines that PDFium thinks are meant.
            yield SPACE
        elif pdfium.FPDFText_GetLooseCharBox(page.raw, index, box):
            quarters = round(pdfium.FPDFText_GetCharAngle(page.raw, index) / (pi / 2)) % 4
            place = _upright(quarters, (box.left, box.right, box.bottom, box.top))
            yield Glyph(HYPHEN if character in _LINE_HYPHENS else character, *place)


def _upright(quarters: int, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Turn a box (left, right, bottom, top) back by the quarter turns by which its character is turned, clockwise."""
    left, right, bottom, top = box
    return (
        box,
        (-top, -bottom, left, right),
        (-right, -left, -top, -bottom),
        (bottom, top, -right, -left),
    )[quarters]
