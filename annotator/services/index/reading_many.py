"""Many annotation files taken from the cache or read: those of a large folder by processes of their own."""

import os
import time
from collections.abc import Generator, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from annotator.services.folder.signature import Signature
from annotator.services.index.cache import Cache, Packed, packed, read_or_taken, unpacked
from annotator.services.index.reading import ReadFile, read_file
from annotator.services.running.engines import EngineError, run

AT_ONCE: Final = 50
"""So many files are read before processes are begun: those around the open document, of which names are offered."""
MANY: Final = 200
"""More files are read by processes."""
_CHUNK, _AHEAD = 20, 20
"""So many files go to a process at a time, and so often while what came before is taken or written."""


class _Apart(NamedTuple):
    """A file as a process read it, with its digest and its words as bytes, and when that was."""

    read: ReadFile
    kept: Packed | None
    read_ns: int


def read_many(
    cache: Cache, paths: Iterable[Path], known: Mapping[Path, Signature], jobs: int | None = None
) -> Generator[ReadFile]:
    """Give what files hold: by the cache where they are as they were read, else by reading and noting them."""
    left: list[Path] = []
    at_once = 0
    for path in paths:
        signature = known.get(path)
        if signature is not None and (taken := cache.take(path, signature)) is not None:
            yield taken
        elif at_once < AT_ONCE:
            at_once += 1
            yield read_or_taken(cache, path, cache.root, signature)
        else:
            left.append(path)
    if len(left) > MANY:
        done = set[Path]()
        for read in _read_apart(cache, left, known, jobs or max(2, (os.cpu_count() or 2) - 1)):
            done.add(read.path)
            yield read
        left = [path for path in left if path not in done]
    yield from (read_or_taken(cache, path, cache.root, known.get(path)) for path in left)


def _read_apart(cache: Cache, paths: list[Path], known: Mapping[Path, Signature], jobs: int) -> Iterator[ReadFile]:
    """Give what processes read, as far as they get: one may be ended from outside."""
    try:
        for read, kept, read_ns in run(partial(_apart, cache.root), paths, jobs, chunk=_CHUNK, ahead=_AHEAD):
            if kept is None:
                yield read
                continue
            whole = msgspec.structs.replace(read, digest=unpacked(kept))
            if (signature := known.get(read.path)) is not None:
                cache.keep_packed(whole, kept, signature, read_ns)
            yield whole
    except EngineError:
        return


def _apart(root: Path, path: Path) -> _Apart:
    began = time.time_ns()
    read = read_file(path, root)
    kept = packed(read.digest) if read.digest else None
    return _Apart(msgspec.structs.replace(read, digest=None) if kept else read, kept, began)
