"""Whether what a suggester is and gives can be used: nothing of another package is believed unseen."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, Final

from annotator.model.edtf import is_edtf
from annotator.model.fields import annotation_fields
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR, ENTITY_TYPES, ROLES_OF_TYPE, TYPES
from annotator.services.suggesting.protocol import Suggester, SuggesterError
from annotator.services.suggesting.suggestion import Part, Somebody, Suggestion

_NAME: Final = re.compile("[a-z0-9-]+")
MOST: Final = 20_000
"""More suggestions for one text are not taken."""


def faults(wanted: Any, name: str) -> Iterator[str]:
    """Give what is wrong with a suggester that is added under a name, as ends of a sentence that begins with "it"."""
    if not isinstance(wanted, Suggester):
        yield "derives from no Suggester"
    elif not _NAME.fullmatch(str(wanted.name)):
        yield f"has no name of small letters, digits and hyphens but {wanted.name!r}"
    elif wanted.name != name:
        yield f"calls itself “{wanted.name}”, which has to be the name of its entry point"
    elif not str(wanted.version).strip():
        yield "has a version that is no text"
    elif not 0 < float(wanted.seconds) <= 600:
        yield "has seconds that are no number up to 600"


def checked(given: Iterable[Any], text: str, name: str) -> list[Suggestion]:
    """Give what a suggester gave if all of it can be used. Raises SuggesterError with the first thing that cannot."""
    found: list[Suggestion] = []
    for one in given:
        why = _fault(one, len(text))
        if why:
            raise SuggesterError(f"The suggester “{name}” is left out: it gave a suggestion {why}.")
        found.append(one)
        if len(found) > MOST:
            raise SuggesterError(f"The suggester “{name}” is left out: it gave more than {MOST:,} suggestions.")
    return found


def _fault(given: Any, length: int) -> str:
    if type(given) is not Suggestion or given.type not in TYPES:
        return f"that is none but {type(given).__name__}, or of a type that there is not"
    one: Any = given
    if not all(_is_placed(fragments, length) for fragments in (one.fragments, *one.others)):
        return f"that does not lie in the text: {one.fragments!r}"[:200]
    if not isinstance(one.confidence, int | float) or not 0 <= one.confidence <= 1:
        return f"with a confidence that is not between 0 and 1, {one.confidence!r}"
    if any(not isinstance(part, Part) or part.field not in ROLES_OF_TYPE[one.type] for part in one.roles):
        return f"with a role that {one.type}s do not have"
    whos = [*one.entities, *(part.who for part in one.roles)]
    if (one.entities and one.type != ACTOR) or not all(_is_somebody(who, length) for who in whos):
        return "with somebody who has no name, is of no type there is, or lies outside of the text"
    return next(_wrong_values(one), "")


def _wrong_values(one: Suggestion) -> Iterator[str]:
    """Give what is said of a suggestion that its type does not have, or that no file may hold."""
    held = {field.attribute: field.values for field in annotation_fields(one.type)}
    for name in ("topic", "stance", "status", "attribution", "date"):
        value = getattr(one, name)
        if value is None:
            continue
        fits = name in held and isinstance(value, str) and (not held[name] or value in held[name])
        if not fits or not value.strip() or (name == "date" and not is_edtf(value)):
            yield f"with a {name} that {one.type}s do not have, {value!r}"[:200]


def _is_placed(fragments: Any, length: int) -> bool:
    if not isinstance(fragments, tuple) or not fragments or not all(_is_span(span, length) for span in fragments):
        return False
    return all(one[1] < other[0] for one, other in pairwise(fragments))


def _is_span(span: Any, length: int) -> bool:
    return type(span) is Span and list(map(type, span)) == [int, int] and 0 <= span[0] < span[1] <= length


def _is_somebody(who: Any, length: int) -> bool:
    if type(who) is not Somebody or not str(who.name).strip() or who.type not in ENTITY_TYPES:
        return False
    return who.span is None or _is_span(who.span, length)
