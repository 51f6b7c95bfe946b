"""Parquet: the same tables with typed columns, for pandas, Polars, DuckDB, Spark and R.

Every file of a table has the same schema, so the files of several exports may lie in one folder and are one data set.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from annotator.formats.exchange.protocols import (
    Exported,
    ExportOptions,
    Piece,
    Place,
    Write,
)
from annotator.formats.tables.csv_tables import (
    COLUMNS,
    NUMBERS,
    TablesOfAnnotations,
    table_columns,
    tables,
)
from annotator.formats.tables.delimited import TableCell

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

# So many rows are collected before they are written: many small groups of rows are slow to read.
_GROUP: Final = 50_000
_MEANING: Final = {
    "start": "where the annotation begins, in Unicode code points into the document's text, CRLF counted as one",
    "end": "where it ends, exclusive, counted alike",
    "fragments": "start-end of every fragment, joined by ;",
    "quote": "the marked words; fragments are joined by an ellipsis",
    "entities": "names joined by '; ', a ; in a name is written \\;",
    "for": "the entity on whose behalf this one acts",
    "document": "the document's name, with its folders below the path that was exported",
}

Columns = list[Sequence[TableCell]]


class ParquetFormat(TablesOfAnnotations):
    """One file of annotations, or a folder of all tables."""

    name = "parquet"
    suffix = ".parquet"
    extra = "parquet"

    def piece(self, exported: Exported, options: ExportOptions) -> Piece:
        """Give one document's columns by table; a single file holds the annotations table alone."""
        content = {table: table_columns(table, exported) for table in tables(as_folder=options.as_folder)}
        return Piece(content)

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        """Write each table into a file of its own, in groups of rows."""
        from pyarrow.parquet import ParquetWriter

        with ExitStack() as open_files:
            written: dict[str, _Table] = {}
            for table in tables(as_folder=options.as_folder):
                path = place.path(f"{table}{self.suffix}" if options.as_folder else "")
                schema = _schema(table)
                written[table] = _Table(open_files.enter_context(ParquetWriter(path, schema)), schema)

            def write(content: Mapping[str, Columns]) -> None:
                for table, columns in content.items():
                    written[table].take(columns)

            yield write
            for rows_of_table in written.values():
                rows_of_table.flush()


PARQUET: Final = ParquetFormat()


class _Table:
    """Rows on their way into a file."""

    def __init__(self, file: "ParquetWriter", schema: "pa.Schema") -> None:
        self._file = file
        self._schema = schema
        self._columns: list[list[TableCell]] = [[] for _field in schema]

    def take(self, columns: Columns) -> None:
        for column, more in zip(self._columns, columns, strict=False):
            column.extend(more)
        if len(self._columns[0]) >= _GROUP:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        arrays = [pa.array(column, field.type) for column, field in zip(self._columns, self._schema, strict=True)]
        self._file.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        for column in self._columns:
            column.clear()


def _schema(table: str) -> "pa.Schema":
    import pyarrow as pa

    return pa.schema(
        pa.field(
            column,
            pa.int64() if column in NUMBERS else pa.string(),
            metadata={"description": _MEANING[column]} if column in _MEANING else None,
        )
        for column in COLUMNS[table]
    )
