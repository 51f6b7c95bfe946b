"""What is asked of networks: the fields of ``annotator chart``, beside the picture of what they give."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QScrollArea, QSpinBox, QWidget

from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS, ONE_MODE, TWO_MODE
from annotator.model.networks.statements import AGREEMENTS, ALL, BOTH, CLAIMS, VARIABLES
from annotator.model.networks.time_windows import KERNELS, WINDOW_UNITS
from annotator.model.typed_text import plain_name
from annotator.model.vocabulary import STANCES, STATUSES
from annotator.services.charting.discourse import PAIR_WEIGHTS
from annotator.services.charting.importance import MOST_SHOWN
from annotator.services.exporting.chart_order import DIRECT, ChartOrder
from annotator.ui.chart.wide_graph import DOCUMENT, FOLDER, LISTED
from annotator.ui.toolkit.fields import TextField
from annotator.ui.toolkit.panel_parts import Choice
from annotator.ui.toolkit.safe_text import explain

_SCOPES: Final[dict[str | None, str]] = {
    DOCUMENT: "this document", LISTED: "the documents listed", FOLDER: "the folder",
}  # fmt: skip
_NETWORKS: Final[dict[str | None, str]] = {
    DIRECT: "relations", ONE_MODE: "actors with actors", TWO_MODE: "actors with topics",
}  # fmt: skip
_LEVELS: Final[dict[str | None, str]] = {"speaker": "as themselves", "for": "as those they act for"}
_TOPICS: Final[dict[str | None, str]] = {"own": "as they are", "broadest": "the broadest above"}
_DUPLICATES: Final = (ALL, "document", "week", "month", "year", "range")
_ONCE: Final = {ALL: "count all", "range": "once altogether"}
_WORDS: Final = {"for": "whom they act for", "speaker": "speaker", "none": "nothing"}
_NAMES: Final = ("topics", "entities", "codes", "publishers")
_COMBINE: Final = "combine"
"""Its weights are kinds, which nothing divides."""
_SEPARATOR: Final = ";"
_WIDEST_WINDOW: Final = 10_000


class SettingsPane(QScrollArea):
    """Gives the order that its fields make; ``changed`` comes after each change that makes another one."""

    changed = Signal()
    looked_at = Signal()
    """How much is shown is another, and what is counted is the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What is asked of the network")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        self._form = QFormLayout(page)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._last: ChartOrder | None = None
        self._add_network()
        self._add_shown()
        self._add_what_counts()
        self._add_time()
        self._add_structure()
        self._add_names()
        self.setWidget(page)
        self._fit()
        # Fields are never cut off: in a narrow window they stand below their names.
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(page.minimumSizeHint().width() + bar + 2 * self.frameWidth())
        self._last = self.order()

    def order(self, out: Path = Path("network.gexf")) -> ChartOrder:
        """Give what is asked for, to be written into a file of some name."""
        discourse: dict[str, Any] = {}
        if self.network.value != DIRECT:
            discourse = {
                "aggregate": self.aggregate.value,
                "normalise": self.normalise.value if self.aggregate.value != _COMBINE else None,
                "duplicates": self.duplicates.value,
                "count": self.count.value,
                "rows": self.rows.value,
                "columns": self.columns.value,
            }
            if self.width_of_window.value():
                discourse |= {
                    "window": self.width_of_window.value(),
                    "unit": self.unit.value,
                    "kernel": self.kernel.value,
                    "pair_weight": self.pair_weight.value if self.network.value == ONE_MODE else None,
                }
        level = self.backbone.value() / 1000
        return ChartOrder(
            (),
            out,
            network=self.network.value or DIRECT,
            level=self.level.value or "speaker" if self.network.value == DIRECT else "speaker",
            topics=self.topics.value or "own",
            narrowed=self._narrowed(),
            backbone=level if level and not discourse.get("window") else None,
            communities=self.communities.isChecked() and not discourse.get("window"),
            **discourse,
        )

    @property
    def most(self) -> int:
        """How many nodes are shown at most."""
        return int(self.shown.value or 0) or 10**9

    @property
    def least(self) -> float:
        """How much an edge weighs at least that is shown."""
        try:
            return max(0.0, float(self.weight.text().replace(",", ".") or 0))
        except ValueError:
            return 0.0

    # The fields ------------------------------------------------------------------------------------------------------

    def _add_network(self) -> None:
        self.scope = self._choice("Of", "Documents that count", _SCOPES)
        self.network = self._choice("Network", "Kind of network", _NETWORKS)
        self.network.show_value(ONE_MODE)
        self.level = self._choice("Actors", "Actors shown", _LEVELS)
        self.rows = self._choice("Rows", "Rows of the network", _worded(VARIABLES))
        self.columns = self._choice("Columns", "Columns of the network", _worded(VARIABLES))
        self.columns.show_value("topic")
        self.topics = self._choice("Topics", "Topics counted", _TOPICS)
        self.aggregate = self._choice("Weight", "What an edge weighs", {})
        self.normalise = self._choice("Divided by", "By what weights are divided", {})

    def _add_what_counts(self) -> None:
        self.count = self._choice("Counted", "Annotations counted", _worded((CLAIMS, AGREEMENTS, BOTH)))
        once: dict[str | None, str] = {value: _ONCE.get(value, f"once a {value}") for value in _DUPLICATES}
        self.duplicates = self._choice("Same again", "The same said again", once)
        self.stances = self._ticks("Only stances", STANCES)
        self.statuses = self._ticks("Only statuses", STATUSES)

    def _add_time(self) -> None:
        self.dates: dict[str, TextField] = {}
        for label, name in (("From", "start"), ("To", "end")):
            field = TextField(f"{label} date", "2022-04-12 or 2022-04", dates=True)
            field.entered.connect(lambda _text: self._tell())
            self._form.addRow(label, field)
            self.dates[name] = field
        self.by_published = QCheckBox("By day of publication")
        self.possible = QCheckBox("Dates that may lie inside")
        for box in (self.by_published, self.possible):
            box.toggled.connect(lambda _on: self._tell())
            self._form.addRow(box)
        self.width_of_window = QSpinBox(minimum=0, maximum=_WIDEST_WINDOW)
        self.width_of_window.setSpecialValueText("none")
        self.width_of_window.setAccessibleName("Width of time windows")
        explain(self.width_of_window, "A network for each stretch of time that is so wide; none: one of the whole time")
        self.width_of_window.valueChanged.connect(lambda _value: self._tell())
        self._form.addRow("Time windows of", self.width_of_window)
        self.unit = self._choice("", "Unit of time windows", _worded(WINDOW_UNITS))
        self.kernel = self._choice("Kernel", "What counts by its distance from the middle", _worded(KERNELS))
        self.pair_weight = self._choice("Pairs weigh", "What two statements weigh together", _worded(PAIR_WEIGHTS))

    def _add_structure(self) -> None:
        self.backbone = QSpinBox(minimum=0, maximum=1000, singleStep=10)
        self.backbone.setSpecialValueText("all edges")
        self.backbone.setSuffix(" ‰")
        self.backbone.setAccessibleName("Level of significance of the backbone")
        self.backbone.valueChanged.connect(lambda _value: self._tell())
        self._form.addRow("Backbone", self.backbone)
        self.communities = QCheckBox("Communities, and how far apart")
        explain(self.communities, "Which nodes belong together; modularity and E-I index tell how polarised they are")
        self.communities.toggled.connect(lambda _on: self._tell())
        self._form.addRow(self.communities)

    def _add_shown(self) -> None:
        most: dict[str | None, str] = {str(one): f"the {one} that weigh most" for one in MOST_SHOWN}
        self.shown = Choice("Nodes shown", most | {"0": "all"})
        self.shown.show_value(str(MOST_SHOWN[0]))
        self.shown.chosen.connect(self.looked_at)
        self._form.addRow("Shown", self.shown)
        self.weight = TextField("Least weight of an edge that is shown", "any weight")
        self.weight.entered.connect(lambda _text: self.looked_at.emit())
        self._form.addRow("Edges from", self.weight)

    def _add_names(self) -> None:
        self.names: dict[str, QLineEdit] = {}
        for name in _NAMES:
            for prefix, words in (("", f"Only {name}"), ("no_", f"Without {name}")):
                field = TextField(words, "names, with ; between")
                field.entered.connect(lambda _text: self._tell())
                self._form.addRow(words, field)
                self.names[prefix + name] = field

    def _choice(self, label: str, name: str, words: dict[str | None, str]) -> Choice:
        choice = Choice(name, words)
        choice.chosen.connect(self._tell)
        self._form.addRow(label, choice)
        return choice

    def _ticks(self, label: str, values: Iterable[str]) -> Choice:
        """Offer one of some values, or all of them."""
        return self._choice(label, label, {"": "all", **{value: value for value in values}})

    # What follows from what ------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        self._fit()
        order = self.order()
        if order != self._last or self.sender() is self.scope:
            self._last = order
            self.changed.emit()

    def _fit(self) -> None:
        """Offer what a kind of network has, and nothing else."""
        kind = self.network.value or DIRECT
        counted = kind != DIRECT
        if counted:
            for choice, known in ((self.aggregate, AGGREGATES), (self.normalise, NORMALISATIONS)):
                before = choice.value
                if [choice.itemData(at) for at in range(choice.count())] != list(known[kind]):
                    choice.put_choices(dict(_worded(known[kind])))
                    choice.show_value(before if before in known[kind] else known[kind][0])
        for widget in (
            self.rows,
            self.columns,
            self.aggregate,
            self.normalise,
            self.count,
            self.duplicates,
            self.width_of_window,
        ):
            self._form.setRowVisible(widget, counted)
        moving = counted and self.width_of_window.value() > 0
        for widget in (self.unit, self.kernel):
            self._form.setRowVisible(widget, moving)
        self._form.setRowVisible(self.pair_weight, moving and kind == ONE_MODE)
        self._form.setRowVisible(self.level, not counted)
        for box in (self.backbone, self.communities):
            self._form.setRowVisible(box, not moving)

    def _narrowed(self) -> AnnotationFilter:
        return AnnotationFilter(
            **{name: _names(field.text()) for name, field in self.names.items()},
            stances=frozenset(filter(None, (self.stances.value,))),
            statuses=frozenset(filter(None, (self.statuses.value,))),
            start=self.dates["start"].text().strip(),
            end=self.dates["end"].text().strip(),
            by_published=self.by_published.isChecked(),
            possible=self.possible.isChecked(),
        )


def _names(typed: str) -> frozenset[str]:
    return frozenset(filter(None, map(plain_name, typed.split(_SEPARATOR))))


def _worded(values: Iterable[str]) -> dict[str | None, str]:
    return {value: _WORDS.get(value, value) for value in values}
