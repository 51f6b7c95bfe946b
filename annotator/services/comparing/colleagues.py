"""Colleagues' sidecars as a review reads them: refused where they are of something else, and never written to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.formats.sidecar.called_alike import is_of
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_checks import check_name
from annotator.formats.sidecar.sidecar_json import Loaded, SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import SUFFIX, split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED, RESERVED
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.disk.at_path import is_file, names_in, not_read
from annotator.services.keeping.annotated_file import document_of, read_sidecar_bytes
from annotator.services.keeping.open_document import OpenError, placed_layer
from annotator.services.running.progress import Progress, no_progress, part


@dataclass(frozen=True, slots=True)
class Colleague:
    """One annotator's layer, to be looked at; ``text_changed`` tells whether it was made on another text."""

    id: str
    name: str
    path: Path
    layer: Layer
    findings: list[Finding]
    text_changed: bool = False

    def ref(self, annotation_id: str) -> str:
        """Name an annotation as decisions do: ``annotator:annotation``."""
        return f"{self.id}:{annotation_id}"


def is_sidecar(path: Path) -> bool:
    """Tell whether a file is an annotation file by its name."""
    return path.name.endswith(SUFFIX)


def is_adjudicated(path: Path) -> bool:
    """Tell whether a file is by its name the one that settles differences."""
    parts = split_sidecar_name(path.name)
    return parts is not None and parts[1] == ADJUDICATED


def sidecars_beside(document: Path) -> list[Path]:
    """Give the annotators' sidecars of a document in its folder, without the adjudicated one, in order of their ids."""
    found = [
        (parts[1], document.with_name(name))
        for name in names_in(document.parent)
        if (parts := split_sidecar_name(name)) and parts[1] not in RESERVED and is_of(parts[0], document)
    ]
    return [path for _id, path in sorted(found) if is_file(path)]


def is_review(paths: Sequence[Path]) -> bool:
    """Tell whether files opened together are to be reviewed: annotation files, or an adjudicated one with others."""
    if not paths or not all(is_sidecar(path) and is_file(path) for path in paths):
        return False
    if len(paths) == 1:
        document = document_of(paths[0].absolute(), "") if is_adjudicated(paths[0]) else None
        return document is not None and len(sidecars_beside(document)) > 1
    return len({document_of(path.absolute(), "") or path.parent for path in paths}) == 1


def document_path_of(sidecars: Iterable[Path]) -> Path:
    """Give the document that annotation files are about, found beside one of them; raises OpenError."""
    paths = list(sidecars)
    for path in paths:
        if document := document_of(path.absolute(), ""):
            return document
    for path in paths:
        if document := document_of(path.absolute(), _loaded(path).layer.document.name):
            return document
    raise OpenError(
        f"The document of {paths[0].name} is not beside it. Put it into the folder {paths[0].absolute().parent} "
        "and open the files again."
    )


def read_colleagues(paths: Sequence[Path], document: Document, progress: Progress = no_progress) -> list[Colleague]:
    """Read annotation files for a review of a document; raises OpenError for the first that cannot take part."""
    colleagues: dict[str, Colleague] = {}
    for number, path in enumerate(paths):
        colleague = read_colleague(path, document, part(progress, number, len(paths)))
        if earlier := colleagues.get(colleague.id):
            raise OpenError(
                f"{earlier.path.name} and {path.name} are both by the annotator “{colleague.id}”. "
                "Review one of them, or merge the two into one file first."
            )
        colleagues[colleague.id] = colleague
    return list(colleagues.values())


def unplaced(layer: Layer) -> int:
    """Count the annotations that have no place in the text."""
    return sum(not annotation.fragments for annotation in layer.annotations.values())


def moved_words(lost: int) -> str:
    """Say what became of annotations that were made on another version of the text; ``lost`` are unplaced now."""
    rest = f"; {lost:,} {'is' if lost == 1 else 'are'} unplaced" if lost else ""
    return f"made on another version of the text; the annotations were found again by their words{rest}."


def read_colleague(path: Path, document: Document, progress: Progress = no_progress) -> Colleague:
    """Read one annotation file of a document, placed in its text; raises OpenError."""
    progress(0, 1, f"Reading {path.name}")
    loaded = _loaded(path)
    recorded = loaded.layer.document
    same_text = recorded.text_sha256 in ("", document.info.text_sha256)
    parts = split_sidecar_name(path.name)
    names = {recorded.name, parts[0] if parts else ""}
    if document.info.name not in names and not (same_text and recorded.text_sha256):
        raise OpenError(
            f"{path.name} annotates “{recorded.name}”, not “{document.info.name}”. "
            "A review compares annotation files of one document."
        )
    at_hand = document_of(path.absolute(), recorded.name) or path.absolute().with_name(document.info.name)
    layer, findings = placed_layer(loaded, document, [at_hand], progress)
    head = layer.head.annotator
    findings = [*check_name(layer, path.name), *findings]
    return Colleague(head.id, head.name, path, layer, findings, text_changed=not same_text)


def _loaded(path: Path) -> Loaded:
    try:
        return load_sidecar(read_sidecar_bytes(path))
    except SidecarError as error:
        raise OpenError(
            f"{path.name} cannot be understood and was left as it is. {error} "
            "Ask its annotator for a sound copy, or review the other files without it."
        ) from error
    except FileNotFoundError:
        raise OpenError(f"There is no file {path}.") from None
    except OSError as error:
        raise OpenError(not_read(path.name, error)) from error
