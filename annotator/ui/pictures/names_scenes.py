"""What the folder's documents name: offered in lists, proposed for a new actor, and settled for the codebook."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import Stage


def _when_read(stage: Stage, then: Callable[[], object]) -> None:
    """Do something as soon as the folder is read."""
    folder = stage.window.bridge.folder
    done: list[bool] = []

    def look() -> None:
        if not folder.is_reading and not done:
            done.append(True)
            then()

    folder.reading.connect(lambda _read, _expected: look())


def _asks(action: str, typed: str) -> Scene:
    def scene(stage: Stage) -> None:
        def ask() -> None:
            stage.do(action)
            picker = QApplication.activePopupWidget()
            edit = picker.findChild(QLineEdit) if picker else None
            if edit:
                edit.setText(typed)

        stage.select("claim")
        _when_read(stage, ask)

    return scene


def _proposed(stage: Stage) -> None:
    def annotate() -> None:
        stage.select_words("Japanese")
        stage.do("annotate_actor")

    stage.article()
    _when_read(stage, annotate)


def _loose(stage: Stage) -> None:
    stage.article()
    _when_read(stage, stage.window.codebook_commands.show_loose)


def _loose_alias(stage: Stage) -> None:
    def ask() -> None:
        dialog = stage.window.codebook_commands.show_loose()
        if dialog:
            dialog.put()
            dialog.ask_alias()

    stage.article()
    _when_read(stage, ask)


NAMES: Final[dict[str, Scene]] = {
    "ask-speaker-of-folder": _asks("set_speaker", "mi"),
    "ask-topic-of-folder": _asks("set_topic", ""),
    "proposed-same": _proposed,
    "loose-names": _loose,
    "loose-names-alias": _loose_alias,
}
