"""JSON lines that the program wrote, read again: a whole annotated document a line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from annotator.formats.exchange.input_files import open_utf8
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.native.jsonl_writer import PATH
from annotator.formats.sidecar.proportion import OutOfProportionError, loads
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT, SidecarError, load_sidecar


class JsonlReader(ImportFormat):
    """One sidecar object and the text a line."""

    name = "jsonl"
    suffixes = (".jsonl",)
    offset_units = ()

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record a line. Raises FormatError where a line cannot be read, and where none could."""
        broken: list[str] = []
        lines = 0
        with open_utf8(path) as file:
            for number, line in _lines(file):
                lines += 1
                try:
                    yield _document(line)
                except (FormatError, SidecarError) as error:
                    broken.append(f"line {number}: {error}")
        if broken:
            more = f" ({len(broken) - 1} more lines could not be read)" if len(broken) > 1 else ""
            raise FormatError(f"{broken[0]}{more}")
        if not lines:
            raise FormatError("The file is empty.")


JSONL: Final = JsonlReader()


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(SIZE_LIMIT + 1):
        number += 1
        if len(line) > SIZE_LIMIT:
            raise FormatError(f"line {number} has more than {SIZE_LIMIT // 2**20} MiB, which is not read.")
        if line.strip():
            yield number, line


def _document(line: bytes) -> ReadDocument:
    try:
        tree: Any = loads(line)
    except OutOfProportionError as error:
        raise FormatError(f"It {error}") from None
    except orjson.JSONDecodeError as error:
        raise FormatError(f"This is not whole JSON: {error.msg} (column {error.colno}).") from None
    if not isinstance(tree, dict):
        raise FormatError("This is no annotated document.")
    if "annotation" in tree and "annotations" not in tree:
        raise FormatError("This is a single annotation without its text. Export by document (--unit document).")
    text = tree.pop("text", None)
    if not isinstance(text, str):
        raise FormatError("The field “text” is missing, so the annotations have no document.")
    path = tree.pop(PATH, None)
    layer = load_sidecar(orjson.dumps(tree)).layer
    annotator = layer.head.annotator
    return ReadDocument(
        path if isinstance(path, str) and path else layer.document.name, text, annotator.id, annotator.name, layer=layer
    )
