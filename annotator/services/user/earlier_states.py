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
_NAME = re.compile(r"(\d{8}T\d{12})Z-([0-9a-f]{64})\.z")
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
            data = zlib.decompress(read_regular(self.file))
        except zlib.error:
            data = b""
        if sha256(data).hexdigest() != self.sha256:
            raise StateError("What was kept of this state is damaged.")
        return data


def keep_state(path: Path, data: bytes | None, time: datetime | None = None) -> bool:
    """Keep what a file held before it was replaced; tells whether it is kept. Never raises: the file itself is saved.

    May be called in any thread. A state that is kept already is not kept twice.
    """
    if not data:
        return False
    folder = _folder(path)
    name = f"{(time or datetime.now(UTC)).strftime(_TIME)}Z-{sha256(data).hexdigest()}.z"
    try:
        # Of folders made on the way, the mode is not set.
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.mkdir(exist_ok=True, mode=0o700)
        remove_strays(folder)
        former = states_of(path)
        _write(folder / name, zlib.compress(data, _QUICKLY))
    except OSError:
        return False
    _remove(state.file for state in former if state.sha256 == sha256(data).hexdigest())
    _remove(state.file for state in _superfluous(states_of(path)))
    return True


def states_of(path: Path) -> list[EarlierState]:
    """Give the states that are kept of a file, the latest first; never raises."""
    folder = _folder(path)
    found = [(folder / name, match) for name in names_in(folder) if (match := _NAME.fullmatch(name))]
    states = [
        EarlierState(file, datetime.strptime(match[1], _TIME).replace(tzinfo=UTC), match[2]) for file, match in found
    ]
    return sorted(states, key=lambda state: state.replaced, reverse=True)


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
