"""Documents into folders of their own, each with a file of suggestions beside it, for measuring and to begin from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Final

from annotator.formats.documents.kinds import SUFFIXES
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT, annotation_lines, sidecar_around
from annotator.formats.sidecar.sidecar_names import SUFFIX, sidecar_name
from annotator.model.annotator_id import SUGGESTED
from annotator.model.clock import now
from annotator.model.codebook import Codebook
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer
from annotator.services.disk.at_path import is_there
from annotator.services.disk.atomic_file import SaveError, UnchangedOnDisk, replacing, saving
from annotator.services.editing.accepting import accept_all
from annotator.services.editing.draft import Draft
from annotator.services.importing.find_sources import FoundSource, FoundSources, find_sources
from annotator.services.keeping.annotated_file import document_of
from annotator.services.keeping.open_document import fresh_layer
from annotator.services.reading.document_file import read_document
from annotator.services.running.progress import Counter, Progress, no_progress
from annotator.services.suggesting.asking import Asking
from annotator.services.suggesting.choosing import PRESET
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE, Knowledge
from annotator.services.suggesting.rules import what_is_missing
from annotator.services.suggesting.suggestion import Suggestion

_HELD: Final = 2**23
"""So many bytes of annotations of one document are held; more of them wait in a file without a name."""
_PIECE: Final = 2**20
_THERE: Final = "{} is there already and was not overwritten. Choose another folder."
_TOO_LARGE: Final = (
    "{} has more than {} MiB, and this program opens none that are larger. Ask for fewer by --threshold, or divide "
    "the document."
)


@dataclass(frozen=True, slots=True)
class SuggestOrder:
    """What is asked for: documents, where they go, who suggests ("" for all that need no model), and how sure it is."""

    paths: tuple[str, ...]
    out: Path
    suggesters: tuple[str, ...]
    threshold: float = PRESET
    encoding: str | None = None


@dataclass(slots=True)
class SuggestSummary:
    """What was written, and what was not and why; ``notes`` are sentences that are said once."""

    written: list[Path] = field(default_factory=list)
    suggestions: int = 0
    done: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def all_well(self) -> bool:
        """Whether every document got its suggestions, and every suggester was heard."""
        return not self.failed and not self.left_out


def find_documents(paths: Iterable[str]) -> FoundSources:
    """Find documents: folders are walked; an annotation file means its document."""
    found = find_sources(paths, tuple(SUFFIXES))
    files: dict[Path, FoundSource] = {}
    for source in found.files:
        path = source.path
        document = document_of(path, "") if path.name.endswith(SUFFIX) else path
        if document is None:
            found.problems[str(path)] = "Its document is not beside it."
        else:
            files.setdefault(document, replace(source, path=document))
    return FoundSources(list(files.values()), found.problems)


def suggest_files(
    order: SuggestOrder, found: FoundSources, knowledge: Knowledge = NO_KNOWLEDGE, progress: Progress = no_progress
) -> SuggestSummary:
    """Write a copy of each document with its suggestions; what is there already is never overwritten."""
    summary = SuggestSummary(failed=dict(found.problems))
    steps = Counter(len(found.files), progress)
    for source in found.files:
        try:
            _one(source, order, knowledge, summary)
        except (SourceError, SaveError, _NotWritten) as error:
            summary.failed[str(source.path)] = str(error)
        except OSError as error:
            summary.failed[str(source.path)] = f"It could not be read: {error.strerror or error}."
        else:
            summary.done.append(str(source.path))
        steps.step(source.path)
    return summary


class _NotWritten(ValueError):
    """Something is there already."""


def _one(source: FoundSource, order: SuggestOrder, knowledge: Knowledge, summary: SuggestSummary) -> None:
    data = read_regular(source.path)
    document = read_document(source.path, order.encoding)
    target = file_called(order.out.joinpath(*source.below, source.path.name))
    sidecar = file_called(target.with_name(sidecar_name(target.name, SUGGESTED)))
    if is_there(sidecar):
        raise _NotWritten(_THERE.format(sidecar))
    if is_there(target) and read_regular(target) != data:
        raise _NotWritten(_THERE.format(target))
    layer = fresh_layer(document, Annotator(SUGGESTED, "Suggestions"), source.path.parent)
    note = what_is_missing(document.text, layer.document.language)
    if note and note not in summary.notes:
        summary.notes.append(note)
    with SpooledTemporaryFile(_HELD) as lines:
        asking = Asking(document, layer, knowledge, order.suggesters)
        sure = ([one for one in found if one.confidence >= order.threshold] for found in asking.by_slices())
        layer, made = _write_out(lines, document, layer, sure, knowledge.codebook)
        summary.left_out.update(asking.left_out)
        summary.suggestions += made
        lines.seek(0)
        pieces = sidecar_around(layer, iter(partial(lines.read, _PIECE), b""))
        for path, content in (*(() if is_there(target) else ((target, (data,)),)), (sidecar, pieces)):
            with saving(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path, UnchangedOnDisk(None)) as file:
                file.writelines(content)
            summary.written.append(path)
        if sidecar.stat().st_size > SIZE_LIMIT:
            summary.notes.append(_TOO_LARGE.format(sidecar, SIZE_LIMIT // 2**20))


def _write_out(
    lines: IO[bytes], document: Document, layer: Layer, found: Iterable[list[Suggestion]], codebook: Codebook | None
) -> tuple[Layer, int]:
    """Make annotations of what is found in each slice and write them out; gives the layer without, and how many."""
    layer, made = Layer(layer.head, layer.document), 0  # who is asked goes on with what it was given
    for suggestions in found:
        draft = Draft(layer, SUGGESTED, now())
        accept_all(draft, document, suggestions, codebook)
        draft.put_document(state="done")
        layer.apply(draft.transaction("Suggestions").edits)
        if layer.annotations:
            lines.write(b",\n" * (made > 0) + annotation_lines(layer.annotations.values()))
        made += len(layer.annotations)
        layer = Layer(layer.head, layer.document, layer.entities, layer.topics)
    return layer, made


def wanted_suggesters(names: Sequence[str], usual: Sequence[str]) -> tuple[str, ...]:
    """Give who is asked: those that are named, each once, else all that need no model."""
    return tuple(dict.fromkeys(names)) or tuple(usual)
