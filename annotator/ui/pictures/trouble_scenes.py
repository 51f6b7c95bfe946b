"""What is said when files are broken, changed, somebody else's, or cannot be written."""

import shutil
from dataclasses import replace
from typing import Final

from annotator.services.codebook.codebook_desk import open_codebook
from annotator.services.editing.annotations import delete
from annotator.services.keeping.desk import Desk, open_desk
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import ARTICLE, KATO, REVIEWED, Stage, press
from annotator.ui.window.application import report_error
from annotator.ui.window.main_window import MainWindow

_UNPLACED = "Kishida said that Russia's war against Ukraine shakes the foundations of the international order"


def _annotate(stage: Stage) -> MainWindow:
    window = stage.article()
    stage.select_words("No Japanese prime minister had taken part in a summit of the alliance before")
    stage.do("annotate_claim")
    return window


def _delete_elsewhere(stage: Stage, *, save: bool) -> None:
    """Delete an annotation as another window, or another computer, does that has read the file as it is."""
    desk = open_desk(stage.folder / ARTICLE, KATO, journals=None if not save else stage.folder.parent / "journals")
    _delete_first(desk)
    if save:
        desk.save()
    desk.close()


def _delete_first(desk: Desk) -> None:
    draft = desk.session.draft()
    delete(draft, next(iter(desk.session.layer.annotations)))
    desk.session.commit(draft, "Delete an annotation")


def _broken(stage: Stage) -> None:
    stage.sidecar().write_text('{"format": "annotator-sidecar", "version": 1, "annotations": [', encoding="utf-8")
    stage.article()


def _newer(stage: Stage) -> None:
    path = stage.sidecar()
    path.write_text(path.read_text(encoding="utf-8").replace('"version": 1', '"version": 9', 1), encoding="utf-8")
    stage.article()


def _changed_text(stage: Stage) -> MainWindow:
    article = stage.folder / ARTICLE
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace(_UNPLACED, "Kishida spoke of the war"), encoding="utf-8")
    return stage.article()


def _unplaced(stage: Stage) -> None:
    window = _changed_text(stage)
    window.annotations.unplaced_button.click()
    window.annotations.rows.selectRow(0)


def _findings(stage: Stage) -> None:
    press(_changed_text(stage).notice, "Show")


def _changed_on_disk(stage: Stage) -> MainWindow:
    window = _annotate(stage)
    _delete_elsewhere(stage, save=True)
    window.files.save()
    return window


def _not_saved(stage: Stage) -> MainWindow:
    window = _annotate(stage)
    shutil.move(stage.folder, stage.folder.with_name("Moved away"))
    window.files.save()
    return window


def _copies(stage: Stage) -> None:
    name = stage.sidecar().name.removesuffix(".ann.json")
    shutil.copyfile(stage.sidecar(), stage.folder / f"{name}.sync-conflict-20240727-101500-ABCDEFG.ann.json")
    stage.article()


def _recovered(stage: Stage) -> None:
    _delete_elsewhere(stage, save=False)
    stage.article()


def _recovered_beside(stage: Stage) -> None:
    _delete_elsewhere(stage, save=False)
    _delete_elsewhere(stage, save=True)
    stage.article()


def _earlier_states(stage: Stage) -> None:
    for _time in range(3):
        _delete_elsewhere(stage, save=True)
    _rename_code(stage)
    stage.article()
    stage.do("earlier_states")


def _rename_code(stage: Stage) -> None:
    desk = open_codebook(stage.folder, KATO.id)
    draft = desk.session.draft()
    draft.put(replace(next(iter(desk.layer.codes.values())), name="head of government"))
    desk.session.commit(draft, "Rename a code")
    desk.save()


def _set_aside(stage: Stage) -> None:
    desk = open_desk(stage.folder / ARTICLE, KATO)
    _delete_first(desk)
    desk.set_journal_aside("2026-11-27T09:30:00Z")
    desk.close()
    stage.article()
    stage.do("recover")


def _encoding(stage: Stage) -> None:
    text = "Die Außenminister trafen sich in Zürich und lobten das Übereinkommen – ›ohne Einschränkung‹.\n"
    (stage.folder / "zürich.txt").write_bytes(text.encode("cp1252"))
    stage.article("zürich.txt")


def _not_annotated(stage: Stage) -> None:
    stage.store.settings.annotator_id, stage.store.settings.annotator_name = "agreen", "A. Green"
    stage.article(REVIEWED)


TROUBLE: Final[dict[str, Scene]] = {
    "not-annotated-yet": _not_annotated,
    "somebody-elses": lambda stage: stage.article(stage.sidecar(REVIEWED, "lrossi").name),
    "newer-version": _newer,
    "broken-file": _broken,
    "file-gone": lambda stage: stage.open("minutes.txt"),
    "several-gone": lambda stage: stage.open("minutes.txt", "protocol.txt"),
    "which-encoding": _encoding,
    "changed-text": _changed_text,
    "findings": _findings,
    "unplaced": _unplaced,
    "changed-on-disk": _changed_on_disk,
    "their-changes": lambda stage: press(_changed_on_disk(stage).notice, "What changed…"),
    "not-saved": _not_saved,
    "close-unsaved": lambda stage: _not_saved(stage).files.close_document(),
    "conflict-copies": _copies,
    "recovered": _recovered,
    "recovered-beside": _recovered_beside,
    "earlier-states": _earlier_states,
    "set-aside": _set_aside,
    "several-notices": lambda stage: _changed_on_disk(stage).notice.show_notice("The preferences could not be saved."),
    "program-error": lambda _stage: report_error(ValueError, ValueError(), None),
}
