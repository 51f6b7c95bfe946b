"""Coded selections of a REFI-QDA project into annotations: what a code means by its place in the code book."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from annotator.formats.exchange.likeliest_counting import decide_by_fit
from annotator.formats.exchange.read_document import ReadRelation, ReadRole, ReadSpan
from annotator.formats.refi_qda.codes import ENTITY, TOPIC, VALUES, CodePath
from annotator.model.document import canonical
from annotator.model.vocabulary import ROLE_WORD, TYPES

_ROLES: Final = frozenset(ROLE_WORD.values())
_UNCODED: Final = "selection without a code"


@dataclass(frozen=True, slots=True)
class Selection:
    """One selection as one user coded it; ``place`` is start and end as the file has them."""

    guid: str
    name: str
    place: tuple[int, int]
    user: str
    paths: tuple[CodePath, ...]
    note: str = ""
    created: str = ""


def read_spans(selections: Iterable[Selection], continued: Iterable[ReadRelation]) -> list[ReadSpan]:
    """Give the annotations of one user; selections that continue another are further parts of it."""
    by_guid: dict[str, Selection] = {}
    for number, selection in enumerate(selections, start=1):
        # Not every program gives each selection an identifier of its own, and none may be lost for that.
        unused = selection.guid and selection.guid not in by_guid
        guid = selection.guid if unused else f"{selection.guid or 'selection'} {number}"
        by_guid[guid] = replace(selection, guid=guid)
    first = {link.source: link.target for link in continued if {link.source, link.target} <= by_guid.keys()}
    parts: dict[str, list[tuple[int, int]]] = {}
    for selection in by_guid.values():
        parts.setdefault(_beginning(selection.guid, first), []).append(selection.place)
    return [span for guid, places in parts.items() for span in _spans(by_guid[guid], tuple(sorted(places)))]


def fitted(
    text: str, spans: Sequence[ReadSpan], selections: Sequence[Selection], units: tuple[str, ...]
) -> tuple[list[ReadSpan], str]:
    """Give the spans with the words that stand at them by the counting that fits best, and how it was chosen."""
    named = [(*selection.place, selection.name) for selection in selections]
    decided, guessed = decide_by_fit(text, named, units)
    plain = canonical(text)
    quoted = []
    for span in spans:
        places = decided.offsets.spans(span.fragments)
        quote = " ".join(plain[start:end] for start, end in places) if places else None
        quoted.append(replace(span, quote=quote))
    if not guessed:
        return quoted, ""
    return quoted, (
        f"the project quotes nothing to check offsets by; {decided.counting.words(text)} fits best"
        f" ({decided.held:,} of {decided.quoted:,} selections begin and end with words)."
    )


def _beginning(guid: str, first: dict[str, str]) -> str:
    seen = {guid}
    while guid in first and first[guid] not in seen:
        guid = first[guid]
        seen.add(guid)
    return min(seen) if guid in first else guid


def _spans(selection: Selection, places: tuple[tuple[int, int], ...]) -> list[ReadSpan]:
    kind = next((path[0] for path in selection.paths if len(path) == 1 and path[0] in TYPES), "")
    if kind:
        return [_own(selection, kind, places)]
    values = _stamp(selection)
    paths = selection.paths or ((_UNCODED,),)
    return [
        ReadSpan(
            f"{selection.guid}#{number}",
            path[-1],
            places,
            values=values,
            attributes={"code path": " > ".join(path)} if len(path) > 1 else {},
        )
        for number, path in enumerate(paths)
    ]


def _own(selection: Selection, kind: str, places: tuple[tuple[int, int], ...]) -> ReadSpan:
    """Give the annotation that a selection with a type says in its codes; codes of others become its codes."""
    codes, entities, roles = [], [], []
    values, topic = _stamp(selection), ""
    for path in selection.paths:
        heading, words = path[0], path[-1]
        if heading == ENTITY and len(path) == 3:
            entities.append(words)
        elif heading == TOPIC and len(path) == 2 and not topic:
            topic = words
        elif heading in VALUES and len(path) == 2:
            values[heading] = words
        elif heading in _ROLES and len(path) == 2:
            roles.append(ReadRole(heading, entity=words))
        elif path != (kind,):
            codes.append(words)
    return ReadSpan(
        selection.guid, kind, places, None, type=kind, codes=tuple(codes), entities=tuple(entities),
        roles=tuple(roles), topic=topic, values=values,
    )  # fmt: skip


def _stamp(selection: Selection) -> dict[str, Any]:
    values = {"note": selection.note, "created": selection.created}
    return {name: value for name, value in values.items() if value}
