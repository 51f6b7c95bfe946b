"""One annotation made two at a place in its words, and two made one."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.formats.languages.words import trimmed
from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.fields import PLACE, TEXTS, annotation_fields
from annotator.model.span import Span
from annotator.model.vocabulary import ROLES_OF_TYPE
from annotator.services.editing.annotations import delete, placed, with_mention
from annotator.services.editing.draft import Draft


def split(draft: Draft, document: Document, annotation_id: str, position: int) -> Annotation | None:
    """Cut an annotation at a code point: all it says, both say, and links stay with the first; gives the second.

    None where there would be no words on one side.
    """
    annotation = draft.annotation(annotation_id)
    if annotation is None:
        return None
    before = _words(document, (Span(start, min(end, position)) for start, end in annotation.fragments))
    behind = _words(document, (Span(max(start, position), end) for start, end in annotation.fragments))
    if not before or not behind:
        return None
    second = annotation._replace(
        id=draft.new_id(edits.ANNOTATIONS), author=draft.author, created=draft.time, modified=draft.time, extra=()
    )
    second = placed(second, document.text, behind)
    draft.put(placed(annotation, document.text, before))
    draft.put(second)
    return second


def join(
    draft: Draft, document: Document, first_id: str, other_id: str, codebook: Codebook | None = None
) -> Annotation | None:
    """Make two annotations of one type the first one, which gets what only the other says; None where it cannot be.

    Where both say something else the first one counts, as where the codebook lets codes not stand together; both notes
    stay. Of what is between them white space alone goes in.
    """
    first, other = draft.annotation(first_id), draft.annotation(other_id)
    if first is None or other is None or first_id == other_id or first.type != other.type:
        return None
    _hand_over(draft, other_id, first_id)
    first = draft.annotation(first_id) or first
    whole = _with_all_of(first, draft.annotation(other_id) or other, codebook or Codebook())
    if spans := _over_spaces(document.text, sorted((*first.fragments, *other.fragments))):
        whole = placed(whole, document.text, spans)
    delete(draft, other_id)
    draft.put(whole)
    return whole


def _words(document: Document, spans: Iterable[Span]) -> list[Span]:
    found = (trimmed(document.text, span) for span in spans if span.start < span.end)
    return [span for span in found if span]


def _over_spaces(text: str, spans: list[Span]) -> list[Span]:
    """Give spans of which no two are parted by white space alone."""
    whole: list[Span] = []
    for start, end in spans:
        if whole and not text[whole[-1].end : start].strip():
            start, end = whole[-1].start, max(end, whole[-1].end)  # noqa: PLW2901
            del whole[-1]
        whole.append(Span(start, end))
    return whole


def _hand_over(draft: Draft, other_id: str, first_id: str) -> None:
    """Let what rests on one annotation, or is linked to it, do so with another; a link to itself goes."""
    for user_id in draft.references.with_mention(other_id):
        if user := draft.annotation(user_id):
            draft.put(with_mention(user, other_id, first_id))
    for link_id in draft.references.links_of(other_id):
        if link := draft.link(link_id):
            ends = [first_id if end == other_id else end for end in (link.source, link.target)]
            if ends[0] != ends[1]:
                draft.put(replace(link, source=ends[0], target=ends[1]))


def _with_all_of(first: Annotation, other: Annotation, codebook: Codebook) -> Annotation:
    changed: dict[str, object] = {}
    for field in annotation_fields(first.type).opinions:
        mine, theirs = getattr(first, field.attribute), getattr(other, field.attribute)
        if field.attribute in ROLES_OF_TYPE.get(first.type, ()):
            changed[field.attribute] = _roles_of_both(mine, theirs)
        elif field.attribute == "note" and mine and theirs and mine != theirs:
            changed["note"] = f"{mine}\n{theirs}"
        elif field.attribute == "codes":
            ruled_out = frozenset[str]().union(*(codebook.excluded_by(code, first.type) for code in mine))
            changed["codes"] = tuple(dict.fromkeys((*mine, *(code for code in theirs if code not in ruled_out))))
        elif field.shape == TEXTS:
            changed[field.attribute] = tuple(dict.fromkeys((*mine, *theirs)))
        elif not mine and theirs and field.group != PLACE:
            changed[field.attribute] = theirs
    return first._replace(**changed)  # type: ignore[arg-type]


def _roles_of_both(mine: tuple[Role, ...], theirs: tuple[Role, ...]) -> tuple[Role, ...]:
    known = {role.entity for role in mine}
    return (*mine, *(role for role in theirs if role.entity not in known))
