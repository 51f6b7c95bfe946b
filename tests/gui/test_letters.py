"""Names are measured in any thread, each with fonts of its own."""

from concurrent.futures import ThreadPoolExecutor

from PySide6.QtGui import QFont

from annotator.services.charting.picture import Fitted
from annotator.ui.chart.letters import FontLetters, chart_font, chart_metrics


def test_threads_measure_alike_and_share_no_font(qapp: object) -> None:
    def measured() -> tuple[QFont, object, Fitted]:
        return chart_font(9.0), chart_metrics(9.0), FontLetters().fitted("Ministry of Defence مصر", 9.0, 80.0, 2)

    with ThreadPoolExecutor(1) as other:
        font, metrics, fitted = other.submit(measured).result()
    own = measured()
    assert (font, fitted) == (own[0], own[2])
    assert font is not own[0]
    assert metrics is not own[1]
    assert chart_font(9.0) is own[0]
