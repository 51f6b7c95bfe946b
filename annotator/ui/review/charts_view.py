"""Everybody's relationship chart side by side, composed alike, with what not all have in full colour."""

from functools import partial

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from annotator.services.agreement.difference_charts import NamedGraph, named_graphs, not_all_have, part_of, united
from annotator.services.charting.picture import ChartPicture
from annotator.services.running.progress import Progress
from annotator.services.settling.review import Review
from annotator.ui.chart.chart_view import ChartView
from annotator.ui.chart.composer import Composer
from annotator.ui.chart.describing import described
from annotator.ui.toolkit.safe_text import PlainLabel
from annotator.ui.toolkit.screen_room import open_with

_HINT = "What all have is grey; what not all have stands out."


def charts_of(review: Review, progress: Progress) -> list[NamedGraph]:
    """Give everybody's chart; may be called in any thread."""
    progress(0, 1, "Drawing the charts")
    return named_graphs(review.alignment)


class ChartsView(QDialog):
    """One chart an annotator, each node in the same place in all of them; ``views`` are by annotator id."""

    def __init__(self, review: Review, charts: list[NamedGraph], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Charts side by side")
        open_with(self, 1120, 600)
        self.views: dict[str, ChartView] = {}
        self._charts = charts
        self._whole = united(charts)
        self._composer = Composer(self)
        self._composer.composed.connect(self._show)
        row = QHBoxLayout()
        for chart in charts:
            row.addLayout(self._column(chart, review.colleagues[chart.annotator].name), 1)
        next(iter(self.views.values())).resized.connect(self._compose)
        whole = QVBoxLayout(self)
        whole.addWidget(PlainLabel(_HINT))
        whole.addLayout(row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole.addWidget(buttons)

    def _column(self, chart: NamedGraph, name: str) -> QVBoxLayout:
        own = not_all_have(chart, self._charts)
        nodes = sum(key in chart.graph.nodes for key in own)
        view = self.views[chart.annotator] = ChartView()
        view.setAccessibleName(f"Chart of {name}")
        view.describe = partial(described, chart.graph)
        view.set_lit(own)
        view.escape_pressed.connect(self.close)
        view.fit_asked.connect(view.fit)
        column = QVBoxLayout()
        column.addWidget(PlainLabel(f"{name}: {nodes} nodes and {len(own) - nodes} edges that not all have"))
        column.addWidget(view, 1)
        return column

    def _compose(self) -> None:
        """Compose all that any of them has, in the size of one of them: they are alike."""
        sizes = [(view.width(), view.height()) for view in self.views.values()]
        self._composer.compose(self._whole, (float(min(w for w, _h in sizes)), float(min(h for _w, h in sizes))))

    def _show(self, picture: ChartPicture) -> None:
        for chart in self._charts:
            self.views[chart.annotator].show_picture(part_of(picture, chart.graph), glide=False)
