"""What file names say of articles, told by a pattern such as ``{published}_{publisher}_{title}``."""

import re
from typing import Final

from annotator.formats.articles.article import FACTS, TEXT

NAMED: Final = tuple(key for key in FACTS if key != TEXT)
_FIELD: Final = re.compile(r"\{(\w*)\}")


def problem_of_pattern(pattern: str) -> str:
    """Say in a sentence what is wrong with a pattern, "" where nothing is."""
    fields = _FIELD.findall(pattern)
    wrong = next((field for field in fields if field not in NAMED or fields.count(field) > 1), None)
    if not fields or wrong is not None:
        known = ", ".join(f"{{{key}}}" for key in NAMED)
        what = f"{{{wrong}}}" if wrong is not None else "it"
        return f"“{pattern}” is no pattern of file names: {what} is not one of {known}, each once."
    return ""


def facts_in_name(stem: str, pattern: str) -> dict[str, str] | None:
    """Give what a file's name without its ending says by a pattern, None where it does not fit.

    An underscore between words of a title or publisher is a space.
    """
    parts = _FIELD.split(pattern)
    expression = "".join(f"(?P<{part}>.+?)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    found = re.fullmatch(expression, stem)
    if found is None:
        return None
    return {key: " ".join(value.replace("_", " ").split()) for key, value in found.groupdict().items()}
