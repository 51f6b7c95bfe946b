"""Opens a scene, waits until nothing moves any more, and looks at, or takes the picture of, what came to the front."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from annotator.ui.pictures.stage import Stage
from annotator.ui.toolkit.waiting import WaitingDialog

Scene = Callable[[Stage], object]
"""Opens a screen with the program's own code; may wait in a dialog until that is closed."""
Look = Callable[[QWidget, QImage], object]
"""Is given the window or popup in front, and its picture."""
_ROUND_MILLISECONDS = 100
_LEAST_ROUNDS = 3
_MOST_ROUNDS = 40
"""What still moves after so many rounds, such as the bar of a long work, is shown as it is."""


def shoot(stage: Stage, scene: Scene, picture: Path) -> str:
    """Write the picture of a scene; gives the name of the class of the window or popup that is on it."""
    shown: list[str] = []

    def keep(front: QWidget, image: QImage) -> None:
        shown.append(type(front).__name__)
        image.save(str(picture))

    play(stage, scene, keep)
    return shown[0]


def play(stage: Stage, scene: Scene, look: Look) -> None:
    """Open a scene, look once when it is at rest, and leave it. Raises what looking raises, when all is closed."""
    raised: list[Exception] = []
    looked: list[bool] = []

    def take() -> None:
        if QApplication.overrideCursor() or (stage.at_rest and isinstance(_front(stage.window), WaitingDialog)):
            # The scene waits for work, and goes on behind it.
            timer.start(_ROUND_MILLISECONDS)
            return
        if not looked:
            looked.append(True)
            image = _at_rest(stage)
            try:
                look(_front(stage.window), image)
            except Exception as error:  # noqa: BLE001 # raised again below, where a dialog no longer waits
                raised.append(error)
        _leave_dialogs(stage.window)
        timer.start()

    # A dialog that asks something returns only when it is closed: one looks from within it.
    timer = QTimer(singleShot=True)
    timer.timeout.connect(take)
    timer.start()
    scene(stage)
    while not looked:
        _run(_ROUND_MILLISECONDS)
    timer.stop()
    stage.close()
    if raised:
        raise raised[0]


def _at_rest(stage: Stage) -> QImage:
    before, image = QImage(), QImage()
    for number in range(_MOST_ROUNDS):
        _run(_ROUND_MILLISECONDS)
        before, image = image, _grab(stage.window)
        if number >= _LEAST_ROUNDS and (image == before or not stage.at_rest) and not stage.is_busy():
            break
    return image


def _front(window: QWidget) -> QWidget:
    if front := QApplication.activePopupWidget() or QApplication.activeModalWidget():
        return front
    beside = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    return beside[-1] if beside else window


def _grab(window: QWidget) -> QImage:
    """Give the picture of what is in front; of a menu or a list that popped up, with the window under it."""
    front = _front(window)
    if front is not QApplication.activePopupWidget():
        return front.grab().toImage()
    parent = front.parentWidget()
    ground = parent.window() if parent else window
    image = ground.grab().toImage()
    with QPainter(image) as painter:
        painter.drawPixmap(ground.mapFromGlobal(front.mapToGlobal(QPoint(0, 0))), front.grab())
    return image


def _leave_dialogs(window: QWidget) -> None:
    while (front := _front(window)) is not window:
        if isinstance(front, WaitingDialog):
            front.reject()
        if isinstance(front, QDialog):
            # Without what a dialog may still ask when it is left.
            QDialog.done(front, QDialog.DialogCode.Rejected)
        front.close()
        front.hide()


def _run(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
