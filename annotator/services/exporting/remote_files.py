"""Annotation files that lie elsewhere, named by a URL such as ``s3://bucket/folder``, read one by one.

fsspec knows the protocols; it is loaded where a URL is met, and never otherwise.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

from annotator.formats.exchange.registry import how_to_get, is_missing
from annotator.formats.sidecar.called_alike import composed
from annotator.formats.sidecar.proportion import loads
from annotator.formats.sidecar.sidecar_names import SUFFIX, is_bare, split_sidecar_name
from annotator.services.disk.at_path import is_put_away
from annotator.services.disk.temporary_files import temporary_prefix
from annotator.services.folder.find_files import Found, FoundSidecar
from annotator.services.keeping.annotated_file import read_sidecar_bytes

_URL = re.compile("[A-Za-z][A-Za-z0-9+.-]+://")
_MAGIC = re.compile(r"[*?\[]")


class RemoteError(OSError):
    """What a URL names cannot be reached; the message is a sentence for people."""


def is_url(name: str) -> bool:
    """Tell whether a name is a URL of something that lies elsewhere; ``file://`` is here, see ``here``."""
    return bool(_URL.match(name)) and not name.lower().startswith("file://")


def here(name: str) -> str:
    """Give the path that a ``file://`` URL means; other names as they are."""
    if not name.lower().startswith("file://"):
        return name
    from urllib.request import url2pathname  # with all of http, and most names are no URLs

    path = url2pathname(urlsplit(name).path)
    return path if not name.endswith("/") or path.endswith("/") else f"{path}/"


@contextmanager
def reaching(url: str) -> Iterator[None]:
    """Turn whatever goes wrong between here and a URL into a RemoteError that says what to do."""
    try:
        yield
    except RemoteError:
        raise
    except ImportError as error:
        # Where the extra is there, it is the package of one protocol, which the error names.
        raise RemoteError(how_to_get(f"{url}: It", "remote") if is_missing("remote") else f"{url}: {error}") from error
    except FileNotFoundError as error:
        raise RemoteError(f"{url}: There is nothing of this name.") from error
    except Exception as error:  # each protocol has errors of its own
        raise RemoteError(f"{url}: It could not be reached ({type(error).__name__}: {error}).") from error


def file_system(url: str) -> tuple[Any, str]:
    """Give the file system of a URL, and the path in it. Raises RemoteError."""
    with reaching(url):
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
        return system, str(path)


@dataclass(frozen=True, slots=True)
class RemoteSidecar(FoundSidecar):
    """A sidecar that lies elsewhere; ``path`` is its bare name, ``url`` where it is."""

    url: str = ""

    @property
    def shown(self) -> str:
        """What messages call it."""
        return self.url

    @property
    def root(self) -> Path:
        """The folder that was asked for, by its address."""
        folder = PurePosixPath(self.url).parent
        return Path(folder.parents[self.below.count("/")] if self.below else folder)

    def folders(self) -> tuple[Path, ...]:
        """Give none: they are not here."""
        return ()

    @contextmanager
    def at_hand(self) -> Iterator[Path]:
        """Give a copy with its document beside it, for as long as it is read. Raises RemoteError."""
        system, path = file_system(self.url)
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix=temporary_prefix()) as folder:
            sidecar = Path(folder) / self.path.name
            with reaching(self.url):
                system.get_file(path, str(sidecar))
                for name in _document_names(sidecar):
                    beside = str(PurePosixPath(path).with_name(name))
                    if system.exists(beside):
                        system.get_file(beside, str(sidecar.with_name(name)))
                        break
            yield sidecar


def find_remote(url: str) -> Found:
    """Find the sidecars that a URL means, as ``find_sidecars`` does for paths; in the same order."""
    found = Found()
    try:
        system, path = file_system(url)
        with reaching(url):
            paths = _paths(system, path)
    except RemoteError as error:
        found.problems[url] = str(error).removeprefix(f"{url}: ")
        return found
    for name in sorted(paths, key=lambda name: PurePosixPath(name).parts):
        below = "" if paths[name] is None else _below(name, str(paths[name]))
        if not any(part.startswith(".") or is_put_away(part) for part in below.split("/")):
            there = system.unstrip_protocol(name)
            found.sidecars.append(RemoteSidecar(Path(PurePosixPath(name).name), below, url=there))
    if not found.sidecars:
        found.problems[url] = "There is no annotation file (*.ann.json) there."
    return found


def _paths(system: Any, path: str) -> dict[str, str | None]:
    """Give the sidecars' paths, each with the folder that was asked for, or None."""
    matches = sorted(map(str, system.glob(path))) if _MAGIC.search(path) and not system.exists(path) else [path]
    paths: dict[str, str | None] = {}
    for match in matches:
        if system.isdir(match):
            paths.update({str(name): match for name in system.find(match) if str(name).endswith(SUFFIX)})
        elif match.endswith(SUFFIX):
            paths.update({match: None} if system.exists(match) else {})
        elif system.exists(match):
            parent, name = PurePosixPath(match).parent, PurePosixPath(match).name
            beside = (str(found) for found in system.ls(str(parent), detail=False))
            paths.update({found: None for found in beside if _is_of(found, name)})
    return paths


def _is_of(path: str, document: str) -> bool:
    parts = split_sidecar_name(PurePosixPath(path).name)
    return parts is not None and composed(parts[0]) == composed(document)


def _below(path: str, folder: str) -> str:
    parent = str(PurePosixPath(path).parent)
    return parent[len(folder.rstrip("/")) :].strip("/")


def _document_names(sidecar: Path) -> list[str]:
    """Give the names that a sidecar's document may have: by the sidecar's own name, and as it records."""
    parts = split_sidecar_name(sidecar.name)
    names = [parts[0]] if parts else []
    try:
        recorded = loads(read_sidecar_bytes(sidecar))["document"]["name"]
    except (ValueError, KeyError, TypeError):
        return names
    names += [recorded] if isinstance(recorded, str) and is_bare(recorded) else []
    return list(dict.fromkeys([*names, *(normalize(form, name) for name in names for form in ("NFC", "NFD"))]))
