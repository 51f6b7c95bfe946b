"""Articles to be annotated, with what a file knows of each, into documents."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from annotator.formats.articles.article import NAME, TEXT, Article
from annotator.formats.articles.dates import day_in, order_of
from annotator.formats.articles.name_pattern import facts_in_name
from annotator.formats.articles.tables import DELIMITED, WORKBOOK, articles_of_table
from annotator.formats.articles.texts import articles_of_text
from annotator.formats.documents.kinds import kind_of
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.exchange.input_files import read_bytes, read_text
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.sidecar_names import is_bare

_READ: Final = (".txt", ".md", ".ris", ".rtf", ".docx", ".html", ".htm", *DELIMITED, WORKBOOK)


class Articles(ImportFormat):
    """Documents without annotations: an article a row, a record or a part of a text."""

    name = "articles"
    suffixes = _READ
    reads_details = True

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record an article; those without a text are left out and counted. Raises FormatError, OSError."""
        found = list(_found(path, options))
        articles = [article for article in found if article.facts.get(TEXT, "").strip()]
        if not articles:
            raise FormatError(f"{path.name} holds no article: nothing in it is a text.")
        order = order_of(article.facts.get("published", "") for article in articles)
        empty = len(found) - len(articles)
        names = _names(path, articles)
        for number, (article, name) in enumerate(zip(articles, names, strict=True)):
            yield _record(article, name, order, {_EMPTY: empty} if empty and number == 0 else {})


ARTICLES: Final = Articles()
_EMPTY: Final = "articles without a text"


def _found(path: Path, options: ImportOptions) -> Iterator[Article]:
    if path.suffix.lower() in (*DELIMITED, WORKBOOK):
        found = articles_of_table(path, options.encoding, options.columns)
    else:
        found = articles_of_text(_text(path, options.encoding))
    for article in found:
        if options.names:
            _note_name(article, path, options.names)
        yield article


def _text(path: Path, encoding: str | None) -> str:
    kind = kind_of(path.name)
    if kind is None:
        return read_text(path, encoding)
    try:
        return kind.extract(read_bytes(path), path.name, encoding).text
    except SourceError as error:
        raise FormatError(str(error)) from None


def _note_name(article: Article, path: Path, pattern: str) -> None:
    facts = facts_in_name(path.stem, pattern)
    if facts is None:
        article.problems.append(f"The name of {path.name} does not fit {pattern}.")
    for key, value in (facts or {}).items():
        article.note(key, value)


def _names(path: Path, articles: list[Article]) -> Iterator[str]:
    """Give each article the name of a document that no other has: its own, else that of the file with a number."""
    width = max(3, len(str(len(articles))))
    used: Counter[str] = Counter()
    for number, article in enumerate(articles, 1):
        own = " ".join(article.facts.get(NAME, "").split())
        plain = path.stem if len(articles) == 1 else f"{path.stem}-{number:0{width}}"
        name = own if own and is_bare(f"{own}.txt") else plain
        used[name.casefold()] += 1
        yield name if used[name.casefold()] == 1 else f"{name}-{number:0{width}}"


def _record(article: Article, name: str, order: str, left_out: dict[str, int]) -> ReadDocument:
    facts = {key: " ".join(value.split()) for key, value in article.facts.items() if key not in (TEXT, NAME)}
    problems = list(article.problems)
    if written := facts.pop("published", ""):
        if day := day_in(written, order):
            facts["published"] = day
        else:
            problems.append(f"{name}: the date “{written}” may mean several days or none, and is left out.")
    info = {**facts, "state": "in-progress"}
    return ReadDocument(
        name, article.whole_text.strip("\n") + "\n", info=info, problems=tuple(problems), left_out=left_out
    )
