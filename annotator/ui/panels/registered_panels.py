"""The three lists of a codebook: as those of a document, with what is new, and without counts of annotations."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from annotator.formats.codebooks.authority_list import SUFFIXES
from annotator.formats.exchange.protocols import FormatError
from annotator.model.codebook_layer import CodebookLayer, codebook_of
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.topic import Topic
from annotator.model.typed_text import plain_name
from annotator.model.vocabulary import TYPES
from annotator.services.codebook.authority_files import read_authority_file, take_in
from annotator.services.editing.codebook_entries import (
    code_for_name,
    delete_registered,
    merge_registered,
    merge_registered_topics,
    set_words,
)
from annotator.services.editing.draft import Draft
from annotator.services.editing.named import entity_for_name
from annotator.services.editing.topics import topic_for_name
from annotator.ui.panels.code_panel import CodePanel
from annotator.ui.panels.entity_panel import EntityPanel
from annotator.ui.panels.record_panel import Listed, RecordPanel
from annotator.ui.panels.role_rows import area_of
from annotator.ui.panels.topic_panel import TopicPanel
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panel_parts import NoteField
from annotator.ui.toolkit.pick_list import Choice, ask
from annotator.ui.toolkit.push_button import PushButton
from annotator.ui.toolkit.row_list import Row, one_line
from annotator.ui.toolkit.row_shapes import LETTER
from annotator.ui.toolkit.words_on_screen import ENTITY_LETTERS, ENTITY_TYPE_WORDS

SHOWN = 20


class WithNew(RecordPanel):
    """A list with a button that makes a record of a name, or finds the one that has it."""

    deleting = "Delete the selected {} from the codebook"
    merges_one = False

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge)
        self.new_button = PushButton(f"New {self.one}…")
        self.new_button.clicked.connect(self.ask_new)
        self.buttons.insertWidget(0, self.new_button)
        bridge.session_changed.connect(self._show_writable)
        self._show_writable()

    def new_choices(self, name: str) -> list[Choice]:
        """Give what can be made of a name."""
        return [Choice(f"New {self.one} “{name}”", "", partial(self._make, name, ""))]

    def make(self, draft: Draft, name: str, kind: str) -> str:
        """Make a record, or find the one of this name, and give its id."""
        raise NotImplementedError

    def ask_new(self) -> None:
        """Ask for a name."""

        def rows(typed: str) -> list[Choice]:
            records = getattr(self.layer, self.table).values() if self.layer else ()
            known = [record for record in records if folded(typed) in folded(record.name)][:SHOWN]
            found = [Choice(record.name, "", partial(self.choose, record.id)) for record in known]
            return [*(self.new_choices(typed) if typed else []), *found]

        ask(self.window(), f"New {self.one}", area_of(self.new_button), rows)

    def _make(self, name: str, kind: str) -> None:
        made = self._bridge.run(f"Add {self.one}", lambda draft: self.make(draft, name, kind))
        if made:
            self.choose(made)

    def _show_writable(self) -> None:
        session = self._bridge.session
        self.new_button.setEnabled(session is not None and not session.read_only)


class WordsField(NoteField):
    """The words that may lead to a topic or a code, one a line, in the form of the list that they belong to."""

    def __init__(self, panel: RecordPanel) -> None:
        super().__init__("Words to light up", "One a line; tariff* also finds tariffs", lines=2)
        self._panel = panel
        self.edited.connect(self._set)
        panel.form.addRow("Words", self)

    def show_of(self, layer: Layer, record: Listed) -> None:
        """Show the words of a record, as they are typed where they are the same."""
        words = codebook_of(layer).words_of(record.id) if isinstance(layer, CodebookLayer) else ()
        if self._words() != words:
            self.show_text("\n".join(words))

    def _set(self, _text: str) -> None:
        self._panel.change(
            "Set words to light up",
            lambda draft, identifier: set_words(draft, identifier, self._words()),
            group="words",
        )

    def _words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(plain_name, self.toPlainText().split("\n")))))


class RegisteredEntities(WithNew, EntityPanel):
    """The entities of a codebook; a list that others keep can be added to them."""

    def __init__(self, bridge: SessionBridge) -> None:
        self.load_button = PushButton("Add a list…")
        self.load_button.setToolTip("Add the names of a table (CSV), of a SKOS vocabulary or of a JSON file")
        self.load_button.clicked.connect(self.ask_list)
        super().__init__(bridge)
        self.buttons.insertWidget(1, self.load_button)

    def ask_list(self) -> None:
        """Let the analyst choose a list, and take it in as one step."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        name, _filter = QFileDialog.getOpenFileName(self, "Add a list of names", "", f"Lists of names ({patterns})")
        if not name:
            return
        try:
            listed = read_authority_file(Path(name))
        except FormatError as error:
            self._bridge.message.emit(str(error))
            return
        taken = self._bridge.run(f"Add {Path(name).name}", lambda draft: take_in(draft, listed))
        if taken:
            self._fill()
            self._bridge.message.emit(f"{taken.added:,} added, {taken.joined:,} joined with those that were there")

    def _show_writable(self) -> None:
        super()._show_writable()
        self.load_button.setEnabled(self.new_button.isEnabled())

    def make(self, draft: Draft, name: str, _kind: str) -> str:
        return entity_for_name(draft, name).id

    def row_of(self, _layer: Layer, record: Listed) -> Row:
        kind, aliases = (record.type, record.aliases) if isinstance(record, Entity) else ("", ())
        words = ENTITY_TYPE_WORDS.get(kind, kind)
        detail = " · ".join(filter(None, (words, one_line("; ".join(aliases)))))
        color = theme.current().entity_color(kind).name()
        return Row(one_line(record.name), detail, LETTER, color, ENTITY_LETTERS.get(kind, "?"))

    def merge(self, draft: Draft, keep: str, gone: list[str]) -> None:
        merge_registered(draft, keep, gone)

    def delete(self, draft: Draft, identifier: str) -> bool:
        return delete_registered(draft, identifier)


class RegisteredTopics(WithNew, TopicPanel):
    """The topics of a codebook."""

    def make_fields(self) -> None:
        super().make_fields()
        self.words_field = WordsField(self)

    def show_record(self, layer: Layer, record: Listed) -> None:
        super().show_record(layer, record)
        self.words_field.show_of(layer, record)

    def make(self, draft: Draft, name: str, _kind: str) -> str:
        return topic_for_name(draft, name).id

    def merge(self, draft: Draft, keep: str, gone: list[str]) -> None:
        merge_registered_topics(draft, keep, gone)

    def row_of(self, layer: Layer, record: Listed) -> Row:
        broader = layer.topics.get(record.broader or "") if isinstance(record, Topic) else None
        detail = f"under {one_line(broader.name)}" if broader else "topic"
        return Row(one_line(record.name), detail, LETTER, theme.current().entity_color("topic").name(), "T")


class RegisteredCodes(WithNew, CodePanel):
    """The codes of a codebook."""

    def make_fields(self) -> None:
        super().make_fields()
        self.words_field = WordsField(self)

    def show_record(self, layer: Layer, record: Listed) -> None:
        super().show_record(layer, record)
        self.words_field.show_of(layer, record)

    def new_choices(self, name: str) -> list[Choice]:
        return [Choice(f"New code “{name}”", f"for {kind}s", partial(self._make, name, kind)) for kind in TYPES]

    def make(self, draft: Draft, name: str, kind: str) -> str:
        return code_for_name(draft, name, kind).id
