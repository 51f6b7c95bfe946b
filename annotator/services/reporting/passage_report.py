"""A list of passages written into a file of the kind that its name says."""

from codecs import BOM_UTF8
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

from annotator.services.disk.atomic_file import write_atomically
from annotator.services.reporting.docx_page import docx_file
from annotator.services.reporting.html_page import html_body, html_file
from annotator.services.reporting.passages import PassageList, passages_csv, passages_page

PASSAGE_FORMS: Final = (".csv", ".html", ".docx", ".pdf")


def write_passages(
    passages: PassageList, path: Path, pdf: Callable[..., bytes] | None = None, *, mark: bool = False
) -> None:
    """Write passages by the path's ending; ``pdf`` is ``report_pdf`` of the desktop app, ``mark`` for Excel's sake.

    Raises SaveError where it cannot be written, ValueError for another ending.
    """
    form = path.suffix.lower()
    if form == ".csv":
        data = (BOM_UTF8 if mark else b"") + passages_csv(passages)
    elif form == ".html":
        page = passages_page(passages)
        data = b"".join(html_file(page.title, [page], [html_body(page)]))
    elif form == ".docx":
        stream = BytesIO()
        docx_file(stream, passages.title, [passages_page(passages)])
        data = stream.getvalue()
    elif form == ".pdf" and pdf:
        data = pdf(passages.title, [passages_page(passages)], ())
    else:
        raise ValueError(f"{path.name} should end in one of: {', '.join(PASSAGE_FORMS)}")
    write_atomically(path, data)
