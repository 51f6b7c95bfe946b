"""A document on its way out by columns, as whoever exports it may have read it: no record is made for a table."""

from annotator.formats.exchange.protocols import Exported
from annotator.model.layer_columns import LayerColumns


def columns_of(exported: Exported) -> LayerColumns:
    """Give the layer by columns: those that it came with, else made of its records."""
    columns = getattr(exported, "columns", None)
    return columns if isinstance(columns, LayerColumns) else LayerColumns.of(exported.layer)
