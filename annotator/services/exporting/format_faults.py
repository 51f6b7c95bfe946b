"""Formats at work, of which those of other packages may do anything: whatever they raise becomes one sentence."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any

from annotator.formats.exchange.exported_columns import columns_of
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.losses import losses_in
from annotator.formats.exchange.protocols import (
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
    Place,
    Write,
)
from annotator.model.layer_columns import LayerColumns
from annotator.services.disk.atomic_file import SaveError


def said(wanted: ExportFormat, done: str, error: Exception) -> str:
    """Say that a format failed at something that it should do."""
    return f"The format “{wanted.name}” could not {done} ({type(error).__name__}: {str(error)[:200]})."


def piece_of(wanted: ExportFormat, exported: Exported, options: ExportOptions) -> Piece:
    """Give what a format makes of a document, with everything counted that it does not hold.

    Raises FormatError and OSError, and nothing else.
    """
    try:
        piece: Any = wanted.piece(exported, options)
        held: Any = wanted.held(options)
    except (FormatError, OSError):
        raise
    except Exception as error:
        raise FormatError(said(wanted, "take it", error)) from error
    if not isinstance(piece, Piece):
        raise FormatError(f"The format “{wanted.name}” gave {type(piece).__name__} where a Piece is expected.")
    if not isinstance(held, Holds):
        raise FormatError(f"The format “{wanted.name}” gave {type(held).__name__} where a Holds is expected.")
    losses: Any = piece.losses
    if not isinstance(losses, Mapping) or any(type(count) not in (int, bool) for count in losses.values()):
        raise FormatError(f"The format “{wanted.name}” gave losses that are no numbers by name.")
    columns = columns_of(exported)
    counted = losses_in(columns, held)
    # What a format counts itself, by the same word, is the same loss.
    lost = counted | {word: max(n, counted.get(word, 0)) for word, n in losses.items() if n}
    number: Any = piece.annotations
    if number is not None and type(number) is not int:
        raise FormatError(f"The format “{wanted.name}” gave a number of annotations that is none.")
    return Piece(piece.content, lost, _held(columns, held) if number is None else number)


def _held(columns: LayerColumns, held: Holds) -> int:
    return len(columns) if held.types is None else sum(kind in held.types for kind in columns.annotations["type"])


class Writing(AbstractContextManager[Write]):
    """A format's writer. Raises SaveError where it fails, which ends the export and leaves nothing of it.

    What is written raises FormatError where one document cannot be. Errors from elsewhere pass through.
    """

    def __init__(self, wanted: ExportFormat, place: Place, options: ExportOptions) -> None:
        self._wanted, self._place, self._options = wanted, place, options

    def __enter__(self) -> Write:
        """Begin."""
        try:
            self._context = self._wanted.writer(self._place, self._options)
            self._write = self._context.__enter__()
        except Exception as error:
            raise self._named(error) from error
        return self._take

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; where there was an error already, that one counts."""
        try:
            self._context.__exit__(kind, error, trace)
        except Exception as raised:
            if error is None:
                raise self._named(raised) from raised

    def _take(self, content: Any) -> None:
        try:
            self._write(content)
        except FormatError:
            raise
        except Exception as error:
            raise self._named(error) from error

    def _named(self, error: Exception) -> OSError:
        if isinstance(error, OSError):
            return error
        why = str(error) if isinstance(error, FormatError) else said(self._wanted, "write", error)
        return SaveError(f"{why} Nothing was written.")
