"""The annotators' files of each document, put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.formats.sidecar.called_alike import file_called, meant
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.services.folder.find_files import FoundSidecar


@dataclass(frozen=True, slots=True)
class DocumentFiles:
    """A document by its name with the folders and its path, where it may not be; and its sidecars by annotator."""

    name: str
    document: Path
    sidecars: Mapping[str, Path]


def by_document(sidecars: Iterable[FoundSidecar], failed: dict[str, str]) -> list[DocumentFiles]:
    """Put the sidecars of each document together, in the order found; ``failed`` names those that cannot be used."""
    found: dict[Path, tuple[str, dict[str, Path]]] = {}
    for sidecar in sidecars:
        parts = split_sidecar_name(sidecar.path.name)
        if parts is None:
            failed[str(sidecar.path)] = "Its name does not say whose it is; rename it to DOCUMENT.ANNOTATOR.ann.json."
            continue
        name = sidecar.document_name(parts[0])
        files = found.setdefault(meant(sidecar.path.with_name(parts[0])), (name, {}))[1]
        if parts[1] in files:
            failed[str(sidecar.path)] = f"{files[parts[1]].name} is {parts[1]}'s too, by a name that looks the same."
        files.setdefault(parts[1], sidecar.path)
    return [
        DocumentFiles(name, _document(name, by_annotator), dict(sorted(by_annotator.items())))
        for name, by_annotator in found.values()
    ]


def _document(name: str, sidecars: Mapping[str, Path]) -> Path:
    return file_called(next(iter(sidecars.values())).with_name(name.rpartition("/")[2]))
