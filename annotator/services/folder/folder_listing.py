"""What lies in a folder and below: its documents, and whose sidecars stand beside them."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from annotator.formats.regular_files import leads_out
from annotator.formats.sidecar.called_alike import composed, file_called, is_of
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.services.disk.at_path import is_file, is_folder, names_in
from annotator.services.folder.sidecar_head import UNTOUCHED, sidecar_state
from annotator.services.folder.signature import Signature
from annotator.services.folder.walk import Walk, annotates, walk

_NUMBERS: Final = re.compile(r"(\d+)")
NaturalKey = tuple[list[str | int], str]


@dataclass(frozen=True, slots=True)
class FolderDocument:
    """A document of a folder; ``sidecars`` leads from annotator ids, in order, to the files beside it.

    ``below`` is the folder below the listed one that it lies in, "" for that one itself; ``order`` sorts documents by
    name, ``group`` the folders.
    """

    name: str
    path: Path
    sidecars: Mapping[str, Path]
    below: str = ""
    order: NaturalKey = field(init=False, compare=False, repr=False)
    group: tuple[NaturalKey, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Known before the window asks for it: it has to sort thousands within a frame.
        object.__setattr__(self, "order", natural_key(self.name))
        object.__setattr__(self, "group", folder_key(self.below))

    def state(self, annotator_id: str) -> str:
        """Give the state in an annotator's sidecar: one of STATES, "untouched" without one, or "unreadable".

        Reads the beginning of the file at every call; never raises for what is in it.
        """
        sidecar = self.sidecars.get(annotator_id)
        return sidecar_state(sidecar) if sidecar else UNTOUCHED


@dataclass(frozen=True, slots=True)
class Listing:
    """The documents of a folder, or those that were named together, by their paths as text and in order.

    ``lost`` are documents that are not here, with the annotation files that are. ``walks`` is what was looked at, by
    folder: as long as it is the same, so is all else. ``signatures`` are what the disk says of all annotation files
    there, of documents or not. ``outside`` are links that lead out of the folders: nobody named these, so they are not
    listed.
    """

    folder: Path | None = None
    together: tuple[Path, ...] = ()
    documents: Mapping[str, FolderDocument] = field(default_factory=dict)
    lost: Mapping[str, FolderDocument] = field(default_factory=dict)
    walks: Mapping[Path, Walk] = field(default_factory=dict)
    signatures: Mapping[Path, Signature] = field(default_factory=dict)
    outside: tuple[Path, ...] = ()

    @property
    def sidecars(self) -> list[Path]:
        """All annotation files of the documents."""
        return [path for document in self.documents.values() for path in document.sidecars.values()]

    @property
    def problems(self) -> dict[str, str]:
        """Sentences by the paths that they are about."""
        return {path: why for walked in self.walks.values() for path, why in walked.problems.items()}


def list_documents(folder: Path | None, together: Iterable[Path] = (), *, below: bool = True) -> Listing:
    """List the documents of a folder and of all below it, or those that are named together; never raises.

    Together each stands once, in the order given, from whatever folders: an annotation file for its document, a folder
    for all documents of its own and below. ``below`` False looks at no folder below.
    """
    together = tuple(together)
    wanted = {folder: below} if folder else _folders_of(together)
    return _listed(folder, together, {root: walk(root, below=deep) for root, deep in wanted.items()})


def list_anew(listing: Listing) -> tuple[Listing, list[str]] | None:
    """List again, and give which documents are new, gone or otherwise annotated; None where nothing is another.

    Where files were only written, the list of those documents is empty. What lies in a folder that cannot be listed now
    stays.
    """
    walks = {root: walk(root, before, below=before.below) for root, before in listing.walks.items()}
    if walks == listing.walks:
        return None
    fresh = _listed(listing.folder, listing.together, walks)
    former = {**listing.documents, **listing.lost}
    now = {**fresh.documents, **fresh.lost}
    changed = [key for key in {**former, **now} if former.get(key) != now.get(key)]
    changed += [key for key in listing.lost.keys() ^ fresh.lost.keys() if key not in changed]
    return _with_former(fresh, former), changed


def _with_former(fresh: Listing, former: Mapping[str, FolderDocument]) -> Listing:
    """Keep the documents that are as before, so that no others stand for them."""

    def kept(documents: Mapping[str, FolderDocument]) -> dict[str, FolderDocument]:
        return {key: former[key] if former.get(key) == one else one for key, one in documents.items()}

    return replace(fresh, documents=kept(fresh.documents), lost=kept(fresh.lost))


def _folders_of(together: Iterable[Path]) -> dict[Path, bool]:
    """Give the folders that are looked at for what is named, and whether all below them is meant."""
    wanted: dict[Path, bool] = {}
    for path in together:
        named = is_folder(path)
        root = path if named else path.parent
        wanted[root] = named or wanted.get(root, False)
    return wanted


def _listed(folder: Path | None, together: tuple[Path, ...], walks: Mapping[Path, Walk]) -> Listing:
    documents: dict[str, FolderDocument] = {}
    lost: dict[str, FolderDocument] = {}
    outside: list[Path] = []
    for root, walked in walks.items():
        found, without = _documents_in(walked)
        documents.update((str(document.path), document) for document in found)
        lost.update((str(document.path), document) for document in without)
        if folder or root in together:
            outside += [root / path for path in walked.outside]
    if folder is None:
        documents = {str(document.path): document for document in _named(together, documents)}
        asked = [path for path in together if path in walks]
        lost = {key: one for key, one in lost.items() if any(one.path.is_relative_to(path) for path in asked)}
    signatures = {root / path: one for root, walked in walks.items() for path, one in walked.sidecars.items()}
    return Listing(folder, together, documents, lost, walks, signatures, tuple(outside))


def _documents_in(walked: Walk) -> tuple[list[FolderDocument], list[FolderDocument]]:
    """Give the documents of a walk, "2.txt" before "10.txt" and a folder before those below it, and the lost ones."""
    names: dict[str, list[str]] = {}
    sidecars: dict[str, dict[str, dict[str, Path]]] = {}
    for path in walked.documents:
        below, _sign, name = path.rpartition("/")
        names.setdefault(below, []).append(name)
    for path in walked.sidecars:
        below, _sign, name = path.rpartition("/")
        if parts := annotates(name):
            sidecars.setdefault(below, {}).setdefault(parts[0], {})[parts[1]] = walked.root / path
    found: list[FolderDocument] = []
    lost: list[FolderDocument] = []
    for below in sorted({**names, **sidecars}, key=folder_key):
        folder, beside = walked.root / below, sidecars.get(below, {})
        here = names.get(below, [])
        gone = _join_called_alike(here, beside)
        made = [FolderDocument(name, folder / name, dict(sorted(beside.get(name, {}).items())), below) for name in here]
        found += sorted(made, key=lambda document: document.order)
        # One of a kind that is not listed may be there all the same.
        lost += [
            FolderDocument(name, folder / name, dict(sorted(beside[name].items())), below)
            for name in sorted(gone, key=natural_key)
            if not os.path.lexists(folder / name)
        ]
    return found, lost


def _join_called_alike(names: list[str], sidecars: dict[str, dict[str, Path]]) -> list[str]:
    """Give documents the annotation files whose name is canonically equal to theirs, and no other document's.

    Gives the names for which there is no document.
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(composed(name), []).append(name)
    gone: list[str] = []
    for called in sidecars.keys() - set(names):
        if len(found := alike.get(composed(called), [])) == 1:
            sidecars[found[0]] = sidecars[called] | sidecars.get(found[0], {})
        else:
            gone.append(called)
    return gone


def _named(together: Iterable[Path], listed: Mapping[str, FolderDocument]) -> Iterable[FolderDocument]:
    found: dict[Path, FolderDocument] = {}
    for path in together:
        if is_folder(path):
            found.update((one.path, one) for one in listed.values() if one.path.is_relative_to(path))
            continue
        parts = split_sidecar_name(path.name)
        document = file_called(path.with_name(parts[0]) if parts else path)
        found[document] = listed.get(str(document)) or _named_itself(document)
    return found.values()


def _named_itself(document: Path) -> FolderDocument:
    """Give a document that its folder does not list, as a link that leads elsewhere, with what lies beside it."""
    annotated = ((document.with_name(name), annotates(name)) for name in sorted(names_in(document.parent)))
    inside = {parts[1]: path for path, parts in annotated if parts and is_of(parts[0], document) and _is_inside(path)}
    return FolderDocument(document.name, document, inside if os.path.islink(document) else {})  # noqa: PTH114


def _is_inside(path: Path) -> bool:
    return is_file(path) and not leads_out(path, path.parent)


def natural_key(name: str) -> NaturalKey:
    """Give a key that sorts names as people do: case does not count, and numbers count as numbers."""
    parts = _NUMBERS.split(name.casefold())
    return [int(part) if index % 2 else part for index, part in enumerate(parts)], name


def folder_key(below: str) -> tuple[NaturalKey, ...]:
    """Give a key that sorts folders by the names on the way to them, each behind the one that it lies in."""
    return tuple(map(natural_key, below.split("/"))) if below else ()
