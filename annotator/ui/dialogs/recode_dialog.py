"""What is to be done to passages of many documents: codes, fields, topics, names; with a look at what would change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QCompleter, QFormLayout, QLineEdit, QWidget

from annotator.model import vocabulary as words
from annotator.model.edtf import is_edtf
from annotator.model.name_key import name_key
from annotator.model.typed_text import plain_name
from annotator.services.recoding.in_file import Who
from annotator.services.recoding.planning import Target
from annotator.services.recoding.recodings import (
    ChangeCodes,
    MoveToEntity,
    MoveTopic,
    NameEntities,
    NameTopics,
    Recoding,
    SetField,
    SetTopic,
    SetType,
)
from annotator.ui.dialogs.step_preview import Look, StepPreview
from annotator.ui.toolkit.hints import show_hint
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS, WORDS_OF_VALUES, counted

CODES, ENTITIES, TOPICS = "codes", "entities", "topics"
_ALL: Final = "all"
_NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class RecodeScope:
    """The passages that are chosen, by file; who and what stands in them; and all that the folder knows by name.

    ``everywhere`` are all files of the folder that may be renamed in.
    """

    chosen: tuple[Target, ...]
    everywhere: tuple[Target, ...]
    entities: tuple[Who, ...] = ()
    topics: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    known_entities: tuple[Who, ...] = ()
    known_topics: tuple[str, ...] = ()
    known_codes: tuple[str, ...] = ()

    @property
    def passages(self) -> int:
        """How many passages are chosen."""
        return sum(len(target.ids or ()) for target in self.chosen)


@dataclass(frozen=True, slots=True)
class _Way:
    """One thing to do: which names it takes from what is chosen (``of``), which are offered, and which values."""

    words: str
    of: str = ""
    to: str = ""
    values: tuple[str, ...] = ()
    field: str = ""
    renames: bool = False
    takes_all: bool = False
    may_be_empty: bool = False


WAYS: Final[Mapping[str, _Way]] = {
    "add-code": _Way("Add a code", to=CODES),
    "replace-code": _Way("Replace a code by another", of=CODES, to=CODES),
    "remove-code": _Way("Remove a code", of=CODES),
    "topic": _Way("Move to a topic", to=TOPICS, may_be_empty=True),
    "entity": _Way("Move to another entity", of=ENTITIES, to=ENTITIES),
    "stance": _Way("Set the stance", values=words.STANCES, field="stance"),
    "status": _Way("Set the status", values=words.STATUSES, field="status"),
    "attribution": _Way("Set the attribution", values=words.ATTRIBUTIONS, field="attribution"),
    "certainty": _Way("Set the certainty", values=words.CERTAINTIES, field="certainty"),
    "confidence": _Way("Set the confidence", values=words.CONFIDENCES, field="confidence"),
    "date": _Way("Set the date", to="date", field="date", may_be_empty=True),
    "type": _Way("Change the type", values=words.TYPES),
    "rename-entity": _Way("Rename an entity", of=ENTITIES, to=ENTITIES, renames=True),
    "merge-entities": _Way("Merge entities into one", of=ENTITIES, to=ENTITIES, renames=True, takes_all=True),
    "rename-topic": _Way("Rename a topic", of=TOPICS, to=TOPICS, renames=True),
    "merge-topics": _Way("Merge topics into one", of=TOPICS, to=TOPICS, renames=True, takes_all=True),
    "broader": _Way("Move a topic below another", of=TOPICS, to=TOPICS, renames=True, may_be_empty=True),
}
"""What can be done, in the order of the list."""


class RecodeDialog(StepPreview):
    """Asks what is to be done and to what, and shows what it would change; accepted, ``preview`` is to be made."""

    def __init__(
        self, parent: QWidget | None, scope: RecodeScope, look: Look, root: Path, way: str = "add-code"
    ) -> None:
        self._scope = scope
        self.way = Choice("What to do", dict(_possible(scope)))
        self.of = Choice("Which")
        self.to = QLineEdit(clearButtonEnabled=True)
        self.value = Choice("Value")
        self.everywhere = QCheckBox("In &all documents of the folder")
        top = QWidget()
        self._form = QFormLayout(top)
        self._form.setContentsMargins(0, 0, 0, 0)
        for name, widget in (("&Do", self.way), ("&Which", self.of), ("&Name", self.to), ("&Value", self.value)):
            self._form.addRow(name, widget)
        self._form.addRow("", self.everywhere)
        super().__init__(parent, f"Recode {counted(scope.passages, 'passage')}", look, root, top)
        self.everywhere.setChecked(True)
        self.way.chosen.connect(self._show_way)
        for signal in (self.of.chosen, self.value.chosen, self.to.textChanged, self.everywhere.toggled):
            signal.connect(self._ask)
        self.choose(way)

    def choose(self, way: str) -> None:
        """Ask about one way."""
        self.way.show_value(way)
        self._show_way()

    @property
    def recoding(self) -> Recoding | None:
        """What is asked for, None while something is missing."""
        return None if self._problem() else _MAKE[self.way.value or ""](self)

    def _show_way(self) -> None:
        way = self._way
        self.of.put_choices(self._of_choices(way))
        self.value.put_choices({**_value_words(way), **({_NONE: "none"} if way.field else {})})
        shown = {self.of: bool(way.of), self.to: bool(way.to), self.value: bool(way.values)}
        for widget, is_shown in shown.items():
            self._form.setRowVisible(widget, is_shown)
        self._form.setRowVisible(self.everywhere, way.renames)
        self._offer_names(way.to)
        if way.renames and not way.takes_all and way.of == way.to and self.way.value != "broader":
            self.to.setText(self._named(self.of.value))
        else:
            self.to.clear()
        self.to.setAccessibleName(f"{way.words}: to")
        if way.to:
            self.to.setFocus()
            self.to.selectAll()
        self._ask()

    def _ask(self) -> None:
        recoding = self.recoding
        self.ask(recoding, self._targets(), self._problem())

    def _targets(self) -> Sequence[Target]:
        if not self._way.renames:
            return self._scope.chosen
        if self.everywhere.isChecked():
            return self._scope.everywhere
        return [Target(target.sidecar, None, target.document) for target in self._scope.chosen]

    def _problem(self) -> str:
        way, typed = self._way, plain_name(self.to.text())
        if way.of and not self.of.count():
            return f"The chosen passages have no {way.of}."
        if way.to and not typed and not way.may_be_empty:
            return "Type a name; those that the folder knows are offered."
        if way.field == "date" and typed and not is_edtf(typed):
            return f"“{typed}” is no date such as 2022-04-12, 2022-04 or ../2022-04-12."
        renamed = way.of and way.of == way.to and self.of.value != _ALL
        if renamed and name_key(self._named(self.of.value)) == name_key(typed) and typed == self._named(self.of.value):
            return "This is the name that it has."
        return ""

    @property
    def _way(self) -> _Way:
        return WAYS[self.way.value or ""]

    def _of_choices(self, way: _Way) -> dict[str | None, str]:
        names = self._names_of(way.of)
        single: dict[str | None, str] = {str(number): name for number, name in enumerate(names)}
        if way.takes_all and len(names) > 1:
            return {_ALL: f"All {len(names)}: {', '.join(names)}", **single}
        return single

    def _names_of(self, what: str) -> list[str]:
        if what == ENTITIES:
            return [_shown(who) for who in self._scope.entities]
        return list({TOPICS: self._scope.topics, CODES: self._scope.codes}.get(what, ()))

    def _offer_names(self, what: str) -> None:
        known = {
            ENTITIES: [_shown(who) for who in self._scope.known_entities],
            TOPICS: list(self._scope.known_topics),
            CODES: list(self._scope.known_codes),
        }.get(what, [])
        completer = QCompleter(known, self.to)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.to.setCompleter(completer)
        show_hint(self.to, "such as 2022-04-12" if what == "date" else "Type a few letters")

    # What is asked for -------------------------------------------------------------------------------------------

    def chosen_who(self) -> tuple[Who, ...]:
        """The entities that are chosen in the list."""
        return self._scope.entities if self.of.value == _ALL else (self._scope.entities[int(self.of.value or 0)],)

    def chosen_names(self, what: str) -> tuple[str, ...]:
        """The topics or codes that are chosen in the list."""
        names = tuple(self._names_of(what))
        return names if self.of.value == _ALL else (names[int(self.of.value or 0)],)

    def typed(self) -> str:
        """What is typed as a name."""
        return plain_name(self.to.text())

    def typed_who(self) -> Who:
        """The entity that is typed: one that was offered, else one of that name and of the chosen one's type."""
        typed = self.typed()
        offered = next((who for who in self._scope.known_entities if _shown(who) == typed), None)
        if offered:
            return offered
        return Who(self.chosen_who()[0].type, typed)

    def chosen_value(self) -> str | None:
        """The value that is chosen, None to empty the field."""
        return None if self.value.value == _NONE else self.value.value

    def _named(self, of: str | None) -> str:
        if of is None or of == _ALL:
            return ""
        if self._way.of == ENTITIES:
            return self._scope.entities[int(of)].name
        return self._names_of(self._way.of)[int(of)]


def _possible(scope: RecodeScope) -> list[tuple[str | None, str]]:
    there = {"": True, CODES: bool(scope.codes), ENTITIES: bool(scope.entities), TOPICS: bool(scope.topics)}
    return [(name, way.words) for name, way in WAYS.items() if there[way.of] and (scope.passages or way.renames)]


def _shown(who: Who) -> str:
    return f"{who.name} · {ENTITY_TYPE_WORDS.get(who.type, who.type)}"


def _value_words(way: _Way) -> dict[str | None, str]:
    known = WORDS_OF_VALUES.get(way.field, {})
    return {value: known.get(value, value.replace("-", " ")) for value in way.values}


def _field(dialog: RecodeDialog) -> Recoding:
    field = WAYS[dialog.way.value or ""].field
    return SetField(field, dialog.typed() or None if field == "date" else dialog.chosen_value())


_MAKE: Final[Mapping[str, Callable[[RecodeDialog], Recoding]]] = {
    "add-code": lambda dialog: ChangeCodes(dialog.typed()),
    "replace-code": lambda dialog: ChangeCodes(dialog.typed(), dialog.chosen_names(CODES)[0]),
    "remove-code": lambda dialog: ChangeCodes(remove=dialog.chosen_names(CODES)[0]),
    "topic": lambda dialog: SetTopic(dialog.typed()),
    "entity": lambda dialog: MoveToEntity(dialog.chosen_who()[0], dialog.typed_who()),
    **dict.fromkeys(("stance", "status", "attribution", "certainty", "confidence", "date"), _field),
    "type": lambda dialog: SetType(dialog.value.value or words.ACTOR),
    "rename-entity": lambda dialog: NameEntities(dialog.chosen_who(), dialog.typed_who()),
    "merge-entities": lambda dialog: NameEntities(dialog.chosen_who(), dialog.typed_who(), merges=True),
    "rename-topic": lambda dialog: NameTopics(dialog.chosen_names(TOPICS), dialog.typed()),
    "merge-topics": lambda dialog: NameTopics(dialog.chosen_names(TOPICS), dialog.typed(), merges=True),
    "broader": lambda dialog: MoveTopic(dialog.chosen_names(TOPICS)[0], dialog.typed()),
}
