"""The names of sidecars: ``<document file name>.<annotator id>.ann.json``."""

import os
import re
from functools import cache
from pathlib import PurePath

SUFFIX = ".ann.json"
LONGEST = 255
"""Of a file name: bytes, on Windows UTF-16 units."""
_NAME = re.compile(r"(?P<document>.+)\.(?P<annotator>[a-z0-9-]+)\.ann\.json", re.DOTALL)
_ID = re.compile("[a-z0-9-]+")
# What sync tools put into the name of the copy that lost: Syncthing, ownCloud, Google Drive, iCloud, and in the user's
# language Dropbox and Nextcloud.
_IN_CONFLICT = "confli|konfli|конфл|ristirii|motstrid|modstrid|çakış|ütköz|διένεξη|競合|冲突|衝突|충돌|ขัดแย้ง|xung đột"
_MARKS = (
    r"\.sync-conflict-\d{8}-\d{6}-[A-Z0-9]+|_conflict-\d{8}-\d{6}| \(\d+\)| \d{1,3}|"
    rf" ?\([^()]*(?:{_IN_CONFLICT})[^()]*\)"
)
# Between .ann and .json stands nothing else. OneDrive puts the computer's name there, the Explorer " - Copy" and the
# Finder " copy" in their user's language, file managers "(copy)".
_IN_BRACKETS = r" ?\((?:[^()]|\([^()]*\))*\)"
_OF_A_COPY = rf"-[^()]+|[ _–—][^().]*(?: \(\d+\))?|{_IN_BRACKETS}|[^\x00-\x7f][^().]*"
# What is no bare file name on one system or another: separators, drives and streams, devices, parents.
_NOT_BARE = re.compile(r"[/\\:\x00]|^\.{0,2}$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[. ]$", re.IGNORECASE)


def sidecar_name(document_name: str, annotator_id: str) -> str:
    """Give the name of an annotator's sidecar of a document."""
    return f"{document_name}.{annotator_id}{SUFFIX}"


def split_sidecar_name(name: str) -> tuple[str, str] | None:
    """Give the document's name and the annotator's id, or None for a name that is no sidecar's."""
    match = _NAME.fullmatch(name)
    return (match["document"], match["annotator"]) if match else None


def conflict_copy_of(name: str) -> str | None:
    """Give the name of the sidecar that a sync tool's conflict copy is of, or None for any other name."""
    if name[-5:].lower() != ".json" or _is_plain(name):
        return None
    original, number = _conflict().subn("", name)
    return original if number == 1 and split_sidecar_name(original) else None


@cache
def _conflict() -> re.Pattern[str]:
    """Give what is too much in the name of a copy; few folders have one."""
    return re.compile(
        rf"(?:(?<=\.ann)(?:{_OF_A_COPY}|{_MARKS})(?=\.json$)|(?:{_MARKS})(?=\.ann\.json$))", re.IGNORECASE
    )


def _is_plain(name: str) -> bool:
    """Tell in no time whether a name ends as those of sidecars do, and in no mark: so do most in a folder."""
    last = name.removesuffix(SUFFIX).rpartition(".")[2]
    return name.endswith(SUFFIX) and _ID.fullmatch(last) is not None and not last.startswith("sync-conflict-")


def is_bare(name: str) -> bool:
    """Tell whether a name can only mean a file in the folder at hand, whatever the system."""
    return _NOT_BARE.search(name) is None


def name_is_too_long(name: str) -> bool:
    """Tell whether no file can have this name."""
    return _size(name) > LONGEST


def shortened(name: str, room: int) -> str:
    """Give a name cut before its suffix so that ``room`` more characters of ASCII fit behind it."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    while stem and _size(stem + suffix) + room > LONGEST:
        stem = stem[:-1]
    return stem + suffix


def _size(name: str) -> int:
    return len(name.encode("utf-16-le")) // 2 if os.name == "nt" else len(os.fsencode(name))
