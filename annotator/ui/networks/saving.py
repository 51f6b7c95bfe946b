"""A network saved from the window: the whole of it as any file of networks, or what is shown as a picture."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from annotator.services.charting.discourse import NetworkSeries
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.exporting.chart_endings import EVENTS
from annotator.services.exporting.chart_order import DIRECT, ChartOrder, write_chart
from annotator.services.exporting.folder_charts import Charted, FolderCharts
from annotator.ui.networks.asking import Place
from annotator.ui.networks.matrix_view import WeightModel, paint_matrix, picture_size
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.ask_where import ask_where
from annotator.ui.toolkit.safe_text import message_box

_TITLE: Final = "The network was not saved"
_FORMS: Final = {
    "For Gephi, GEXF (*.gexf)": ".gexf",
    "GraphML (*.graphml)": ".graphml",
    "Edges (*.csv)": ".csv",
    "Nodes (*.nodes.csv)": ".nodes.csv",
    "Matrix (*.matrix.csv)": ".matrix.csv",
    "Statements (*.events.csv)": EVENTS,
    "For UCINET, DL (*.dl)": ".dl",
}
_PICTURES: Final = {"PNG (*.png)": ".png", "PDF (*.pdf)": ".pdf"}
_SCALE: Final = 2
_LONGEST_SIDE: Final = 12_000
"""Pixels of a PNG: more than a picture of any use has."""


def ask_network_file(parent: QWidget, folder: Path, charted: Charted) -> Path | None:
    """Ask where to save a network, and as what; statements are of discourse networks alone."""
    forms = {words: form for words, form in _FORMS.items() if form != EVENTS or charted.order.network != DIRECT}
    return ask_where(parent, "Save network", folder / f"network{next(iter(forms.values()))}", forms)


def save_network(charted: Charted, path: Path, places: Sequence[Place]) -> str:
    """Save the whole network, with all its windows; gives a sentence for what could not be, or "".

    What the index counted is counted once more by the command's own way, with all its evidence, of these files.
    """
    order: ChartOrder = replace(charted.order, out=path)
    if problem := order.problem():
        return problem
    if charted.view is not None:
        charted = FolderCharts().chart(order, [place.chart_file() for place in places])
    built = charted.built
    if isinstance(charted.series, NetworkSeries) and order.window:
        graph, slices = charted.series.over_time()
        built = replace(built, graph=graph, slices=slices)
    try:
        write_chart(order, built, _no_picture)
    except (SaveError, OSError) as error:
        return str(error)
    return ""


def say_not_saved(parent: QWidget, why: str) -> None:
    """Say why something was not saved."""
    message_box(parent, _TITLE, why).exec()


def ask_and_save_matrix(parent: QWidget, folder: Path, model: WeightModel) -> str:
    """Ask where, and save the matrix as it is shown as a picture there; gives what was saved, or ""."""
    path = ask_where(parent, "Save picture of the matrix", folder / "network.png", _PICTURES)
    if path is None:
        return ""
    try:
        write_atomically(path, matrix_pdf(model) if path.suffix.lower() == ".pdf" else matrix_png(model))
    except (SaveError, OSError) as error:
        say_not_saved(parent, str(error))
        return ""
    return path.name


def matrix_png(model: WeightModel) -> bytes:
    """Give all cells as pixels, in the theme in use."""
    size = picture_size(model)
    scale = max(0.1, min(_SCALE, _LONGEST_SIDE / max(size.width(), size.height())))
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    with QPainter(image) as painter:
        paint_matrix(painter, model, theme.current(), QGuiApplication.font())
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stub asks for bytes, the call for text
    return bytes(buffer.data().data())


def matrix_pdf(model: WeightModel) -> bytes:
    """Give all cells as PDF on a page of their size, in the light theme."""
    size = picture_size(model)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(96)
    page = QPageSize(QSizeF(size.width() * 0.75, size.height() * 0.75), QPageSize.Unit.Point)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    writer.setTitle("Matrix of the network")
    with QPainter(writer) as painter:
        paint_matrix(painter, model, theme.theme_of(theme.LIGHT), QGuiApplication.font())
    return bytes(buffer.data().data())


def _no_picture(*_arguments: object) -> None:
    raise SaveError("Pictures are made of what is shown: choose Picture…")
