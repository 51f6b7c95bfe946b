"""What annotation files and codebooks held before they were saved over, kept with the user's own data.

Each file has a folder, named after a hash of its path as journals are. A state is a file in it, named after the time at
which it was replaced and the hash of what it holds. The last ten are kept, and the last of each day for thirty days.
"""

import os
import re
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from annotator.formats.regular_files import read_regular
from annotator.services.disk.at_path import names_in
from annotator.services.disk.temporary_files import hidden_name, remove_strays
from annotator.services.user import state_folders

LAST: Final = 10
DAYS: Final = 30
_PLAIN: Final = ".json"
_PACKED: Final = ".z"
_NAME: Final = re.compile(r"(\d{8}T\d{6})(\d{6})Z-([0-9a-f]{64})(?:\.json|\.z)")
_TIME: Final = "%Y%m%dT%H%M%S%f"
_QUICKLY: Final = 1
_BINARY: Final = getattr(os, "O_BINARY", 0)


class StateError(ValueError):
    """A state that was kept is damaged; the message says so."""


@dataclass(frozen=True, slots=True)
class EarlierState:
    """What a file held until it was replaced at a time, in UTC."""

    file: Path
    replaced: datetime
    sha256: str

    def read(self) -> bytes:
        """Give what the file held. Raises StateError, OSError."""
        try:
            kept = read_regular(self.file)
        except FileNotFoundError:  # it was packed meanwhile
            kept = read_regular(self.file.with_suffix(_PACKED))
        data = kept if sha256(kept).hexdigest() == self.sha256 else _unpacked(kept)
        if sha256(data).hexdigest() != self.sha256:
            raise StateError("What was kept of this state is damaged.")
        return data


def keep_state(path: Path, data: bytes, digest: str | None = None, time: datetime | None = None) -> bool:
    """Keep what a file holds before it is replaced; tells whether it is kept. Never raises: the file has to be saved.

    ``digest`` is the SHA-256 of the data where that is known. A state that is kept already is not kept twice. It is
    written as it is, since a save waits for it: ``pack_states`` makes it small. Both may be called in any thread.
    """
    if not data:
        return False
    folder, digest, time = _folder(path), digest or sha256(data).hexdigest(), time or datetime.now(UTC)
    state = EarlierState(folder / f"{time.strftime(_TIME)}Z-{digest}{_PLAIN}", time, digest)
    try:
        # Of folders made on the way, the mode is not set.
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        former = states_of(path)
        _write(state.file, data)
    except OSError:
        return False
    _remove(one.file for one in former if one.sha256 == digest)
    others = [one for one in former if one.sha256 != digest]
    _remove(one.file for one in _superfluous(sorted([state, *others], key=_when, reverse=True)))
    return True


def pack_states(path: Path) -> None:
    """Make what is kept of a file small, and clear away what killed processes left there; never raises."""
    remove_strays(_folder(path))
    for state in states_of(path):
        if state.file.suffix == _PLAIN:
            with suppress(OSError, StateError):
                _write(state.file.with_suffix(_PACKED), zlib.compress(state.read(), _QUICKLY))
                state.file.unlink()


def states_of(path: Path) -> list[EarlierState]:
    """Give the states that are kept of a file, the latest first; never raises."""
    folder = _folder(path)
    # While one is packed it is there twice.
    found = {match[0].partition(".")[0]: match for name in sorted(names_in(folder)) if (match := _NAME.fullmatch(name))}
    states = [
        EarlierState(folder / match[0], datetime.fromisoformat(f"{match[1]}.{match[2]}+00:00"), match[3])
        for match in found.values()
    ]
    return sorted(states, key=_when, reverse=True)


def _when(state: EarlierState) -> datetime:
    return state.replaced


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def _superfluous(states: list[EarlierState]) -> list[EarlierState]:
    """Give those of the states, the latest first, that are kept no longer."""
    oldest = states[0].replaced - timedelta(days=DAYS) if states else None
    days: set[object] = set()
    gone = []
    for number, state in enumerate(states):
        is_last_of_day = state.replaced.date() not in days
        days.add(state.replaced.date())
        if number >= LAST and (not is_last_of_day or (oldest and state.replaced < oldest)):
            gone.append(state)
    return gone


def _folder(path: Path) -> Path:
    return state_folders.earlier_states() / sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:32]


def _write(path: Path, data: bytes) -> None:
    # Not synced: it is what the disk had before, and a save may not wait for it.
    temporary = path.with_name(hidden_name("state"))
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600), "wb") as file:
            file.write(data)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
