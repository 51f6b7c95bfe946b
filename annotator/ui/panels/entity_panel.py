"""The entities of the document: renamed, merged, and told what they are."""

from collections.abc import Iterable
from functools import partial

from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.vocabulary import ENTITY_TYPES
from annotator.services.editing.draft import Draft
from annotator.services.editing.entities import (
    delete_unused_entity,
    edit_entity,
    merge_entities,
)
from annotator.services.editing.named import NamedEntity
from annotator.ui.panels.choices import entity_choices
from annotator.ui.panels.member_rows import MemberRows
from annotator.ui.panels.record_panel import ENTITIES, Listed, RecordPanel, count_words
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import Choice, Field, NoteField
from annotator.ui.toolkit.pick_list import Choice as PickChoice
from annotator.ui.toolkit.row_list import Row, one_line
from annotator.ui.toolkit.row_shapes import LETTER
from annotator.ui.toolkit.words_on_screen import ENTITY_LETTERS, ENTITY_TYPE_WORDS

SEPARATOR = ";"


class EntityPanel(RecordPanel):
    """Name, type, aliases, memberships and note of each entity."""

    one, many, table = "entity", "entities", ENTITIES
    merges_one = True

    def make_fields(self) -> None:
        self.name_field = Field("Name", lambda text: self._set("Rename entity", name=text) if text else None)
        self.type_field = Choice("Type", {name: ENTITY_TYPE_WORDS[name] for name in ENTITY_TYPES})
        self.type_field.chosen.connect(lambda: self._set("Set entity type", type=self.type_field.value))
        self.alias_field = Field(
            "Aliases", lambda text: self._set("Set aliases", aliases=split(text)), "such as Kishi; N. Kishi"
        )
        self.groups = MemberRows(self._bridge)
        self.ids_field = Field("External ids", self._set_ids, "such as wikidata=Q17")
        self.note_field = NoteField("Note", lines=2)
        self.note_field.edited.connect(self._set_note)
        for name, field in (
            ("Name", self.name_field),
            ("Type", self.type_field),
            ("Aliases", self.alias_field),
            ("Member of", self.groups),
            ("External ids", self.ids_field),
            ("Note", self.note_field),
        ):
            self.form.addRow(name, field)

    def show_record(self, layer: Layer, record: Listed) -> None:
        if not isinstance(record, Entity):
            return
        self.name_field.show_text(record.name)
        self.type_field.show_value(record.type)
        self.alias_field.show_text(f"{SEPARATOR} ".join(record.aliases))
        self.groups.show_groups(layer, record)
        self.ids_field.show_text(f"{SEPARATOR} ".join(f"{key}={value}" for key, value in record.external_ids.items()))
        self.note_field.show_text(record.note)

    def row_of(self, layer: Layer, record: Listed) -> Row:
        kind = record.type if isinstance(record, Entity) else ""
        words = ENTITY_TYPE_WORDS.get(kind, kind)
        used = count_words(len(layer.references.with_entity(record.id)))
        color = theme.current().entity_color(kind).name()
        return Row(one_line(record.name), f"{words} · {used}", LETTER, color, ENTITY_LETTERS.get(kind, "?"))

    def evidence(self, layer: Layer, identifier: str) -> Iterable[str]:
        return layer.references.with_entity(identifier)

    def merge(self, draft: Draft, keep: str, gone: list[str]) -> None:
        merge_entities(draft, keep, gone)

    def merge_choices(self, typed: str, record: Listed) -> list[PickChoice]:
        take = partial(self._merge_one, record)
        return [row for row in entity_choices(self._bridge, typed, "", take, new=False) if row.text != record.name]

    def _merge_one(self, record: Listed, named: NamedEntity | None) -> None:
        if named:
            codebook = self._bridge.codebook
            label = f"Merge “{one_line(record.name)[:40]}” into “{one_line(named.name)[:40]}”"
            self._bridge.run(label, lambda draft: merge_entities(draft, named.put(draft, codebook).id, (record.id,)))

    def delete(self, draft: Draft, identifier: str) -> bool:
        return delete_unused_entity(draft, identifier)

    def _set(self, label: str, **values: object) -> None:
        self.change(label, lambda draft, key: edit_entity(draft, key, **values))

    def _set_note(self, text: str) -> None:
        if record := self.current():
            group = f"entity-note:{record.id}"
            self._bridge.run("Edit the note", lambda draft: edit_entity(draft, record.id, note=text), group=group)

    def _set_ids(self, text: str) -> None:
        parts = [item.partition("=") for item in split(text)]
        ids = {name.strip(): value.strip() for name, _sign, value in parts}
        if all(name and value for name, value in ids.items()):
            self._set("Set external ids", external_ids=ids)
        else:
            self._bridge.message.emit("An external id is a name and a value, such as wikidata=Q17.")
            self.ids_field.take_back()


def split(text: str) -> tuple[str, ...]:
    """Give the names in a line, separated by semicolons."""
    return tuple(dict.fromkeys(name for part in text.split(SEPARATOR) if (name := " ".join(part.split()))))
