"""The topics of the document: reworded, merged, and put under broader ones."""

from collections.abc import Iterable
from functools import partial

from annotator.model.layer import Layer
from annotator.model.topic import Topic
from annotator.services.editing.draft import Draft
from annotator.services.editing.topics import delete_unused_topic, edit_topic, merge_topics, topic_for_name
from annotator.ui.panels.choices import topic_choices
from annotator.ui.panels.record_panel import TOPICS, Listed, RecordPanel, count_words
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import Choice, Field, NoteField
from annotator.ui.toolkit.pick_list import Choice as PickChoice
from annotator.ui.toolkit.row_list import Row, one_line
from annotator.ui.toolkit.row_shapes import LETTER


class TopicPanel(RecordPanel):
    """Wording, broader topic, code and note of each topic."""

    one, many, table = "topic", "topics", TOPICS
    merges_one = True

    def make_fields(self) -> None:
        self.name_field = Field("Name", lambda text: self._set("Reword topic", name=text) if text else None)
        self.broader_field = Choice("Broader topic")
        self.broader_field.chosen.connect(lambda: self._set("Set broader topic", broader=self.broader_field.value))
        self.code_field = Field("Code", lambda text: self._set("Set the topic's code", code=text or None))
        self.note_field = NoteField("Note", lines=2)
        self.note_field.edited.connect(self._set_note)
        for name, field in (
            ("Name", self.name_field),
            ("Broader", self.broader_field),
            ("Code", self.code_field),
            ("Note", self.note_field),
        ):
            self.form.addRow(name, field)

    def show_record(self, layer: Layer, record: Listed) -> None:
        if not isinstance(record, Topic):
            return
        self.name_field.show_text(record.name)
        choices: dict[str | None, str] = {None: "–"}
        choices.update((topic.id, topic.name) for topic in layer.topics.values() if topic.id != record.id)
        self.broader_field.put_choices(choices)
        self.broader_field.show_value(record.broader)
        self.code_field.show_text(record.code or "")
        self.note_field.show_text(record.note)

    def row_of(self, layer: Layer, record: Listed) -> Row:
        used = count_words(len(layer.references.with_topic(record.id)))
        broader = layer.topics.get(record.broader or "") if isinstance(record, Topic) else None
        detail = f"{used} · under {one_line(broader.name)}" if broader else used
        return Row(one_line(record.name), detail, LETTER, theme.current().entity_color("topic").name(), "T")

    def evidence(self, layer: Layer, identifier: str) -> Iterable[str]:
        return layer.references.with_topic(identifier)

    def merge(self, draft: Draft, keep: str, gone: list[str]) -> None:
        merge_topics(draft, keep, gone)

    def merge_choices(self, typed: str, record: Listed) -> list[PickChoice]:
        take = partial(self._merge_one, record)
        return [row for row in topic_choices(self._bridge, typed, take, new=False) if row.text != record.name]

    def _merge_one(self, record: Listed, name: str) -> None:
        def merge(draft: Draft) -> None:
            merge_topics(draft, topic_for_name(draft, name, self._bridge.codebook).id, (record.id,))

        self._bridge.run(f"Merge “{one_line(record.name)[:40]}” into “{one_line(name)[:40]}”", merge)

    def delete(self, draft: Draft, identifier: str) -> bool:
        return delete_unused_topic(draft, identifier)

    def _set(self, label: str, **values: object) -> None:
        if (record := self.current()) is None:
            return
        done = self._bridge.run(label, lambda draft: edit_topic(draft, record.id, **values), by=self.table)
        if done is False:
            self._bridge.message.emit("A topic cannot be broader than itself.")
            if self.layer:
                self.show_record(self.layer, record)

    def _set_note(self, text: str) -> None:
        if record := self.current():
            group = f"topic-note:{record.id}"
            self._bridge.run("Edit the note", lambda draft: edit_topic(draft, record.id, note=text), group=group)
