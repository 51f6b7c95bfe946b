"""A first guess at what a newly named entity is, which the analyst sees and can change."""

import re
from collections.abc import Iterable
from functools import cache

from annotator.formats.languages.rules import ENGLISH, base_code, known_rules
from annotator.formats.languages.territories import languages_written_like, territories_in
from annotator.model.language import Language, any_of
from annotator.model.name_key import folded, name_key

_BY_WORDS = ("organization", "place", "person")
_PERSON = re.compile(r"(?:[^\W\d_]+\.? )+[^\W\d_]+(?:[-'][^\W\d_]+)?$")


def guess_entity_type(name: str, language: str | None = None) -> str:
    """Give the likeliest entity type of a name in a document of a language, "other" when nothing speaks for one.

    A name may be English too; where the document's language is not known, one in the name's script.
    """
    name = name_key(name)
    codes = [base_code(language)] if language else languages_written_like(name)
    spoken = [known_names(code) for code in dict.fromkeys((ENGLISH, *codes))]
    if known := next(filter(None, (names.known_type(name) for names in spoken)), None):
        return known
    if any(names.is_group(name) for names in spoken):
        return "group"
    for kind in _BY_WORDS:
        if any(names.has_word(kind, name) for names in spoken):
            return kind
    return "person" if _PERSON.match(name) and name.istitle() else "other"


class _Names:
    """What one language knows of names, put in a form that is quickly searched."""

    def __init__(self, code: str) -> None:
        rules = known_rules(code) or Language(code)
        self._types: dict[str, str] = {}
        for name, kind in territories_in(code):
            self._types.setdefault(folded(name), kind)
        for kind, names in rules.names.items():
            for name in names:
                self._types.setdefault(folded(name), kind)
        self._articles = tuple(f"{word} " if word[-1].isalpha() else word for word in rules.articles)
        self._group = _group(rules)
        self._words = {kind: _words(rules.words[kind]) for kind in _BY_WORDS if kind in rules.words}

    def known_type(self, name: str) -> str | None:
        """Give the type of a name that is known as a whole, or without an article."""
        same = folded(name)
        bare = next((same.removeprefix(article) for article in self._articles if same.startswith(article)), same)
        return self._types.get(same) or self._types.get(bare)

    def is_group(self, name: str) -> bool:
        """Tell whether a name is that of many, such as "the foreign ministers"."""
        return self._group.match(folded(name)) is not None

    def has_word(self, kind: str, name: str) -> bool:
        """Tell whether a name has a word that names of a kind have."""
        return kind in self._words and self._words[kind].search(name) is not None


known_names = cache(_Names)


def _words(words: Iterable[str]) -> re.Pattern[str]:
    """Give the pattern of words; "-bank" is an ending, "株式会社-" a beginning."""
    whole, endings, beginnings = _by_form(words)
    return re.compile(
        rf"(?<!\w){any_of(whole)}(?!\w)|{any_of(endings)}(?!\w)|(?<!\w){any_of(beginnings)}", re.IGNORECASE
    )


def _group(rules: Language) -> re.Pattern[str]:
    """Give the pattern of a group's name: its noun stands last, and in some languages first too."""
    whole, endings, _beginnings = _by_form(rules.words.get("group", ()))
    article = f"(?:{any_of(rules.articles)} ?)?"
    last = rf"(?:\w+ )*(?:{any_of(whole)}|\w*{any_of(endings)})$"
    return re.compile(f"{article}(?:{last}|{any_of(whole)} )" if rules.head_first else f"{article}{last}")


def _by_form(words: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    known = list(words)
    endings = [word[1:] for word in known if word.startswith("-")]
    beginnings = [word[:-1] for word in known if word.endswith("-")]
    return [word for word in known if "-" not in (word[0], word[-1])], endings, beginnings
