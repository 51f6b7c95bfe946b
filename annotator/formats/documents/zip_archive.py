"""Zip archives from anywhere: what is in them is checked before anything is unpacked."""

import zipfile
import zlib
from io import BytesIO
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final

from annotator.formats.documents.plain_text import SourceError

MEMBER_LIMIT: Final = 10_000
UNPACKED_LIMIT: Final = 256 * 2**20
RATIO_LIMIT: Final = 200
"""Text in markup shrinks to a twentieth; what shrinks more than this was made to burst."""
_RATIO_COUNTS_FROM = 4 * 2**20
_ENCRYPTED = 0x1


class ZipArchive:
    """The members of an archive by name. Raises SourceError for one that is broken, encrypted or made to do harm."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._file = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise SourceError(f"{name} is broken: it is no whole zip archive, as such a document should be.") from None
        self._check(self._file.infolist())

    def __contains__(self, member: str) -> bool:
        return member in self._file.NameToInfo

    def names(self) -> list[str]:
        """Give the names of all members that are no folders, in their order."""
        return [info.filename for info in self._file.infolist() if not info.is_dir()]

    def read(self, member: str) -> bytes:
        """Give a member's bytes; raises SourceError where there is none of that name or it is broken."""
        try:
            info = self._file.getinfo(member)
            with self._file.open(info) as file:
                data = file.read(info.file_size + 1)
        except KeyError:
            raise SourceError(f"{self._name} is broken: the part {member} is missing.") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
            raise SourceError(f"{self._name} is broken: its part {member} cannot be unpacked.") from None
        if len(data) != info.file_size:
            raise SourceError(f"{self._name} is broken: its part {member} has another size than the archive says.")
        return data

    def _check(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > MEMBER_LIMIT:
            raise SourceError(f"{self._name} holds {len(members):,} parts; more than {MEMBER_LIMIT:,} are not opened.")
        if any(info.flag_bits & _ENCRYPTED for info in members):
            raise SourceError(f"{self._name} is protected by a password. Save it without one and open it again.")
        if leaving := next((info.filename for info in members if _leaves(info.filename)), None):
            raise SourceError(f"{self._name} is not opened: its part “{leaving[:80]}” would lie outside the archive.")
        unpacked = sum(info.file_size for info in members)
        packed = sum(info.compress_size for info in members)
        if unpacked > UNPACKED_LIMIT or (unpacked > _RATIO_COUNTS_FROM and unpacked > RATIO_LIMIT * packed):
            raise SourceError(
                f"{self._name} is not opened: {packed / 2**20:,.1f} MiB would unpack to {unpacked / 2**20:,.0f} MiB."
            )
        if _overlap(members):
            raise SourceError(f"{self._name} is not opened: its parts overlap, as in an archive made to burst.")


def _leaves(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ":" in path.partition("/")[0] or ".." in PurePosixPath(path).parts


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Tell whether two members share bytes; Python 3.11 does not look."""
    places = sorted((info.header_offset, info.header_offset + info.compress_size) for info in members)
    return any(end > start for (_, end), (start, _) in pairwise(places))
