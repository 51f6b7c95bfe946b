"""The words and rules of a language as resources/languages has them, read once and only when they are asked for."""

import re
from functools import cache
from typing import Final

from annotator.formats.resource_files import resource
from annotator.model.language import Language

ENGLISH: Final = "en"
_CODE: Final = re.compile(r"[a-z]{2,3}")


def base_code(tag: str | None) -> str:
    """Give the language of a tag as documents have it: of "de-AT", "de_AT" and "DE" it is "de", of nothing ""."""
    return re.split("[-_]", (tag or "").strip().lower(), maxsplit=1)[0]


def rules_of(tag: str | None) -> Language:
    """Give the rules of a document's language, and those of English where there are none or it is not known."""
    return known_rules(base_code(tag)) or _read(ENGLISH)


@cache
def known_rules(code: str) -> Language | None:
    """Give the rules of a language by its code, or None where resources/languages has no file for it."""
    return _read(code) if _CODE.fullmatch(code) and (resource("languages") / f"{code}.json").is_file() else None


@cache
def _read(code: str) -> Language:
    import msgspec

    return msgspec.json.decode((resource("languages") / f"{code}.json").read_bytes(), type=Language)
