"""The text that annotations were made on, where the document is another one by now and the old one is at hand still."""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Final

from annotator.formats.documents.kinds import kind_of
from annotator.formats.documents.plain_text import SIZE_LIMIT, SourceError
from annotator.formats.regular_files import read_regular, regular_size
from annotator.formats.sidecar.sidecar_names import SUFFIX
from annotator.model.document import DocumentInfo
from annotator.services.anchoring.git_history import earlier_versions
from annotator.services.reading.document_file import read_bytes

MOST_COPIES: Final = 20
MOST_NAMES: Final = 2_000
"""So many copies are read, and so many names of a folder looked at: there the documents lie by the thousand."""

_MOST_BYTES: Final = 8
"""What a code point may take in any encoding, with a carriage return that was dropped."""


def former_text(recorded: DocumentInfo, places: Iterable[Path]) -> str | None:
    """Give the text of a recorded hash: from the document, a copy of it in its folder, or git; None if it is nowhere.

    ``places`` are where the document lies or lay. Nothing is written.
    """
    for place in dict.fromkeys(places):
        least, most = _sizes(place, recorded)
        for data in chain(_in_folder(place, least, most), earlier_versions(place, least, most)):
            if (text := _text(data, place.name, recorded)) is not None:
                return text
    return None


def _text(data: bytes, name: str, recorded: DocumentInfo) -> str | None:
    if kind_of(name) is not None and sha256(data).hexdigest() != recorded.bytes_sha256:
        return None
    try:
        document = read_bytes(data, name, recorded.encoding or None)
    except SourceError:
        return None
    return document.text if document.info.text_sha256 == recorded.text_sha256 else None


def _sizes(place: Path, recorded: DocumentInfo) -> tuple[int, int]:
    if kind_of(place.name) is not None or not recorded.characters:
        return 0, SIZE_LIMIT
    return recorded.characters, min(SIZE_LIMIT, _MOST_BYTES * recorded.characters + _MOST_BYTES)


def _in_folder(place: Path, least: int, most: int) -> Iterator[bytes]:
    """Read the document and what editors and sync tools leave beside it: ``x.txt~``, ``x.txt.bak``, ``x (old).txt``."""
    for name in (place.name, *islice(_copies(place), MOST_COPIES)):
        path = place.with_name(name)
        try:
            if least <= regular_size(path) <= most:
                yield read_regular(path)
        except OSError:
            continue


def _copies(place: Path) -> list[str]:
    try:
        with os.scandir(place.parent) as entries:
            names = [entry.name for entry in islice(entries, MOST_NAMES)]
    except OSError:
        return []
    found = [name for name in names if name.startswith(place.stem) and name != place.name]
    return sorted(name for name in found if not name.endswith(SUFFIX) and place.suffix in name)
