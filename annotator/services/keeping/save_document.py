"""A layer to its sidecar: dump, look whether somebody else wrote the file, replace it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from annotator.formats.sidecar.sidecar_json import GENERATOR, dump_sidecar
from annotator.model.clock import now
from annotator.model.layer import Layer
from annotator.services.disk.atomic_file import Outcome, UnchangedOnDisk, write_atomically
from annotator.services.running.garbage import collector_paused
from annotator.services.user.earlier_states import keep_state

Dump = Callable[[Layer], bytes]


@dataclass(frozen=True, slots=True)
class Saved:
    """The bytes that are on disk now, their hash, and how safe they are.

    ``alone`` is False where nothing could keep another writer away: then somebody's version may have been written over,
    or this one be by now.
    """

    data: bytes
    sha256: str
    outcome: Outcome
    alone: bool = True


def save(
    layer: Layer, path: Path, expected: str | None, *, dump: Dump = dump_sidecar, known: bytes | None = None
) -> Saved:
    """Write a layer; ``expected`` is the hash of the file as it was read, None where there was none.

    ``dump`` may remember what it wrote before; ``known`` are the file's bytes where they are at hand. What the file
    held is with its earlier states before another takes its place. Raises ChangedOnDisk where it is another one by now,
    SaveError where it cannot be written; it is left alone.
    """
    return put(bytes_of(layer, dump), path, expected, known)


def bytes_of(layer: Layer, dump: Dump = dump_sidecar) -> bytes:
    """Give the bytes that a layer is saved as now."""
    time = now()
    head = replace(layer.head, generator=GENERATOR, modified=time, created=layer.head.created or time)
    with collector_paused():
        return dump(replace(layer, head=head))


def put(data: bytes, path: Path, expected: str | None, known: bytes | None = None) -> Saved:
    """Write a sidecar's bytes as ``save`` does."""
    only_if = UnchangedOnDisk(expected, partial(keep_state, path), known)
    outcome = write_atomically(path, data, only_if)
    return Saved(data, sha256(data).hexdigest(), outcome, only_if.alone)
