"""The plain ways of writing what a format's pieces hold: all into one file, or each as files of its own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from annotator.formats.exchange.protocols import Place, Write


@contextmanager
def one_file(place: Place, name: str = "") -> Iterator[Write]:
    """Write pieces of bytes behind each other into one file."""
    yield place.file(name).write


@contextmanager
def files_of_pieces(place: Place) -> Iterator[Write]:
    """Write pieces that are lists of (name, bytes), each pair a file of the folder."""

    def write(files: Iterable[tuple[str, bytes]]) -> None:
        for name, data in files:
            place.add(name, data)

    yield write
