"""One article read for the window's first paint, where nothing has to be asked or said and nothing takes long."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.layer import Annotator
from annotator.services.keeping.open_document import Opened, open_path, opens_at_once


def open_first_article(paths: Sequence[Path], annotator: Annotator) -> Opened | None:
    """Open the one article or annotation file that was named; None where that is for the whole window to do."""
    if len(paths) != 1 or not annotator.id or not opens_at_once(paths[0], annotator) or _is_adjudicated(paths[0]):
        return None
    try:
        return open_path(paths[0], annotator)
    except (ValueError, OSError):
        # The window says why, when it is there.
        return None


def _is_adjudicated(path: Path) -> bool:
    parts = split_sidecar_name(path.name)
    return parts is not None and parts[1] == ADJUDICATED
