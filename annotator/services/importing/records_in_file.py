"""What a reader finds in one file; whatever one of another package raises becomes one sentence."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.sidecar_json import SidecarError


def records_in(wanted: ImportFormat, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
    """Give a record for each document and annotator. Raises FormatError, SidecarError and OSError, and nothing else."""
    try:
        found: Iterator[Any] = iter(wanted.read(path, options))
        for read in found:
            if not isinstance(read, ReadDocument):
                raise FormatError(
                    f"The format “{wanted.name}” gave {type(read).__name__} where a ReadDocument is expected."
                )
            yield read
    except (FormatError, SidecarError, OSError):
        raise
    except Exception as error:
        raise FormatError(not_understood(wanted, error)) from error


def not_understood(wanted: ImportFormat, error: Exception) -> str:
    """Say that a reader stumbled."""
    return f"The format “{wanted.name}” could not understand it ({type(error).__name__}: {str(error)[:200]})."
