"""What the keys for roles, topic, stance and status ask and set."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model.annotation import Annotation, Role
from annotator.model.vocabulary import (
    ACTOR,
    AGREEMENT,
    CLAIM,
    PARTIES,
    ROLE_WORD,
    ROLES_OF_TYPE,
    ROLES_THAT_ACT,
    SPEAKERS,
    STATUS_GROUP_OF,
    TARGETS,
)
from annotator.services.editing import annotations, roles
from annotator.services.editing.draft import Draft
from annotator.services.editing.fillers import likely_targets
from annotator.services.editing.named import ByName, NamedEntity
from annotator.services.editing.picks import (
    CODEBOOK,
    DOCUMENT,
    FOLDER,
    SENTENCE,
    WHOLE,
    as_typed,
    entity_picks,
    quality_of,
    sentence_of,
    topic_picks,
)
from annotator.services.editing.topics import topic_for_name
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, counted

ROW_LIMIT = 50
_MOST_TARGETS = 3
"""So many likely targets are listed with the attitudes towards them."""
_WHERE = {SENTENCE: "in this sentence", DOCUMENT: "", CODEBOOK: "codebook", FOLDER: ""}
_SIGN_OF = {"favourable": "+", "critical": "-", "neutral": "0", "mixed": "m"}
"""The keys of the stances, which choose an attitude where one is asked for."""


def ask_role(bridge: SessionBridge, field: str, parent: QWidget, beside: QRect) -> None:
    """Ask which entity takes a role of the selected annotation, and select the role."""
    annotation = bridge.annotation
    if annotation is None:
        return
    if field not in ROLES_OF_TYPE.get(annotation.type, ()):
        bridge.message.emit(f"{annotation.type.capitalize()} annotations have no {ROLE_WORD[field]}.")
        return
    word = ROLE_WORD[field]
    ask(
        parent,
        word.capitalize(),
        beside,
        lambda typed: [
            *_mentions_of_several(bridge, typed, field),
            *entity_choices(bridge, typed, field, partial(add_named, bridge, field)),
        ],
        bridge.judged(),
    )


def _mentions_of_several(bridge: SessionBridge, typed: str, field: str) -> list[Choice]:
    """Give rows for what stands for several in the sentence: "the two ministers" takes both."""
    session, annotation = bridge.session, bridge.annotation
    if session is None or annotation is None or getattr(annotation, field):
        return []
    layer, rows = session.layer, []
    for mention in layer.between(*sentence_of(session.document, annotation, layer.document.language)):
        names = [layer.entities[key].name for key in mention.entities if key in layer.entities]
        if mention.type == ACTOR and len(names) > 1 and quality_of(as_typed(typed), (mention.text, *names)) is not None:
            take = partial(_add_several, bridge, annotation.id, field, mention)
            rows.append(Choice(", ".join(names), f"“{' '.join(mention.text.split())}”", take))
    return rows


def _add_several(bridge: SessionBridge, annotation_id: str, field: str, mention: Annotation) -> None:
    def add(draft: Draft) -> None:
        for key in mention.entities:
            roles.add_role(draft, annotation_id, field, key, mention.id)

    bridge.run(f"Set {ROLE_WORD[field]} “{' '.join(mention.text.split())}”", add)


def add_named(bridge: SessionBridge, field: str, named: NamedEntity | None) -> None:
    """Add an entity, known or new, in a role of the selected annotation, in one step."""
    annotation = bridge.annotation
    if annotation is None or named is None:
        return

    def add(draft: Draft) -> int:
        entity = named.put(draft, bridge.codebook)
        roles.add_role(draft, annotation.id, field, entity.id)
        now = draft.annotation(annotation.id)
        return next((i for i, role in enumerate(getattr(now, field)) if role.entity == entity.id), 0)

    index = bridge.run(f"Set {ROLE_WORD[field]} “{named.name}”", add)
    if index is not None:
        bridge.select(annotation.id, (field, index))


def entity_choices(
    bridge: SessionBridge,
    typed: str,
    field: str,
    take: Callable[[NamedEntity | None], object],
    *,
    nobody: bool = False,
    new: bool = True,
) -> list[Choice]:
    """Give rows of entities for what was typed: of this sentence, this document, the codebook and the folder."""
    session, annotation = bridge.session, bridge.annotation
    if session is None:
        return []
    layer = session.layer
    sentence = sentence_of(session.document, annotation, layer.document.language)
    found = entity_picks(layer, annotation, field, typed, bridge.sources(), sentence=sentence, limit=ROW_LIMIT)
    rows = [Choice(pick.named.name, _hint(pick.where, pick.documents, pick.type), partial(take, pick.named))
            for pick in found]  # fmt: skip
    if new and typed and not any(pick.quality == WHOLE for pick in found):
        rows.append(Choice(f"New entity “{typed}”", "", partial(take, ByName(typed))))
    return [Choice("Nobody", "", partial(take, None)), *rows] if nobody and not typed else rows


def ask_for(bridge: SessionBridge, parent: QWidget, beside: QRect) -> None:
    """Ask on whose behalf the selected speaker or party acts, or the last one where none is selected."""
    place = _acting_role(bridge)
    annotation = bridge.annotation
    if place is None or annotation is None:
        bridge.message.emit("Set a speaker or a party first: B says on whose behalf they act.")
        return
    field, index = place
    name = entity_of(bridge, getattr(annotation, field)[index])

    def choose(named: NamedEntity | None) -> None:
        set_for(bridge, annotation.id, field, index, named)
        _go_to_next(bridge, annotation.id, field, index, acting=named is None)

    title = f"{name} acts on behalf of" if name else "On behalf of"
    rows = partial(entity_choices, bridge, field="for", take=choose, nobody=True)
    ask(parent, title, beside, rows, bridge.judged())


def _go_to_next(bridge: SessionBridge, annotation_id: str, field: str, index: int, *, acting: bool) -> None:
    """Select the next one in a role of whom the same may be said: who acts for nobody yet, or for somebody still."""
    annotation = bridge.annotation
    if annotation is None or annotation.id != annotation_id:
        return
    held = getattr(annotation, field)
    others = (number % len(held) for number in range(index + 1, index + len(held)))
    following = next((number for number in others if (held[number].acts_for is not None) == acting), None)
    if following is not None:
        bridge.select(annotation_id, (field, following))
        bridge.message.emit(f"B again: on whose behalf {entity_of(bridge, held[following])} acts.")


def set_for(bridge: SessionBridge, annotation_id: str, field: str, index: int, named: NamedEntity | None) -> None:
    """Say on whose behalf a role's holder acts; None says nobody's."""

    def change(draft: Draft) -> None:
        entity = named.put(draft, bridge.codebook).id if named else None
        roles.change_role(draft, annotation_id, field, index, acts_for=entity)

    bridge.run(f"On behalf of {named.name if named else 'nobody'}", change)


def ask_topic(bridge: SessionBridge, parent: QWidget, beside: QRect) -> None:
    """Ask what the selected claim or agreement is about."""
    annotation = bridge.annotation
    if annotation is None or annotation.type == ACTOR:
        bridge.message.emit("Actors have no topic; select a claim or an agreement.")
        return
    take = partial(set_topic, bridge, annotation.id)
    likely = bridge.likely_topics(annotation.id)
    ask(parent, "Topic", beside, lambda typed: topic_choices(bridge, typed, take, likely=likely), bridge.judged())


def topic_choices(
    bridge: SessionBridge, typed: str, take: Callable[[str], object], *, new: bool = True, likely: Sequence[str] = ()
) -> list[Choice]:
    """Give rows of topics for what was typed: the likely ones, those of this document, the codebook and the folder."""
    session, annotation = bridge.session, bridge.annotation
    if session is None:
        return []
    sentence = sentence_of(session.document, annotation, session.layer.document.language)
    found = topic_picks(session.layer, typed, bridge.sources(), sentence=sentence, limit=ROW_LIMIT)
    order = {name: place for place, name in enumerate(likely)}
    found.sort(key=lambda pick: (pick.quality != WHOLE, order.get(pick.name, len(order))))
    rows = [Choice(pick.name, _hint(pick.where, pick.documents, pick.code), partial(take, pick.name)) for pick in found]
    if new and typed and not any(pick.quality == WHOLE for pick in found):
        rows.append(Choice(f"New topic “{typed}”", "", partial(take, typed)))
    if new and not typed and annotation and annotation.topic:
        rows.append(Choice("No topic", "", partial(take, "")))
    return rows


def set_topic(bridge: SessionBridge, annotation_id: str, name: str) -> None:
    """Set the topic of a name, known or new; an empty name takes the topic away."""

    def change(draft: Draft) -> None:
        topic = topic_for_name(draft, name, bridge.codebook).id if name.strip() else None
        annotations.set_fields(draft, annotation_id, topic=topic)

    bridge.run(f"Set topic “{name}”" if name.strip() else "Remove the topic", change)
    bridge.last_topic = name.strip() or bridge.last_topic


def ask_status(bridge: SessionBridge, parent: QWidget, beside: QRect) -> None:
    """Ask for the status of the selected agreement."""
    annotation = bridge.annotation
    if annotation is None or annotation.type != AGREEMENT:
        bridge.message.emit("Only agreements have a status.")
        return
    identifier = annotation.id
    ordered = sorted(STATUS_GROUP_OF, key=_rank_of_statuses(bridge, annotation))

    def rows(typed: str) -> list[Choice]:
        return [
            Choice(status, STATUS_GROUP_OF[status], partial(set_field, bridge, identifier, "status", status))
            for status in ordered
            if status.startswith(typed.lower()) or (typed and STATUS_GROUP_OF[status].startswith(typed.lower()))
        ]

    ask(parent, "Status", beside, rows, bridge.judged())


def _rank_of_statuses(bridge: SessionBridge, annotation: Annotation) -> Callable[[str], tuple[bool, bool, int]]:
    """Rank the one that the words tell first, then those given most often here; the one that is set last."""
    likely = bridge.likely_status(annotation.id)
    layer = bridge.session.layer if bridge.session else None
    given = Counter(one.status for one in layer.annotations.values() if one.type == AGREEMENT) if layer else Counter()
    return lambda status: (status == annotation.status, status != likely, -given[status])


def ask_link_type(
    bridge: SessionBridge, parent: QWidget, beside: QRect, types: Sequence[str], callback: Callable[[str], None]
) -> None:
    """Ask how two annotations are linked."""

    def rows(typed: str) -> list[Choice]:
        return [Choice(name, "", partial(callback, name)) for name in types if name.startswith(typed.lower())]

    ask(parent, "Link", beside, rows, bridge.judged())


def set_field(bridge: SessionBridge, annotation_id: str, field: str, value: object, *, by: str = "") -> None:
    """Set one field of an annotation."""
    shown = value if isinstance(value, str) and value else "nothing"
    label = f"Set {field} to {shown}" if field != "note" else "Edit the note"
    group = f"{field}:{annotation_id}" if field == "note" else ""
    bridge.run(label, lambda draft: annotations.set_fields(draft, annotation_id, **{field: value}), group=group, by=by)


def set_stance(bridge: SessionBridge, value: str) -> None:
    """Set the stance of the selected claim or agreement, and say so; the same again takes it away."""
    annotation = bridge.annotation
    if annotation is None:
        return
    if annotation.type not in (CLAIM, AGREEMENT):
        bridge.message.emit("Actors have no stance; select a claim or an agreement.")
        return
    wanted = None if annotation.stance == value else value
    set_field(bridge, annotation.id, "stance", wanted)
    bridge.message.emit(f"Stance: {wanted or 'not set any more'}.")


def ask_attitude(bridge: SessionBridge, parent: QWidget, beside: QRect) -> None:
    """Ask for the attitude towards the chosen target, or the last one where none is: by the signs of the stance.

    Where there is no target yet, the likeliest becomes one with the sign; the list has the next likely ones too.
    """
    annotation = bridge.annotation
    if annotation is None or not (targets := _targets(bridge, annotation)):
        bridge.message.emit("Set a target first: W says how the speakers stand to it.")
        return
    first = bridge.session.layer.entities[targets[0].entity].name if bridge.session else ""

    def rows(typed: str) -> list[Choice]:
        found = [
            (number, target, attitude, sign)
            for number, target in enumerate(targets)
            for attitude, sign in _SIGN_OF.items()
            if not typed or (number == 0 and attitude.startswith(typed.lower())) or quality_of(
                as_typed(typed), (entity_of(bridge, target),)
            ) is not None
        ]  # fmt: skip
        return [_attitude_row(bridge, annotation.id, target, attitude, sign if number == 0 else "")
                for number, target, attitude, sign in found]  # fmt: skip

    ask(parent, f"Attitude towards {first}", beside, rows, bridge.judged())


def set_attitude(bridge: SessionBridge, value: str) -> None:
    """Set the attitude towards the chosen target, or the last one, and say so; the same again takes it away."""
    annotation = bridge.annotation
    if annotation is None or not annotation.targets:
        bridge.message.emit("No target is set or offered: T sets one, and W lists the likely ones.")
        return
    target = _targets(bridge, annotation)[0]
    index = annotation.targets.index(target)
    wanted = None if target.attitude == value else value
    bridge.run(f"Set attitude to {wanted or 'nothing'}",
               lambda draft: roles.change_role(draft, annotation.id, TARGETS, index, attitude=wanted))  # fmt: skip
    bridge.message.emit(f"Attitude towards {entity_of(bridge, target)}: {wanted or 'not set any more'}.")


def _targets(bridge: SessionBridge, annotation: Annotation) -> list[Role]:
    """Give the target that an attitude is asked for; where there is none, those who are likely meant."""
    if annotation.targets:
        chosen = bridge.selected_role if bridge.selected_role and bridge.selected_role[0] == TARGETS else None
        return [annotation.targets[chosen[1] if chosen else -1]]
    if bridge.session is None or annotation.type != CLAIM:
        return []
    return [Role(one.entity, one.mention) for one in likely_targets(bridge.session.layer, annotation)[:_MOST_TARGETS]]


def _attitude_row(bridge: SessionBridge, identifier: str, target: Role, attitude: str, sign: str) -> Choice:
    """Give the row of an attitude; without a sign, that is towards another target than the list asks about."""
    name = entity_of(bridge, target)
    wanted = None if target.attitude == attitude else attitude

    def change(draft: Draft) -> None:
        roles.add_role(draft, identifier, TARGETS, target.entity, target.mention)
        annotation = draft.annotation(identifier)
        held = [role.entity for role in annotation.targets] if annotation else []
        if target.entity in held:
            roles.change_role(draft, identifier, TARGETS, held.index(target.entity), attitude=wanted)

    def take() -> None:
        bridge.run(f"Set attitude to {wanted or 'nothing'}", change)
        bridge.message.emit(f"Attitude towards {name}: {wanted or 'not set any more'}.")

    words = attitude.capitalize() if sign else f"{name}: {attitude}"
    return Choice(words, " · ".join(filter(None, (sign.upper(), "" if wanted else "takes it away"))), take, sign)


def set_last_topic(bridge: SessionBridge) -> None:
    """Give the selected claim or agreement the topic that was given last."""
    annotation = bridge.annotation
    if annotation is None or annotation.type == ACTOR:
        bridge.message.emit("Actors have no topic; select a claim or an agreement.")
    elif not bridge.last_topic:
        bridge.message.emit("No topic was given yet: O gives one, and Y then gives it again.")
    else:
        set_topic(bridge, annotation.id, bridge.last_topic)
        bridge.message.emit(f"Topic: {bridge.last_topic}.")


def entity_of(bridge: SessionBridge, role: Role) -> str:
    """Give the name of a role's entity."""
    entity = bridge.session.layer.entities.get(role.entity) if bridge.session else None
    return entity.name if entity else role.entity


def _acting_role(bridge: SessionBridge) -> tuple[str, int] | None:
    annotation: Annotation | None = bridge.annotation
    if annotation is None:
        return None
    if bridge.selected_role and bridge.selected_role[0] in ROLES_THAT_ACT:
        return bridge.selected_role
    for field in (SPEAKERS, PARTIES):
        if held := getattr(annotation, field):
            return field, len(held) - 1
    return None


def _hint(where: str, documents: int, kind: str) -> str:
    """Say where a name is known from, and what it is."""
    counts = counted(documents, "document") if where == FOLDER else ""
    return " · ".join(filter(None, (_WHERE[where], ENTITY_TYPE_WORDS.get(kind, kind), counts)))
