"""A layer to its sidecar: dump, look whether somebody else wrote the file, replace it."""

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from annotator import __version__
from annotator.formats.sidecar.sidecar_json import dump_sidecar
from annotator.model.clock import now
from annotator.model.layer import Layer
from annotator.services.disk.atomic_file import Outcome, refuse_if_changed, write_atomically
from annotator.services.running.garbage import collector_paused

GENERATOR = f"annotator {__version__}"


@dataclass(frozen=True, slots=True)
class Saved:
    """The hash of the bytes that are on disk now, and how safe they are.

    ``former`` is what the file held before, None where it was not there. ``alone`` is False where nothing could keep
    another writer away: then somebody's version may have been written over, or this one be by now.
    """

    sha256: str
    outcome: Outcome
    former: bytes | None = None
    alone: bool = True


def save(layer: Layer, path: Path, expected: str | None) -> Saved:
    """Write a layer; ``expected`` is the hash of the file as it was read, None where there was none.

    Raises ChangedOnDisk where the file is another one by now, SaveError where it cannot be written; it is left alone.
    """
    time = now()
    head = replace(layer.head, generator=GENERATOR, modified=time, created=layer.head.created or time)
    with collector_paused():
        data = dump_sidecar(replace(layer, head=head))
    only_if = refuse_if_changed(expected)
    outcome = write_atomically(path, data, only_if)
    return Saved(sha256(data).hexdigest(), outcome, only_if.former, only_if.alone)
