"""The joined columns of a folder in its cache; where anything is wrong with them, files are put in one by one."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import msgspec

from annotator.services.folder.signature import Signature
from annotator.services.index.cache import Cache
from annotator.services.index.contents import Contents
from annotator.services.index.gathering import as_known
from annotator.services.index.joined import Joined, Joining, KnownRead
from annotator.services.index.rejoining import Setting, contents_of, fitting
from annotator.services.running.garbage import collector_paused
from annotator.services.running.memory import give_back

_FILES: Final = "select path, size, mtime_ns, inode, ctime_ns, read_ns, sha256 from file"
_PUT: Final = "insert or replace into joined(id, crc, data) values(1, ?, zeroblob(?))"
_MANY: Final = b"\xdc"
"""What 16 to 65,535 elements begin with in MessagePack, before their number in two bytes."""
LEAST: Final = 0.5
"""Where fewer of a folder's files are as they were joined, all are put in one by one."""
_joined_of = msgspec.msgpack.Decoder(Joined).decode


def keep_joined(cache: Cache, joining: Joining) -> bool:
    """Keep what is joined of the files that the cache knows as they are; tells whether there was anything to keep."""
    made = joining.made(_known(cache))
    return made is not None and _keep(cache, made)


def keep_gathered(cache: Cache, joined: Joined) -> bool:
    """Keep what was gathered, each file as the cache knows it; tells whether it could be."""
    return _keep(cache, as_known(joined, _known(cache)))


def _keep(cache: Cache, joined: Joined) -> bool:
    try:
        crc, size = 0, 0
        for piece in encoded(joined):
            crc, size = crc32(piece, crc), size + len(piece)
    except (UnicodeEncodeError, msgspec.MsgspecError):
        return False

    def put(database: sqlite3.Connection) -> None:
        # A value that is handed over would be copied, and held for as long as the cache is open.
        database.execute(_PUT, (crc, size))
        with database.blobopen("joined", "data", 1) as blob:
            for piece in encoded(joined):
                blob.write(piece)

    cache.change(put)
    return True


def encoded(joined: Joined) -> Iterator[bytes]:
    """Give what was joined as MessagePack, column by column: as a whole it takes as much room as all of them."""
    encode = msgspec.msgpack.Encoder().encode
    yield encode(msgspec.structs.replace(joined, columns=[]))[:-1] + _MANY + len(joined.columns).to_bytes(2)
    yield from map(encode, joined.columns)


def _known(cache: Cache) -> dict[str, KnownRead]:
    """Give the files that the cache knows, as they were read."""
    cache.write()
    nothing: list[tuple[Any, ...]] = []
    rows = cache.ask(lambda database: database.execute(_FILES).fetchall(), nothing)
    return {path: (Signature(*numbers), read_ns, sha256) for path, *numbers, read_ns, sha256 in rows}


def kept_contents(cache: Cache, listed: Mapping[Path, Signature], setting: Setting) -> Contents | None:
    """Give what was joined, of the files that are as they were; None where there is nothing that could be used."""
    contents = _kept_contents(cache, listed, setting)
    if contents is not None:
        give_back()
    return contents


def _kept_contents(cache: Cache, listed: Mapping[Path, Signature], setting: Setting) -> Contents | None:
    if (block := cache.ask(_block, None)) is None:
        return None
    crc, data = block
    try:
        if crc32(data) == crc:
            with collector_paused():
                joined = _joined_of(data)
                files = joined.files.files()
                paths = fitting(files, cache.root, listed)
                enough = sum(path is not None for path in paths) >= max(len(listed) * LEAST, 1)
                return contents_of(joined, files, cache.root, paths, setting) if enough else None
    except (ValueError, LookupError, TypeError, OverflowError, MemoryError):
        pass
    drop_joined(cache)
    return None


def _block(database: sqlite3.Connection) -> tuple[int, bytes] | None:
    """Give what was joined with its checksum, as both are at one moment; None where there is nothing."""
    database.execute("begin")
    try:
        row = database.execute("select crc from joined where id = 1 and typeof(data) = 'blob'").fetchone()
        if row is None:
            return None
        # A row gives it as a copy of a copy.
        with database.blobopen("joined", "data", 1, readonly=True) as blob:
            return row[0], blob.read()
    finally:
        database.execute("commit")


def drop_joined(cache: Cache) -> None:
    """Forget what was joined."""
    cache.change(lambda database: database.execute("delete from joined"))
