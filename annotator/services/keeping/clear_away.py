"""Removing what killed processes left where a document is kept; nothing that may hold somebody's work is lost by it."""

from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.proportion import loads
from annotator.formats.sidecar.sidecar_names import SUFFIX
from annotator.services.disk.at_path import is_there, names_in
from annotator.services.disk.lock_beside import remove_unheld
from annotator.services.disk.temporary_files import remove_strays
from annotator.services.keeping.document_lock import LOCK_SUFFIX, Timeout, let_go, take
from annotator.services.user import state_folders
from annotator.services.user.earlier_states import keep_state, pack_states, states_of

_HALF_MADE = (".base", ".new", ".saved", LOCK_SUFFIX)


@dataclass(slots=True)
class StrayWork:
    """What killed processes left: what was removed, and the names of files whose earlier states have some of it now."""

    removed: list[Path] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def clear_away(folder: Path, journals: Path | None = None) -> StrayWork:
    """Clear a folder of documents, that of the journals and the temporary one; never raises.

    What was about to become an annotation file, or was one before, is put with the file's earlier states. May be called
    in any thread.
    """
    cleared = StrayWork()

    def keep(name: str, data: bytes) -> None:
        with suppress(ValueError):
            if name.endswith(SUFFIX) and loads(data) and not _is_known(folder / name, data):
                keep_state(folder / name, data)
                pack_states(folder / name)
                cleared.kept.append(name)

    place = journals or state_folders.journals()
    cleared.removed += [*remove_strays(folder, keep), *remove_unheld(folder), *remove_strays(Path(gettempdir()))]
    cleared.removed += [*remove_strays(place), *_half_made(place)]
    return cleared


def _is_known(path: Path, data: bytes) -> bool:
    """Tell whether a file holds some bytes, or did before."""
    digest = sha256(data).hexdigest()
    if any(state.sha256 == digest for state in states_of(path)):
        return True
    try:
        return read_regular(path) == data
    except OSError:
        return False


def _half_made(journals: Path) -> list[Path]:
    """Remove copies and locks of journals that were never begun or are gone, unless somebody has the document."""
    removed = []
    for name in names_in(journals):
        path = journals / name
        if path.suffix not in _HALF_MADE or is_there(path.with_suffix(".journal")) or not is_there(path):
            continue
        try:
            if (lock := take(path)) is None:
                continue
        except Timeout:
            continue
        with suppress(OSError):
            if path.suffix != LOCK_SUFFIX:
                path.unlink()
            removed.append(path)
        let_go(lock)
    return removed
