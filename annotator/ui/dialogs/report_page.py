"""What came of work on many files: one sentence, and below it what could not be done and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.ui.safe_text import PlainLabel, tool_tip, visible

SHOWN_ROWS = 2000
"""More rows than anybody reads would only cost time; the copied report has them all."""


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` are (what it is about, a sentence); ``folder`` is where the result lies, None where there is none."""

    headline: str
    rows: tuple[tuple[str, str], ...] = ()
    folder: Path | None = None

    def as_text(self) -> str:
        """Give the report as lines."""
        return "\n".join((self.headline, *(f"{what}: {sentence}" for what, sentence in self.rows)))


class ReportPage(QWidget):
    """Shows one report."""

    def __init__(self) -> None:
        super().__init__()
        self.report = Report("")
        self._headline = PlainLabel()
        self._headline.setWordWrap(True)
        self.rows = QTreeWidget()
        self.rows.setAccessibleName("What needs a look")
        self.rows.setRootIsDecorated(False)
        self.rows.setHeaderLabels(["About", "What"])
        self.rows.setAlternatingRowColors(True)
        self.rows.setWordWrap(True)
        self._rest = PlainLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._headline)
        layout.addWidget(self.rows, 1)
        layout.addWidget(self._rest)
        layout.addStretch(0)

    def show_report(self, report: Report) -> None:
        """Show another report."""
        self.report = report
        self._headline.setText(report.headline)
        self.rows.clear()
        self.rows.addTopLevelItems(list(_items(report.rows[:SHOWN_ROWS])))
        self.rows.resizeColumnToContents(0)
        self.rows.setColumnWidth(0, min(self.rows.columnWidth(0), 260))
        self.rows.setVisible(bool(report.rows))
        more = len(report.rows) - SHOWN_ROWS
        self._rest.setText(f"… and {more:,} more; “Copy report” has them all." if more > 0 else "")
        self._rest.setVisible(more > 0)


def _items(rows: Iterable[tuple[str, str]]) -> Iterable[QTreeWidgetItem]:
    for what, sentence in rows:
        item = QTreeWidgetItem([visible(what), visible(sentence)])
        item.setToolTip(0, tool_tip(what))
        item.setToolTip(1, tool_tip(sentence))
        yield item
