"""Networks of the folder: the chart, the matrix, and their time."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer

from annotator.model.networks.discourse_network import ONE_MODE, TWO_MODE
from annotator.ui.chart.wide_graph import FOLDER
from annotator.ui.networks.network_page import MATRIX, NetworkPage
from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.stage import Stage

_POLL_MILLISECONDS = 20
Step = Callable[[NetworkPage], object]


def _networks(network: str, *steps: Step) -> Scene:
    """Give the scene of a folder's network, in which some steps follow, each when the one before is done."""

    def scene(stage: Stage) -> None:
        stage.open()
        waiting.add(stage)
        stage.is_busy = lambda: stage in waiting
        _when(partial(_is_read, stage), lambda: begin(stage))

    waiting: set[Stage] = set()

    def begin(stage: Stage) -> None:
        stage.do("networks")
        page = stage.window.network_room.page
        assert page
        page.settings.scope.show_value(FOLDER)
        page.settings.network.show_value(network)
        page.settings.network.chosen.emit()
        go_on(stage, page, steps)

    def go_on(stage: Stage, page: NetworkPage, left: tuple[Step, ...]) -> None:
        def do() -> None:
            if left:
                left[0](page)
                go_on(stage, page, left[1:])
            else:
                waiting.discard(stage)

        _when(lambda: page.is_still, do)

    return scene


def _when(is_so: Callable[[], bool], then: Callable[[], object]) -> None:
    """Do something once something is so, without holding up who looks on."""
    if is_so():
        then()
    else:
        QTimer.singleShot(_POLL_MILLISECONDS, partial(_when, is_so, then))


def _is_read(stage: Stage) -> bool:
    index = stage.window.bridge.folder.index
    standing = index.standing() if index else None
    return stage.window.bridge.session is not None and standing is not None and 0 < standing.expected == standing.read


def _pick_edge(page: NetworkPage) -> None:
    page.view.edge_picked.emit(next(iter(page.shown.graph.edges)))


def _subtract(page: NetworkPage) -> None:
    page.show_as(MATRIX)
    page.settings.aggregate.show_value("subtract")
    page.settings.aggregate.chosen.emit()


def _pick_cell(page: NetworkPage) -> None:
    page.matrix.setCurrentIndex(page.matrix.weights.index(0, 4))
    page.matrix.clicked.emit(page.matrix.currentIndex())


def _window(page: NetworkPage) -> None:
    page.settings.unit.show_value("months")
    page.settings.width_of_window.setValue(2)


def _later(page: NetworkPage) -> None:
    page.time.slider.setValue(3)


NETWORKS: Final[dict[str, Scene]] = {
    "networks": _networks(ONE_MODE),
    "networks-edge": _networks(TWO_MODE, _pick_edge),
    "networks-matrix": _networks(ONE_MODE, _subtract, _pick_cell),
    "networks-time": _networks(TWO_MODE, _window, _later),
}
