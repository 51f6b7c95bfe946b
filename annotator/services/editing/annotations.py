"""Marking spans, moving their ends, and removing them."""

from collections.abc import Iterable

from annotator.formats.languages.words import next_word_border
from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.fields import ANY_ANNOTATION, ROLE, annotation_fields
from annotator.model.span import Span, in_order_and_apart
from annotator.model.vocabulary import ACTOR, AGREEMENT, ROLES_OF_TYPE, ROLES_THAT_ACT
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import follow_words
from annotator.services.editing.named import entity_for_name
from annotator.services.editing.roles import add_role

CONTEXT = 32
"""How many code points on each side of an annotation are kept, to find it again in a changed text."""
USUAL_STANCE = "agree"
"""The stance that an agreement has unless the analyst says otherwise."""


def annotate(
    draft: Draft,
    document: Document,
    spans: Iterable[Span],
    annotation_type: str,
    *,
    entities: tuple[str, ...] = (),
    origin: str = "manual",
    codebook: Codebook | None = None,
) -> Annotation:
    """Mark spans, and give an agreement its usual stance.

    An actor without entities gets the one of its name: the layer's, the codebook's, or a new one.
    """
    stands_for = entities if annotation_type == ACTOR else ()
    entities = tuple(entity_id for entity_id in dict.fromkeys(stands_for) if draft.entity(entity_id))
    blank = Annotation(
        draft.new_id(edits.ANNOTATIONS), annotation_type, (), (), entities=entities, author=draft.author,
        origin=origin, created=draft.time, modified=draft.time,
    )  # fmt: skip
    annotation = placed(blank, document.text, spans)
    if annotation_type == ACTOR and not entities:
        annotation = annotation._replace(entities=(entity_for_name(draft, annotation.text, codebook).id,))
    if annotation_type == AGREEMENT:
        annotation = annotation._replace(stance=USUAL_STANCE)
    draft.put(annotation)
    return annotation


def placed(annotation: Annotation, text: str, spans: Iterable[Span]) -> Annotation:
    """Give the annotation at other places of a text, with quote and context to match."""
    fragments = in_order_and_apart(Span(max(0, start), min(len(text), end)) for start, end in spans)
    if not fragments:
        raise ValueError("an annotation needs at least one character")
    start, end = fragments[0].start, fragments[-1].end
    return annotation._replace(
        fragments=fragments,
        quote=tuple(text[first:last] for first, last in fragments),
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
    )


def place(draft: Draft, document: Document, annotation_id: str, span: Span) -> None:
    """Put an annotation at another place, from which it takes its quote; roles, topic and links stay."""
    if annotation := draft.annotation(annotation_id):
        draft.put(placed(annotation, document.text, (span,)))


def add_fragment(draft: Draft, document: Document, annotation_id: str, span: Span) -> None:
    """Add a further fragment to an annotation; fragments that touch become one."""
    if annotation := draft.annotation(annotation_id):
        draft.put(placed(annotation, document.text, (*annotation.fragments, span)))


def move_end(draft: Draft, document: Document, annotation_id: str, *, first: bool, step: int, by_word: bool) -> bool:
    """Move the first fragment's start or the last one's end by a character or to the next border of a word.

    Tells whether it could: an end stays inside the text, keeps a character, and stays clear of other fragments.
    """
    annotation = draft.annotation(annotation_id)
    if annotation is None or not annotation.fragments:
        return False
    fragments = list(annotation.fragments)
    index = 0 if first else -1
    start, end = fragments[index]
    position = start if first else end
    position = next_word_border(document.text, position, step, ends=not first) if by_word else position + step
    moved = Span(position, end) if first else Span(start, position)
    if not 0 <= moved.start < moved.end <= len(document.text):
        return False
    fragments[index] = moved
    if in_order_and_apart(fragments) != tuple(fragments):
        return False
    after = placed(annotation, document.text, fragments)
    draft.put(after)
    follow_words(draft, annotation, after)
    return True


def delete(draft: Draft, annotation_id: str) -> None:
    """Delete an annotation with its links; roles that rested on it keep their entity and lose their evidence."""
    for link_id in draft.references.links_of(annotation_id):
        draft.remove(edits.LINKS, link_id)
    drop_mentions(draft, annotation_id)
    draft.remove(edits.ANNOTATIONS, annotation_id)


def drop_mentions(draft: Draft, annotation_id: str) -> None:
    """Let roles that rest on an annotation keep their entity and lose their evidence: it is no actor any more."""
    for user_id in draft.references.with_mention(annotation_id):
        if user := draft.annotation(user_id):
            draft.put(with_mention(user, annotation_id, None))


def duplicate(draft: Draft, annotation_id: str) -> Annotation | None:
    """Copy an annotation to the same place, without its topic and stance: one sentence, two topics."""
    annotation = draft.annotation(annotation_id)
    if annotation is None:
        return None
    copy = annotation._replace(
        id=draft.new_id(edits.ANNOTATIONS), author=draft.author, created=draft.time, modified=draft.time,
        origin="manual", extra=(), topic=None, stance=USUAL_STANCE if annotation.type == AGREEMENT else None,
    )  # fmt: skip
    draft.put(copy)
    return copy


def change_type(draft: Draft, annotation_id: str, annotation_type: str, codebook: Codebook | None = None) -> None:
    """Give an annotation another type: what both types have stays, the rest is dropped and comes back on undo.

    Speakers become parties and parties speakers; an actor's entities become speakers or parties, and the other way.
    An actor of nobody stands for the one of its name. Codes stay that the codebook has for the new type too. Roles of
    others that rested on the former actor lose their evidence.
    """
    annotation = draft.annotation(annotation_id)
    if annotation is None or annotation.type == annotation_type:
        return
    drop_mentions(draft, annotation_id)
    annotation = draft.annotation(annotation_id) or annotation
    acting = [(field, role) for field, role in annotation.roles() if field in ROLES_THAT_ACT]
    kept = _as_type(annotation, annotation_type, codebook)
    if annotation_type == ACTOR:
        entities = tuple(dict.fromkeys(role.entity for _field, role in acting))
        draft.put(kept._replace(entities=entities or (entity_for_name(draft, annotation.text, codebook).id,)))
        return
    if annotation_type == AGREEMENT and kept.stance is None:
        kept = kept._replace(stance=USUAL_STANCE)
    field = next(field for field in ROLES_OF_TYPE[annotation_type] if field in ROLES_THAT_ACT)
    roles = tuple(_as_role(role, field) for _field, role in acting)
    draft.put(kept._replace(**{field: roles}))  # type: ignore[arg-type]
    for entity_id in annotation.entities:
        add_role(draft, annotation_id, field, entity_id)


def set_fields(draft: Draft, annotation_id: str, **fields: object) -> bool:
    """Set fields such as topic, stance, status, date, codes, confidence or note of an annotation.

    Tells whether it could: the topic has to be there.
    """
    annotation = draft.annotation(annotation_id)
    changed = annotation._replace(**fields) if annotation else None  # type: ignore[arg-type]
    if changed is None or not draft.may_put(changed):
        return False
    draft.put(changed)
    return True


def with_mention(annotation: Annotation, before: str, now: str | None) -> Annotation:
    """Give an annotation whose roles rest on another mention, or on none, where they rested on one."""
    changed = {
        field: tuple(role._replace(mention=now) if role.mention == before else role for role in roles)
        for field in ROLES_OF_TYPE.get(annotation.type, ())
        if (roles := getattr(annotation, field))
    }
    return annotation._replace(**changed)  # type: ignore[arg-type]


def _as_type(annotation: Annotation, annotation_type: str, codebook: Codebook | None) -> Annotation:
    """Give an annotation of another type with what both types have."""
    held = annotation_fields(annotation_type)
    blank = Annotation("", annotation_type, (), ())
    dropped = {f.attribute: getattr(blank, f.attribute) for f in ANY_ANNOTATION if f not in held}
    codes = codebook.fitting(annotation.codes, annotation_type) if codebook else ()
    return annotation._replace(**dropped | {"type": annotation_type, "codes": codes})


def _as_role(role: Role, field: str) -> Role:
    """Give a role with what it may have in another field."""
    held = {part.attribute for part in ROLE[field]} | {"extra"}
    return Role(**{name: value for name, value in role._asdict().items() if name in held})
