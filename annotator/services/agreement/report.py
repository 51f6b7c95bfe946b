"""The report of a comparison: one HTML page that needs nothing else, with everything of the files escaped."""

from collections.abc import Mapping
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from annotator.formats.resource_files import resource
from annotator.formats.xml_text import xml_text
from annotator.services.agreement.compare_files import Comparison
from annotator.services.agreement.difference_charts import chart_pair
from annotator.services.agreement.measure_table import UNDEFINED, measures, number
from annotator.services.comparing.difference import KINDS

MOST_ROWS: Final = 2000
"""So many differences of a document are listed; a browser is slow with more."""


def report_html(comparison: Comparison, agreement: Mapping[str, Any]) -> bytes:
    """Give the page: the numbers with what they mean, every difference with its context, and the charts."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(number=number, share=_share)
    template = environment.from_string(resource("agreement-report.html.jinja").read_text(encoding="utf-8"))
    documents = [document for document in comparison.documents if document.agreement]
    page = template.render(
        agreement=agreement,
        measures=measures(),
        documents=documents,
        charts={document.name: Markup(chart_pair(document.charts)) for document in documents},  # noqa: S704
        kinds=[kind for kind in KINDS if any(row.kind == kind for d in documents for row in d.rows)],
        counts={kind: sum(row.kind == kind for d in documents for row in d.rows) for kind in KINDS},
        failed=comparison.failed,
        most=MOST_ROWS,
    )
    # No name can hold a mark-up character by now, but signs that no page may hold.
    return xml_text(page).encode()


def _share(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.0f} %"
