"""Web pages (.html): the main text without menus and advertisements, as trafilatura finds it."""

import re
from typing import Final

from annotator.formats.documents.charsets import meant
from annotator.formats.documents.extracted import Extracted, one_line, tidy
from annotator.formats.documents.html_text import as_shown, html_text
from annotator.formats.documents.plain_text import decoded
from annotator.formats.quiet_import import import_quietly

_LOOKED_AT: Final = 4096
_DECLARED: Final = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    r"<html[^>]{0,400}?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)", re.IGNORECASE
)


def read(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Give a page's main text; its encoding is its mark's, the one said, the one it declares, or UTF-8.

    Title, author, publisher, address and date are those that the page states of itself.
    """
    trafilatura = import_quietly("trafilatura")

    markup, used = decoded(data, name, encoding, declared(data))
    found = trafilatura.bare_extraction(
        as_shown(markup),
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    facts = found.as_dict() if isinstance(found, trafilatura.settings.Document) else {}
    language = _LANGUAGE.search(markup[:_LOOKED_AT])
    return Extracted(
        tidy(facts.get("text") or html_text(markup)),
        encoding=used,
        title=one_line(facts.get("title")),
        author=one_line(facts.get("author")),
        publisher=one_line(facts.get("sitename")),
        url=one_line(facts.get("url")),
        published=one_line(facts.get("date")),
        language=language[1] if language else None,
    )


def declared(data: bytes) -> str | None:
    """Give the encoding that a page declares and that is known here, else None."""
    match = _DECLARED.search(data[:_LOOKED_AT])
    name = meant(match[1].decode("ascii")) if match else None
    # A page that was found by its ASCII letters is in neither of these, whatever it says.
    return "utf-8" if name and name.startswith(("utf-16", "utf-32")) else name
