"""What suggestions may know of a folder, made anew from its codebook and annotation files at any time."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.annotator_id import SUGGESTED
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.codebook.folder_codebook import folder_codebook
from annotator.services.folder.find_files import FoundSidecar, find_sidecars
from annotator.services.folder.whose import which_files
from annotator.services.index.index import FolderIndex
from annotator.services.index.reading import read_layer
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.proposing.known_names import known_in
from annotator.services.running.progress import Counter as Steps
from annotator.services.running.progress import Progress, no_progress
from annotator.services.suggesting.habits import Habits
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.learning import learned_from


@dataclass(slots=True)
class Gathered:
    """Knowledge of a folder, and why files of it taught nothing."""

    knowledge: Knowledge
    problems: dict[str, str] = field(default_factory=dict)


def folder_knowledge(folder: Path, annotator: str = "", progress: Progress = no_progress) -> Gathered:
    """Read what a folder's annotators did: names and topics of the files that speak, habits of one annotator.

    Without an annotator all files are read. Where the codebook asks for blind coding, nothing of anybody but the
    annotator is.
    """
    problems: dict[str, str] = {}
    codebook = _codebook(folder, problems)
    found = find_sidecars([str(folder)])
    blind = bool(codebook and codebook.blind)
    speaking = [one.file for one in which_files(found.sidecars, (annotator,)) if one.file is not None]
    chosen = speaking if annotator else [one for one in found.sidecars if not _is_of(one, SUGGESTED)]
    read = [one for one in chosen if not blind or _is_of(one, annotator)]
    steps = Steps(len(read), progress)
    index, habits = FolderIndex(folder, annotator), Habits()
    index.put_codebook(folder, codebook)
    for sidecar in read:
        for document, layer in _read(sidecar, problems):
            index.put_file(read_layer(sidecar.path, layer))
            if document and (not annotator or layer.head.annotator.id == annotator):
                habits = learned_from(habits, document, layer)
        steps.step(sidecar.path)
    return Gathered(replace(known_in(index.names, codebook), habits=habits), problems)


def _codebook(folder: Path, problems: dict[str, str]) -> Codebook | None:
    try:
        return folder_codebook(folder)
    except CodebookError as error:
        problems[str(folder)] = str(error)
        return None


def _is_of(sidecar: FoundSidecar, annotator: str) -> bool:
    parts = split_sidecar_name(sidecar.path.name)
    return bool(annotator) and parts is not None and parts[1] == annotator


def _read(sidecar: FoundSidecar, problems: dict[str, str]) -> Iterator[tuple[Document | None, Layer]]:
    try:
        annotated = read_annotated(sidecar.path, duplicates=False, root=sidecar.root)
    except SidecarError as error:
        problems[sidecar.shown] = str(error)
    except OSError as error:
        problems[sidecar.shown] = f"It could not be read: {error.strerror}."
    else:
        yield annotated.document, annotated.layer
