"""The look at all places of a name: as it is written, and in any case or with any accents where that is asked for."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from annotator.services.editing.occurrences import occurrences
from annotator.ui.dialogs.occurrence_preview import OccurrencePreview
from tests.unit.making import Desk


def test_other_spellings_are_listed_where_they_are_asked_for(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Nuñez met Conti. NUÑEZ, Nunez and Nu\u00adñez left.")
    actor = desk.annotate("actor", "Nuñez")
    entities = [desk.layer.entities[key] for key in actor.entities]
    dialog = OccurrencePreview(
        None, desk.document, "Nuñez", lambda way: occurrences(desk.document, desk.layer, entities, way)
    )
    qtbot.addWidget(dialog)

    def listed() -> list[str]:
        return [desk.document.text[start:end] for start, end in dialog.chosen]

    assert listed() == ["Nu\u00adñez"]
    dialog.any_case.setChecked(True)
    assert listed() == ["NUÑEZ", "Nu\u00adñez"]
    dialog.any_accents.setChecked(True)
    assert listed() == ["NUÑEZ", "Nunez", "Nu\u00adñez"]


def test_where_a_name_stands_in_other_spellings_alone_they_are_listed_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk(tmp_path, "Nuñez met Conti. NUÑEZ left.")
    actor = desk.annotate("actor", "Nuñez")
    entities = [desk.layer.entities[key] for key in actor.entities]
    dialog = OccurrencePreview(
        None, desk.document, "Nuñez", lambda way: occurrences(desk.document, desk.layer, entities, way)
    )
    qtbot.addWidget(dialog)
    assert dialog.any_case.isChecked()
    assert len(dialog.chosen) == 1
