"""One article read for the window's first paint, where nothing has to be asked or said and nothing takes long."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.documents.kinds import kind_of
from annotator.formats.sidecar_names import sidecar_name, split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.layer import Annotator
from annotator.services.open_document import CHECKED_AT_ONCE, Opened, open_path


def first_look(paths: Sequence[Path], annotator: Annotator) -> Opened | None:
    """Open the one article or annotation file that was named; None where that is for the whole window to do."""
    if len(paths) != 1 or not annotator.id or not _is_simple(paths[0], annotator):
        return None
    try:
        return open_path(paths[0], annotator)
    except (ValueError, OSError):
        # The window says why, when it is there.
        return None


def _is_simple(path: Path, annotator: Annotator) -> bool:
    parts = split_sidecar_name(path.name)
    if parts and parts[1] == ADJUDICATED:
        return False
    article = path.with_name(parts[0]) if parts else path
    sidecar = path if parts else path.with_name(sidecar_name(path.name, annotator.id))
    return kind_of(article.name) is None and _size(article) + _size(sidecar) <= CHECKED_AT_ONCE


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
