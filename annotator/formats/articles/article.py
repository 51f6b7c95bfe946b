"""One article as a file has it, and by which words files name what is known of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from annotator.model.name_key import folded

TEXT: Final = "text"
NAME: Final = "name"
FACTS: Final[Mapping[str, tuple[str, ...]]] = {
    TEXT: ("text", "body", "full text", "fulltext", "content", "article", "article text", "body text",
           "inhalt", "volltext", "texte", "texto", "testo", "本文", "正文", "текст"),
    "title": ("title", "headline", "heading", "article title", "titel", "überschrift", "titre", "título", "titolo",
              "見出し", "タイトル", "标题", "заголовок"),
    "published": ("published", "date", "publication date", "pubdate", "published at", "publish date", "datum",
                  "erschienen", "date de publication", "fecha", "data", "日付", "日期", "дата"),
    "publisher": ("publisher", "source", "publication", "newspaper", "outlet", "media", "medium", "journal", "quelle",
                  "zeitung", "éditeur", "fuente", "fonte", "媒体", "新聞", "источник"),
    "author": ("author", "authors", "byline", "by", "autor", "verfasser", "auteur", "autore", "著者", "作者", "автор"),
    "url": ("url", "link", "uri", "web address", "adresse"),
    "language": ("language", "lang", "sprache", "langue", "idioma", "lingua", "言語", "语言", "язык"),
    NAME: ("name", "id", "file", "filename", "file name", "document", "document id", "accession number"),
}  # fmt: skip
"""What may be known of an article, each with the words for it, the likelier first; case does not count."""
_KEY_OF: Final = {folded(word): key for key, words in FACTS.items() for word in words}


@dataclass(slots=True)
class Article:
    """A text and what is known of it, by the keys of FACTS; ``problems`` are sentences about what is not understood."""

    facts: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def note(self, key: str, value: str, joined_by: str = "") -> None:
        """Take down a fact; a second value of one is added where it says what stands between, else left out."""
        value = value.strip()
        known = self.facts.get(key, "")
        if value and (not known or joined_by):
            self.facts[key] = f"{known}{joined_by}{value}" if known else value

    @property
    def whole_text(self) -> str:
        """The text, headed by its title where it does not begin with that."""
        text, title = self.facts.get(TEXT, ""), " ".join(self.facts.get("title", "").split())
        if not title or not text or " ".join(text[: 2 * len(title)].split()).startswith(title):
            return text
        return f"{title}\n\n{text}"


def fact_called(word: str) -> str:
    """Give the key of a fact by one of its words, "" where it is none."""
    return _KEY_OF.get(folded(word.replace("_", " ").replace("-", " ")), "")


def likeliest_columns(names: Iterable[str]) -> dict[str, str]:
    """Give for each fact the column that is called by the likeliest word for it."""
    there = {folded(name.replace("_", " ").replace("-", " ")): name for name in reversed(list(names))}
    found = {
        key: next((there[folded(word)] for word in words if folded(word) in there), "") for key, words in FACTS.items()
    }
    return {key: name for key, name in found.items() if name}
