"""The annotated article as a page to print or send, as a format among the others: HTML, Word or PDF by the file's name.

It stands above the other formats because it draws charts; the registry finds it by its name as it does those of other
packages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final, TypeAlias
from urllib.parse import quote

from annotator.formats.exchange.holds import ROLE_FIELDS, Holds
from annotator.formats.exchange.losses import is_told
from annotator.formats.exchange.protocols import (
    FILE,
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
    Place,
    Write,
)
from annotator.model.fields import DOCUMENT, ENTITY, LINK, TOPIC
from annotator.services.reporting.annotated_page import annotated_page
from annotator.services.reporting.docx_page import docx_file
from annotator.services.reporting.html_page import html_body, html_file, index_file
from annotator.services.reporting.notes import HELD
from annotator.services.reporting.page import Page

HTML, DOCX, PDF = ".html", ".docx", ".pdf"
SEVERAL: Final = "Annotated articles"
_Content: TypeAlias = tuple[str, Page, str]
"""A page's name in a folder, the page (without its blocks where it is written already), and what it is as HTML."""


class ReportFormat(ExportFormat):
    """Text with its marks, notes by number, lists of entities and topics, and the chart at the end."""

    name = "report"
    suffix = HTML
    endings = (HTML, DOCX, PDF)
    places = (FILE, FOLDER)
    holds = Holds(
        document=[field.key for field in DOCUMENT if is_told(field)],
        entity=[field.key for field in ENTITY if is_told(field)],
        topic=[field.key for field in TOPIC if is_told(field)],
        link=[field.key for field in LINK if is_told(field)],
        annotation=HELD,
        role=[field.key for field in ROLE_FIELDS if is_told(field)],
    )

    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's page. Raises FormatError where its text is not at hand."""
        page = annotated_page(exported)
        name = f"{exported.name}.{exported.layer.head.annotator.id}{HTML}"
        if options.as_folder or options.ending in ("", HTML):
            return Piece((name, replace(page, blocks=()), html_body(page)))
        return Piece((name, page, ""))

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        """Write all pages below a list of contents; in a folder each into a file of its own."""
        given: list[_Content] = []
        yield given.append
        pages = [page for _name, page, _body in given]
        title = pages[0].title if len(pages) == 1 else SEVERAL
        if options.as_folder:
            _write_folder(place, title, given)
            return
        with place.path().open("wb") as stream:
            if options.ending == DOCX:
                docx_file(stream, title, pages)
            elif options.ending == PDF:
                stream.write(_printed(options, title, pages))
            elif pages:
                stream.writelines(html_file(title, pages, (body for _name, _page, body in given)))


def _printed(options: ExportOptions, title: str, pages: list[Page]) -> bytes:
    if options.printer is None:
        raise FormatError("PDF is made by the desktop app, which is not at hand here.")
    return options.printer(title, pages, ())


def _write_folder(place: Place, title: str, given: list[_Content]) -> None:
    for name, page, body in given:
        place.path(name).write_bytes(b"".join(html_file(page.title, [page], [body])))
    entries = [(quote(name), page) for name, page, _body in given]
    place.path(f"index{HTML}").write_bytes(index_file(title, entries))


REPORT: Final = ReportFormat()
