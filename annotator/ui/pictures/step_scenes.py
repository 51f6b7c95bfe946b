"""Steps over many documents: looked at, asked for, listed, and what they left alone."""

from typing import Final

from annotator.services.recoding.in_file import Who
from annotator.services.recoding.planning import Target
from annotator.services.recoding.recodings import AnnotateNames, SetField
from annotator.services.running.progress import no_progress
from annotator.ui.dialogs.recode_dialog import RecodeDialog
from annotator.ui.dialogs.report_page import Report
from annotator.ui.dialogs.step_preview import StepReport
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import Stage


def _annotate_everywhere(stage: Stage) -> None:
    stage.article().folder_steps.annotate_everywhere(AnnotateNames(Who("place", "Tokyo"), ("Tokyo", "Europe")))


def _recode(stage: Stage, way: str, typed: str) -> None:
    window = stage.article()
    chosen = [Target(path, _ids(stage)) for path in window.documents.sidecars if path == stage.sidecar()]
    entities, topics = [Who("state", "Japan"), Who("state", "China")], ["Japan should spend more on defence"]
    scope = window.folder_steps.scope(chosen, entities, topics, ["demand"])
    assert window.folder_steps.begin_look()
    dialog = RecodeDialog(window, scope, window.folder_steps.look, stage.folder, way)
    dialog.to.setText(typed)
    dialog.exec()


def _ids(stage: Stage) -> tuple[str, ...]:
    session = stage.window.bridge.session
    return tuple(session.layer.annotations)[:12] if session else ()


def _list(stage: Stage) -> None:
    steps = stage.article().folder_steps
    assert steps.begin_look()
    own = [path for path in stage.window.documents.sidecars if ".mkato." in path.name]
    for recoding in (SetField("confidence", "high"), SetField("stance", "neutral")):
        assert steps.make(steps.look(recoding, [Target(path) for path in own], no_progress))
    steps.undo()
    steps.show_list()


def _report(stage: Stage) -> None:
    rows = (("senkaku-patrols.txt", "The file was changed since, and stays as it is."),)
    report = Report("Rename “Japan” to “Nippon”: 1 document stays as before.", rows)
    StepReport(stage.article(), "Rename “Japan” to “Nippon”", report).exec()


STEPS: Final[dict[str, Scene]] = {
    "annotate-everywhere": _annotate_everywhere,
    "recode": lambda stage: _recode(stage, "add-code", "demand"),
    "recode-merge": lambda stage: _recode(stage, "merge-entities", "Japan"),
    "steps": _list,
    "steps-left": _report,
}
