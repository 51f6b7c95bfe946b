"""What the key for who an actor is asks: another name, a group, a type, or another entity, in one list."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from annotator.model.annotation import Annotation
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.model.typed_text import plain_name
from annotator.model.vocabulary import ACTOR
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import set_entities
from annotator.services.editing.named import ByName, InLayer, NamedEntity
from annotator.services.editing.picks import WHOLE, WITHIN, as_typed, entity_picks, quality_of
from annotator.services.editing.same_entity import is_new
from annotator.services.editing.who_it_is import (
    GROUP,
    GROUPS,
    NAME,
    Being,
    fuller_names,
    groups_of_document,
    is_description,
    kind_of_description,
    likely_beings,
    marked_before,
    named_by_whose,
    states_meant,
)
from annotator.services.suggesting.mentions import first_names_of_states
from annotator.ui.panels.choices import entity_choices
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

_MOST_NEAR = 9
_BEGINS = 1
_STATE = "state"
_LIKE = {_STATE: GROUPS, "organization": ("organization", "igo")}


def ask_who(bridge: SessionBridge, parent: QWidget, beside: QRect) -> None:
    """Ask who or what the selected actor is."""
    annotation = bridge.annotation
    if annotation is None or annotation.type != ACTOR:
        bridge.message.emit("Select an actor first: Q says who or what it is.")
        return
    title = f"“{plain_name(annotation.text)[:40]}” is"
    ask(parent, title, beside, lambda typed: _rows(bridge, typed), bridge.judged())


def beings_as_rows(found: Iterable[Being], typed: str) -> list[tuple[str, str, Being]]:
    """Give the words and the hint of each being that what was typed begins a word of."""
    wanted = as_typed(typed)
    rows = ((*_in_words(one), one) for one in found)
    return [row for row in rows if not wanted or _begins(wanted, (row[0], row[2].value))]


def _begins(wanted: str, names: Iterable[str]) -> bool:
    """Tell whether words of a name begin with what was typed: what is within a word is looked for among entities."""
    return quality_of(wanted, names) in range(WITHIN)


def _in_words(one: Being) -> tuple[str, str]:
    if one.field == NAME:
        return one.value, "another name of it"
    if one.field == GROUP:
        return f"member of {one.value}", ""
    return ENTITY_TYPE_WORDS[one.value], "type"


def _rows(bridge: SessionBridge, typed: str) -> list[Choice]:
    session, annotation = bridge.session, bridge.annotation
    if session is None or annotation is None:
        return []
    layer = session.layer
    own = layer.entities.get(annotation.entities[0]) if len(annotation.entities) == 1 else None
    take = partial(_take, bridge, annotation, adds=_adds(layer, annotation, own))
    entities = entity_choices(bridge, typed, "entities", take)
    if own is None or (is_description(annotation.text, layer.document.language) and is_new(layer, annotation)):
        return _distinct([*_hinted(layer, annotation, typed, take), *entities, *_beings(bridge, own, typed)])
    rows = [*_in_full(layer, annotation, own, typed, take), *_beings(bridge, own, typed), *entities]
    return _distinct(row for row in rows if row.text != own.name)


def _beings(bridge: SessionBridge, own: Entity | None, typed: str) -> list[Choice]:
    if own is None or bridge.session is None:
        return []
    layer = bridge.session.layer
    groups = [layer.entities[key].name for key in own.member_of if key in layer.entities]
    wanted = [name for name in groups_of_document(layer) if name not in groups]
    if typed:
        wanted += _groups_elsewhere(bridge, typed, wanted)
    found = likely_beings(own.name, own.type, wanted, layer.document.language, is_member=bool(groups) and not typed)
    return [Choice(words, hint, partial(_say, bridge, own, one)) for words, hint, one in beings_as_rows(found, typed)]


def _groups_elsewhere(bridge: SessionBridge, typed: str, known: list[str]) -> list[str]:
    """Give the names of states and the like of codebook, folder and language that match what was typed."""
    assert bridge.session
    layer, nowhere = bridge.session.layer, Span(0, 0)
    found = entity_picks(layer, None, "", typed, bridge.sources(), sentence=nowhere, limit=_MOST_NEAR)
    names = [one.named.name for one in found if one.type in (*GROUPS, "organization")]
    states = [name for name in first_names_of_states(layer.document.language).values()
              if quality_of(as_typed(typed), (name,)) in (WHOLE, _BEGINS)]  # fmt: skip
    return [name for name in dict.fromkeys((*names, *states[:_MOST_NEAR])) if name not in known]


def _hinted(layer: Layer, annotation: Annotation, typed: str, take: "partial[None]") -> list[Choice]:
    """Give whom words that are no name likely mean: those marked before, and what is called by a possessive."""
    words, tag = plain_name(annotation.text), layer.document.language
    whose, kind = states_meant(layer, annotation), kind_of_description(words, tag)
    states = [layer.entities[key] for key in layer.entities if layer.entities[key].name in whose]
    states.sort(key=lambda entity: whose.index(entity.name))
    near = [*(states if kind == _STATE else ()), *(layer.entities[key] for key in marked_before(layer, annotation))]
    near = list({one.id: one for one in near}.values())
    near.sort(key=lambda one: bool(kind) and one.type not in _LIKE.get(kind, (kind,)))
    near = near[:_MOST_NEAR]
    rows = _of_whose(named_by_whose(words, whose[:2], tag), take)
    rows += [Choice(one.name, ENTITY_TYPE_WORDS[one.type], partial(take, InLayer(one.id, one.name))) for one in near]
    return [row for row in rows if not typed or quality_of(as_typed(typed), (row.text,)) is not None]


def _in_full(layer: Layer, annotation: Annotation, own: Entity, typed: str, take: "partial[None]") -> list[Choice]:
    """Give what the words of an actor are in full where its entity is called otherwise than they are."""
    words, tag = plain_name(annotation.text), layer.document.language
    rows = _of_whose(named_by_whose(words, states_meant(layer, annotation)[:2], tag), take)
    if folded(words) != folded(own.name):
        rows += [Choice(name, "", partial(take, ByName(name))) for name in fuller_names(words, tag)]
    return [row for row in rows if not typed or quality_of(as_typed(typed), (row.text,)) is not None]


def _of_whose(names: Iterable[tuple[str, str]], take: "partial[None]") -> list[Choice]:
    return [Choice(name, f"member of {state}", partial(take, ByName(name), group=state)) for name, state in names]


def _adds(layer: Layer, annotation: Annotation, own: Entity | None) -> bool:
    """Tell whether one more is meant by words for several; the entity of the words alone gives way to the first."""
    described = is_description(annotation.text, layer.document.language)
    return described and bool(annotation.entities) and not (own is not None and is_new(layer, annotation))


def _take(
    bridge: SessionBridge, annotation: Annotation, named: NamedEntity | None, *, adds: bool = False, group: str = ""
) -> None:
    if named is None:
        return

    def change(draft: Draft) -> None:
        entity = named.put(draft, bridge.codebook)
        if group and not entity.member_of:
            Being(GROUP, group).put(draft, entity.id, bridge.codebook)
        set_entities(draft, annotation.id, (*annotation.entities, entity.id) if adds else (entity.id,))

    bridge.run(f"Set entity “{named.name}”", change)


def _say(bridge: SessionBridge, own: Entity, one: Being) -> None:
    words, _hint = _in_words(one)
    bridge.run(f"“{own.name}” is {words}", lambda draft: one.put(draft, own.id, bridge.codebook))
    bridge.message.emit(f"“{own.name}” is {words} here.")


def _distinct(rows: Iterable[Choice]) -> list[Choice]:
    found: dict[str, Choice] = {}
    for row in rows:
        found.setdefault(row.text, row)
    return list(found.values())
