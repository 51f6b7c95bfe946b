"""The review of colleagues' files."""

from contextlib import suppress
from typing import Final

from annotator.services.running.progress import Cancelled
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import KATO, REVIEWED, Stage, endless
from annotator.ui.review.agreement_view import AgreementView
from annotator.ui.toolkit.waiting import Waiting

_SENTENCE = "The last one left on 23 July 2024. "


def _review(stage: Stage) -> None:
    stage.open(*(stage.sidecar(REVIEWED, who).name for who in ("lrossi", KATO.id)))


def _kind(kind: str) -> Scene:
    def scene(stage: Stage) -> None:
        _review(stage)
        bridge = stage.window.review.bridge
        assert bridge.review
        bridge.look_at(next(n for n, found in enumerate(bridge.review.differences) if found.kind == kind))

    return scene


def _half_settled(stage: Stage) -> None:
    _review(stage)
    bridge = stage.window.review.bridge
    bridge.take_agreed()
    for number in range(20):
        bridge.take_number(number % 2)
    bridge.comment("To be talked over with L. Rossi.")


def _by_hand(stage: Stage) -> None:
    _kind("role")(stage)
    stage.do("edit_difference")


def _newer(stage: Stage) -> None:
    """Show what came with a newer file, and what was changed in one."""
    _half_settled(stage)
    stage.window.files.save()
    path = stage.sidecar(REVIEWED)
    path.write_text(path.read_text(encoding="utf-8").replace('"agree"', '"mixed"'), encoding="utf-8")
    stage.do("read_again")
    bridge = stage.window.review.bridge
    bridge.look_at(min(bridge.new, default=None))


def _all_settled(stage: Stage) -> None:
    _review(stage)
    bridge = stage.window.review.bridge
    bridge.take_agreed()
    while bridge.review and bridge.review.left():
        bridge.take_number(1)


def _moved(stage: Stage) -> None:
    article = stage.folder / REVIEWED
    article.write_text(article.read_text(encoding="utf-8").replace(_SENTENCE, ""), encoding="utf-8")
    _review(stage)


def _findings(stage: Stage) -> None:
    _moved(stage)
    stage.window.review.show_findings()


def _three(stage: Stage) -> None:
    text = stage.sidecar(REVIEWED).read_text(encoding="utf-8")
    third = text.replace('"id": "mkato"', '"id": "averyl"').replace("M. Kato", "A. Very-Longname")
    stage.sidecar(REVIEWED, "averyl").write_text(third, encoding="utf-8")
    stage.open(*(stage.sidecar(REVIEWED, who).name for who in ("averyl", "lrossi", KATO.id)))


def _waiting(stage: Stage) -> None:
    stage.article()
    stage.at_rest = False
    with suppress(Cancelled):
        Waiting(stage.window).result("Opening a review", endless)


def _within(action: str) -> Scene:
    def scene(stage: Stage) -> None:
        _review(stage)
        stage.do(action)

    return scene


def _confusion(stage: Stage) -> None:
    _within("show_agreement")(stage)
    view = next(view for view in stage.window.findChildren(AgreementView) if view.isVisible())
    view.chosen((0, "stance"))


REVIEW: Final[dict[str, Scene]] = {
    "review": _review,
    "review-boundary": _kind("boundary"),
    "review-role": _kind("role"),
    "review-half": _half_settled,
    "review-hand": _by_hand,
    "review-newer": _newer,
    "review-done": _all_settled,
    "review-three": _three,
    "review-moved": _moved,
    "review-findings": _findings,
    "review-charts": _within("show_charts"),
    "review-agreement": _within("show_agreement"),
    "review-confusion": _confusion,
    "review-entities": _within("show_entities"),
    "review-waiting": _waiting,
    "review-files": lambda stage: stage.do("review_files"),
}
