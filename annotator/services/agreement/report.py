"""The report of a comparison: one HTML page that needs nothing else, with everything of the files escaped."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from annotator.formats.resource_files import resource
from annotator.formats.xml_text import xml_text
from annotator.services.agreement.compare_files import Comparison
from annotator.services.agreement.confusion_picture import Confusion, confused, confusion_of, confusion_svg
from annotator.services.agreement.difference_charts import TOO_MANY, are_too_many, chart_pair
from annotator.services.agreement.measure_table import WITHIN, measure
from annotator.services.agreement.measured_rows import rows_of_all, rows_of_mean, rows_of_opinions, rows_of_pair
from annotator.services.comparing.difference import KINDS

MOST_ROWS: Final = 2000
"""So many differences of a document are listed; a browser is slow with more."""
_BRIEF: Final = (
    "exact_f1",
    "relaxed_f1",
    "alpha_u",
    "gamma",
    "alpha_nominal",
    "kappa",
    "unannotated",
    "roles_f1",
    "links_f1",
    "tuples_f1",
)
"""What the table of documents has a column for: A4 has room for so many."""


class _Entry(NamedTuple):
    """One line of the legend: a sample, and what it stands for."""

    sample: Markup
    words: str


def _line(classes: str, width: float = 2) -> Markup:
    return Markup(f'<g class="edge {classes}"><path d="M2 8 H54" stroke-width="{width}"/></g>')  # noqa: S704


def _box(classes: str) -> Markup:
    return Markup(f'<g class="node {classes}"><rect x="8" y="2" width="40" height="12" rx="5"/></g>')  # noqa: S704


LEGEND: Final = (
    _Entry(_line("for"), "for, agree, favourable; an agreement that was reached; nothing said"),
    _Entry(_line("against"), "against, disagree, critical; an agreement that was opposed or ended"),
    _Entry(_line("neutral"), "neutral or mixed; an agreement that is tentative"),
    _Entry(_line("for", 4), "thicker: more annotations say so; agreements are thick"),
    _Entry(_line("own"), "an edge that not everybody has"),
    _Entry(_box(""), "an entity or a topic"),
    _Entry(_box("own"), "one that not everybody has"),
)


def report_html(comparison: Comparison, agreement: Mapping[str, Any]) -> bytes:
    """Give the page: the numbers with what they mean, every difference with its context, and the charts."""
    documents = [document for document in comparison.documents if document.agreement]
    return page_of(
        "agreement-report.html.jinja",
        agreement=agreement,
        documents=documents,
        charts={document.name: Markup(chart_pair(document.charts)) for document in documents},  # noqa: S704
        kinds=[kind for kind in KINDS if any(row.kind == kind for d in documents for row in d.rows)],
        counts={kind: sum(row.kind == kind for d in documents for row in d.rows) for kind in KINDS},
        left_out={path: why for document in comparison.documents for path, why in document.left_out.items()},
        failed=comparison.failed,
        most=MOST_ROWS,
        brief=[measure(key) for key in _BRIEF],
        within=WITHIN,
        legend=LEGEND,
        too_many={document.name: TOO_MANY for document in documents if are_too_many(document.charts)},
        rows_of_pair=rows_of_pair,
        rows_of_mean=rows_of_mean,
        rows_of_all=rows_of_all,
        rows_of_opinions=rows_of_opinions,
        confusion_of=confusion_of,
        confused=confused,
        confusion_svg=_drawn,
    )


def page_of(template: str, **values: Any) -> bytes:
    """Give a page of a template with the style of all of them; what files hold is escaped in it."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    style = Markup(resource("agreement-report.css").read_text(encoding="utf-8"))  # noqa: S704
    made = environment.from_string(resource(template).read_text(encoding="utf-8")).render(style=style, **values)
    # No name can hold a mark-up character by now, but signs that no page may hold.
    return xml_text(made).encode()


def _drawn(table: Confusion, title: str) -> Markup:
    return Markup(confusion_svg(table, title))  # noqa: S704
