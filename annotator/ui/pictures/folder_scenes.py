"""Work on a folder: searching, exporting, importing, and the codebook."""

import shutil
from pathlib import Path
from typing import Final

from annotator.ui.dialogs.codebook_editor import CodebookEditor
from annotator.ui.dialogs.export_dialog import ExportDialog
from annotator.ui.dialogs.import_dialog import ImportDialog
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import ARTICLE, REVIEWED, Stage, press

_BRAT_TEXT = "Aiko Mori met Carlo Bianchi in Ostia. They agreed to train together.\n"
_BRAT = """T1\tPER 0 9\tAiko Mori
T2\tPER 14 27\tCarlo Bianchi
T3\tLOC 31 36\tOstia
T4\tAgreement 43 67\tagreed to train together
R1\tParty Arg1:T4 Arg2:T1
R2\tParty Arg1:T4 Arg2:T2
"""


def _find(words: str) -> Scene:
    def scene(stage: Stage) -> None:
        stage.article()
        dialog = stage.window.folder_work.find()
        dialog.edit.setText(words)
        dialog.search()

    return scene


def _mixed_folder(stage: Stage) -> None:
    (stage.folder / "minutes.txt").write_text("Nobody has read these minutes yet.\n", encoding="utf-8")
    (stage.folder / "unreadable.txt").write_text("The annotation file of this one is broken.\n", encoding="utf-8")
    stage.sidecar("unreadable.txt").write_text('{"format": "annotator-sidecar"', encoding="utf-8")
    stage.article().documents.rows.scrollToBottom()


def _folder_groups(stage: Stage) -> None:
    """Folders below, several annotators, a review, and annotations of a document that is not here."""
    for below in ("2022/april", "2022/may"):
        (stage.folder / below).mkdir(parents=True)
        for name in (ARTICLE, REVIEWED):
            for path in (stage.folder / name, *stage.folder.glob(f"{name}.*.ann.json")):
                shutil.copy(path, stage.folder / below / path.name)
    (stage.folder / "2022" / "may" / ARTICLE).unlink()
    (stage.folder / "2022" / "may" / "fees.txt").write_text("Fees are to fall.\n", encoding="utf-8")
    stage.open().documents.rows.setFocus()
    stage.window.documents.open_next()
    stage.window.documents.rows.scrollToBottom()


def _export(stage: Stage) -> ExportDialog:
    stage.article()
    return stage.window.folder_commands.export()


def _export_chosen(stage: Stage) -> None:
    dialog = _export(stage)
    press(dialog, "Chosen documents")
    dialog.choices.list.selectAll()
    dialog.choices.format.show_value("graphml")
    dialog.choices.format.chosen.emit()


def _export_problem(stage: Stage) -> None:
    dialog = _export(stage)
    dialog.choices.out.setText(str(stage.folder))
    dialog.begin()


def _export_over(stage: Stage) -> None:
    dialog = _export(stage)
    Path(dialog.choices.order().out).write_text("", encoding="utf-8")
    dialog.begin()


def _export_long(stage: Stage) -> None:
    source = stage.sidecar().read_text(encoding="utf-8")
    for number in range(400):
        name = f"{number:03}-{ARTICLE}"
        shutil.copyfile(stage.folder / ARTICLE, stage.folder / name)
        stage.sidecar(name).write_text(source.replace(ARTICLE, name), encoding="utf-8")
    stage.at_rest = False
    dialog = _export(stage)
    press(dialog, f"This folder and all below ({stage.folder.name})")
    dialog.begin()


def _export_report(stage: Stage) -> None:
    _mixed_folder(stage)
    dialog = stage.window.folder_commands.export()
    press(dialog, f"This folder and all below ({stage.folder.name})")
    dialog.begin()


def _import(stage: Stage) -> ImportDialog:
    source = stage.folder.parent / "brat"
    source.mkdir()
    (source / "talks.txt").write_text(_BRAT_TEXT, encoding="utf-8")
    (source / "talks.ann").write_text(_BRAT, encoding="utf-8")
    stage.article()
    dialog = stage.window.folder_commands.import_()
    dialog.format.show_value("brat")
    dialog.source.setText(str(source))
    return dialog


def _import_articles(stage: Stage) -> None:
    table = stage.folder.parent / "press.csv"
    table.write_text('Day,Headline,Words\n2022-04-12,Fees to fall,"Aiko Mori said so."\n', encoding="utf-8")
    stage.article()
    dialog = stage.window.folder_commands.import_()
    dialog.source.setText(str(table))
    dialog.columns.setText("text = Words; published = Day")


def _import_report(stage: Stage) -> None:
    dialog = _import(stage)
    dialog.annotator.setText("lrossi")
    dialog.out.setText(str(stage.folder.parent / "Imported"))
    dialog.begin()


def _codebook(tab: int) -> Scene:
    def scene(stage: Stage) -> None:
        dialog = _open_codebook(stage)
        dialog.tabs.setCurrentIndex(tab)
        panel = (dialog.entities, dialog.topics, dialog.codes)[tab]
        panel.choose(panel.model.id_at(1))

    return scene


def _open_codebook(stage: Stage) -> CodebookEditor:
    stage.article()
    return stage.window.folder_commands.codebook()


def _codebook_new(stage: Stage) -> None:
    dialog = _open_codebook(stage)
    dialog.tabs.setCurrentIndex(2)
    dialog.codes.ask_new()


def _codebook_read_only(stage: Stage) -> None:
    (stage.folder / "codebook.json").write_text('{"format"', encoding="utf-8")
    _open_codebook(stage)


def _codebook_unsaved(stage: Stage) -> None:
    dialog = _open_codebook(stage)
    dialog.codes.choose(dialog.codes.model.id_at(0))
    dialog.codes.definition_field.setPlainText("Somebody promises to do something.")
    (stage.folder / "codebook.json").write_text('{"format"', encoding="utf-8")
    dialog.close()


FOLDER: Final[dict[str, Scene]] = {
    "folder-states": _mixed_folder,
    "folder-groups": _folder_groups,
    "find-in-folder": _find("Japan"),
    "find-nothing": _find("minutes of the talks"),
    "export": _export,
    "export-chosen": _export_chosen,
    "export-problem": _export_problem,
    "export-replace": _export_over,
    "export-running": _export_long,
    "export-report": _export_report,
    "import-empty": lambda stage: stage.window.folder_commands.import_(),
    "import": _import,
    "import-articles": _import_articles,
    "import-report": _import_report,
    "codebook-entities": _codebook(0),
    "codebook-topics": _codebook(1),
    "codebook-codes": _codebook(2),
    "codebook-new": _codebook_new,
    "codebook-read-only": _codebook_read_only,
    "codebook-unsaved": _codebook_unsaved,
}
