"""A comparison as a file: a report to read, a table or JSON. What makes them is loaded when one is written."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import orjson

if TYPE_CHECKING:
    from annotator.services.agreement.compare_files import Comparison

OUTS: Final = (".html", ".csv", ".json")
"""What the name of such a file ends in."""


def agreement_file(suffix: str, comparison: "Comparison", agreement: Mapping[str, Any]) -> bytes:
    """Give the bytes of a file with one of these endings; ``agreement`` is the comparison as ``agreement_json``."""
    if suffix.lower() == ".json":
        return orjson.dumps(agreement, option=orjson.OPT_INDENT_2) + b"\n"
    if suffix.lower() == ".csv":
        from annotator.formats.tables.delimited import delimited_line
        from annotator.services.agreement.agreement_table import COLUMNS, agreement_rows

        return b"".join(delimited_line(row, ",") for row in (COLUMNS, *agreement_rows(agreement)))
    from annotator.services.agreement.report import report_html

    return report_html(comparison, agreement)
