"""Articles in one text: as RIS, Factiva and LexisNexis write them, or between lines of signs.

RIS: https://en.wikipedia.org/wiki/RIS_(file_format). The fields of Factiva and LexisNexis are those that their exports
show; nothing of their documentation is used.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from annotator.formats.articles.article import FACTS, TEXT, Article, fact_called
from annotator.formats.articles.dates import day_in

_RIS_LINE: Final = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_RIS: Final = {
    "TI": "title", "T1": "title", "AU": "author", "A1": "author", "DA": "published", "PY": "published",
    "Y1": "published", "T2": "publisher", "JO": "publisher", "JF": "publisher", "PB": "publisher", "UR": "url",
    "AB": TEXT, "N2": TEXT, "LA": "language", "ID": "name", "AN": "name",
}  # fmt: skip
_FACTIVA: Final = {
    "HD": "title", "BY": "author", "PD": "published", "SN": "publisher", "LA": "language", "LP": TEXT, "TD": TEXT,
    "AN": "name",
}  # fmt: skip
_FACTIVA_LINE: Final = re.compile(
    r"(SE|CLM|HD|CR|BY|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|ART|CT|RF|CO|IN|NS|RE|IPC|IPD|PUB|AN)"
    r"(?:(?:\t| {2,})(.*))?\s*"
)
_LEXIS_ENDS: Final = re.compile(r"\s*(?:Document )?\d+ of \d+(?: DOCUMENTS)?\s*|\s*End of Document\s*", re.IGNORECASE)
_LEXIS_FIELD: Final = re.compile(
    r"(HEADLINE|TITLE|BYLINE|AUTHOR|SECTION|LENGTH|DATELINE|BODY|HIGHLIGHT|LOAD-DATE|LANGUAGE|GRAPHIC|URL|CORRECTION|"
    r"PUBLICATION-TYPE|JOURNAL-CODE|CORRECTION-DATE|CLASSIFICATION|SUBJECT|TYPE|DISTRIBUTION|ACC-NO)(?::\s*(.*)|\s*)",
    re.IGNORECASE,
)
_LEXIS: Final = {
    "HEADLINE": "title", "TITLE": "title", "BYLINE": "author", "AUTHOR": "author", "LANGUAGE": "language", "BODY": TEXT,
    "URL": "url", "ACC-NO": "name",
}  # fmt: skip
_BEHIND_TEXT: Final = frozenset(
    {"LOAD-DATE", "LANGUAGE", "GRAPHIC", "PUBLICATION-TYPE", "JOURNAL-CODE", "CLASSIFICATION"}
)
_FEWEST_FIELDS: Final = 2
_BETWEEN: Final = re.compile(r"\s*(?:([-=_*#~])\1{3,}|\f)\s*")
_HEADER: Final = re.compile(r"([\w -]{2,20}):\s+(\S.*)")


def articles_of_text(text: str) -> Iterator[Article]:
    """Give the articles of a text by the way it is written in; one that tells none is one article."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    if next((line for line in lines if line.strip()), "").startswith("TY  - "):
        yield from _tagged(lines, _RIS_LINE, _RIS, "TY")
    elif _is_factiva(lines):
        yield from _tagged(lines, _FACTIVA_LINE, _FACTIVA, "HD")
    elif any(_LEXIS_ENDS.fullmatch(line) for line in lines):
        yield from (_of_lexis(part) for part in _parts(lines, _LEXIS_ENDS))
    else:
        yield from (_with_header(part) for part in _parts(lines, _BETWEEN))


def _is_factiva(lines: list[str]) -> bool:
    tags = {match[1] for line in lines if (match := _FACTIVA_LINE.fullmatch(line))}
    return {"HD", "PD"} <= tags and bool(tags & {"LP", "TD"})


def _tagged(lines: list[str], line: re.Pattern[str], keys: Mapping[str, str], first: str) -> Iterator[Article]:
    """Give articles whose lines begin with a tag; lines without one go on with the field before them."""
    article: Article | None = None
    tag, value = "", list[str]()
    for one in [*lines, None]:
        match = line.fullmatch(one) if one is not None else None
        if one is not None and match is None:
            value.append(one)
            continue
        if article is not None and (key := keys.get(tag)):
            article.note(key, "\n".join(value), {TEXT: "\n", "author": "; "}.get(key, ""))
        if article is not None and (match is None or match[1] == first):
            yield article
        if match:
            article = Article() if match[1] == first else article
            tag, value = match[1], [match[2] or ""]


def _parts(lines: list[str], between: re.Pattern[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in [*lines, None]:
        if line is not None and not between.fullmatch(line):
            part.append(line)
            continue
        if any(one.strip() for one in part):
            yield part
        part = []


def _of_lexis(lines: list[str]) -> Article:
    """Give an article: what stands before the first field are publisher, date and title, in either order."""
    article, key, value, head = Article(), "", list[str](), list[str]()
    for line in lines:
        match = _LEXIS_FIELD.fullmatch(line.strip())
        if match is None or (key == TEXT and not _ends_text(match)):
            (value if key else head).append(line)
            continue
        _note_field(article, key, value)
        key = _LEXIS.get(match[1].upper(), "other")
        value = [match[2] or ""]
    _note_field(article, key, value)
    _note_head(article, [" ".join(line.split()) for line in head if line.strip()])
    return article


def _ends_text(match: re.Match[str]) -> bool:
    """Tell whether a line that looks like a field is one within the text, where a line may well begin so."""
    return match[1] == "Load-Date" or (match[1].isupper() and match[1] in _BEHIND_TEXT and match[2] is not None)


def _note_field(article: Article, key: str, value: list[str]) -> None:
    if key in FACTS:
        article.note(key, "\n".join(value), "\n" if key == TEXT else "")


def _note_head(article: Article, head: list[str]) -> None:
    dated = next((place for place, line in enumerate(head) if day_in(line, "DMY")), None)
    if dated is None:
        article.note("title", head[0] if head else "")
        return
    article.note("published", head[dated])
    before, behind = head[:dated], [line for line in head[dated + 1 :] if not _NO_TITLE.search(line)]
    article.note("publisher", before[-1] if before else "")
    article.note("title", before[0] if len(before) > 1 else (behind[0] if behind else ""))


_NO_TITLE: Final = re.compile(r"\bedition\b|copyright|©|all rights reserved", re.IGNORECASE)


def _with_header(lines: list[str]) -> Article:
    """Give an article whose first lines may say what is known of it, as ``Title: …``."""
    article, rest = Article(), list(lines)
    while rest and not rest[0].strip():
        rest.pop(0)
    known = 0
    for line in rest:
        match = _HEADER.fullmatch(line.strip())
        key = fact_called(match[1]) if match else ""
        if match is None or key in ("", TEXT):
            break
        article.note(key, match[2])
        known += 1
    if known < _FEWEST_FIELDS and known:
        article, known = Article(), 0
    article.note(TEXT, "\n".join(rest[known:]))
    return article
