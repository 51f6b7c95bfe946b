"""Comparing colleagues' files of many documents: what is counted, and what is left out and why."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import sidecar_name
from annotator.model.annotator_id import ADJUDICATED, SUGGESTED
from annotator.model.decision import Decision
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.vocabulary import FINISHED
from annotator.services.agreement.agreement import DocumentAgreement, document_agreement
from annotator.services.agreement.coding_round import ALL_ROUNDS, Round
from annotator.services.agreement.difference_charts import NamedGraph, named_graphs
from annotator.services.agreement.measures.categories import TYPES
from annotator.services.agreement.reference_files import NOT_JOINED, with_reference
from annotator.services.comparing.align import align
from annotator.services.comparing.colleagues import Colleague, moved_words, unplaced
from annotator.services.comparing.difference_rows import DifferenceRow, difference_rows
from annotator.services.comparing.same_entity import corrected, corrections
from annotator.services.disk.at_path import is_file
from annotator.services.folder.document_files import DocumentFiles, by_document
from annotator.services.folder.find_files import FoundSidecar
from annotator.services.keeping.annotated_file import Annotated, read_annotated, read_sidecar_bytes
from annotator.services.running.engines import run
from annotator.services.running.progress import Counter, Progress, no_progress
from annotator.services.settling.calibration import OpinionCounts, calibration
from annotator.services.settling.review import looked_at

_ONLY_CORRECTS = (
    "Adjudicated files are compared with --against adjudicated only; "
    "what was decided there on which entities are the same one is heeded."
)
_ONLY_BEGUN = (
    "The review is not marked as done there: what is not settled yet would stand as missing. Finish the review, or "
    "give --unfinished."
)
_CONTEXT_OF_TRAINING = 160
_ONLY_SUGGESTED = (
    "Suggestions are nobody's opinion; they are compared where their file is named, with --against suggested, "
    "or with --against where there is nobody else."
)
OF_ANOTHER_TEXT = ("text-changed", "unplaced", "reworded")
"""What re-anchoring finds: it is told in one sentence a file, and hinders no comparison."""


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What is counted: ``unfinished`` takes in what is not marked done; ``against`` is the annotator all are held to.

    ``listed`` asks for every difference in words, and for the charts; ``of_round`` is the round of coding that counts;
    ``categories`` says whether places are measured with types or with types and codes; ``training`` asks for what each
    annotator has otherwise than the one that all are held to. ``named`` are the files that were asked for by name:
    suggestions count only so.
    """

    unfinished: bool = False
    against: str | None = None
    encoding: str | None = None
    listed: bool = False
    of_round: Round = ALL_ROUNDS
    categories: str = TYPES
    training: bool = False
    named: frozenset[Path] = frozenset()


@dataclass(slots=True)
class ComparedDocument:
    """What came of one document; ``agreement`` is None where fewer than two annotators are left.

    ``left_out`` are files that were not asked for, ``failed`` those that could not be used, ``moved`` those made on
    another version of the text, whose annotations were looked for in this one; each with a sentence.
    """

    name: str
    agreement: DocumentAgreement | None = None
    rows: list[DifferenceRow] = field(default_factory=list)
    charts: list[NamedGraph] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    training: dict[str, list[DifferenceRow]] = field(default_factory=dict)


@dataclass(slots=True)
class Comparison:
    """What came of all documents, in their order."""

    documents: list[ComparedDocument] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def agreements(self) -> list[DocumentAgreement]:
        """The documents that could be compared."""
        return [document.agreement for document in self.documents if document.agreement]


def compare_all(
    sidecars: Iterable[FoundSidecar],
    options: CompareOptions,
    *,
    jobs: int = 1,
    progress: Progress = no_progress,
) -> Comparison:
    """Compare the annotators of every document; a file that cannot be used is named, and the others are compared."""
    comparison = Comparison()
    sidecars = list(sidecars)
    options = replace(options, named=frozenset(found.path for found in sidecars if found.named))
    files = by_document(sidecars, comparison.failed)
    if options.against:
        files = with_reference(files, options.against)
    # A document is much work, so that even a few are shared out among the jobs.
    counter = Counter(len(files), progress)
    done = run(partial(compare_document, options=options), files, jobs, chunk=1)
    for document, compared in zip(files, done, strict=True):
        comparison.documents.append(compared)
        comparison.failed.update(compared.failed)
        counter.step(next(iter(document.sidecars.values())))
    return comparison


def compare_document(files: DocumentFiles, options: CompareOptions) -> ComparedDocument:
    """Compare the annotators of one document; depends on nothing but the files."""
    compared = ComparedDocument(files.name)
    read: dict[str, Annotated] = {}
    for annotator, path in files.sidecars.items():
        if annotator == ADJUDICATED and options.against != ADJUDICATED:
            compared.left_out[str(path)] = _ONLY_CORRECTS
            continue
        if annotator == SUGGESTED and not _is_asked_for(path, files, options):
            compared.left_out[str(path)] = _ONLY_SUGGESTED
            continue
        try:
            root = files.document.parents[files.name.count("/")]
            apart = files.document if path.parent != files.document.parent and is_file(files.document) else None
            annotated = read_annotated(path, options.encoding, duplicates=False, root=root, elsewhere=apart)
        except (SidecarError, OSError) as error:
            compared.failed[str(path)] = _why(error)
            continue
        if findings := [finding for finding in annotated.findings if finding.code not in OF_ANOTHER_TEXT]:
            compared.findings[str(path)] = findings
        reason = _unfinished(annotator, annotated.layer, options) or options.of_round.why_not(annotated.layer)
        if reason:
            compared.left_out[str(path)] = reason
        else:
            part = options.of_round.part_of(annotated.layer)
            read[annotator] = annotated._replace(columns=LayerColumns.of(part))
    _leave_out_other_texts(read, compared)
    reanchored = {annotator: unplaced(a.layer) for annotator, a in read.items() if _is_of_another_text(a)}
    compared.moved = {str(read[who].sidecar): moved_words(number) for who, number in reanchored.items()}
    layers = {annotator: annotated.layer for annotator, annotated in read.items()}
    compared.left_out.update(_alone(files, options))
    if len(layers) > 1 and options.against in (None, *layers):
        text = next((annotated.document.text for annotated in read.values() if annotated.document), None)
        length = max(layer.document.characters for layer in layers.values()) if text is None else len(text)
        decisions = _decisions(files, compared)
        said = corrections(layers, decisions)
        same = corrected(layers, said)
        agreement = document_agreement(
            files.name, layers, length, options.against, same=same, categories=options.categories
        )
        opinions = _opinions(files, read, layers)
        compared.agreement = replace(agreement, reanchored=reanchored, corrections=len(said), opinions=opinions)
        if options.listed:
            alignment = align(layers, same)
            compared.rows = difference_rows(alignment, text or "")
            compared.charts = named_graphs(alignment)
        if options.training and options.against:
            compared.training = training_rows(layers, options.against, text or "", decisions)
    return compared


def training_rows(
    layers: Mapping[str, Layer], reference: str, text: str, decisions: Collection[Decision]
) -> dict[str, list[DifferenceRow]]:
    """Give what each annotator has otherwise than the reference, with much of the text around it."""
    found = {}
    for annotator in sorted(layers.keys() - {reference}):
        both = {who: layers[who] for who in (annotator, reference)}
        alignment = align(both, corrected(both, corrections(both, decisions)))
        found[annotator] = difference_rows(alignment, text, context=_CONTEXT_OF_TRAINING)
    return found


def _opinions(
    files: DocumentFiles, read: Mapping[str, Annotated], layers: Mapping[str, Layer]
) -> dict[str, OpinionCounts]:
    """Count whose opinions were taken, where the document was reviewed and its text is at hand."""
    document = next((annotated.document for annotated in read.values() if annotated.document), None)
    path = files.sidecars.get(ADJUDICATED)
    colleagues = [
        Colleague(who, who, read[who].sidecar, layer, []) for who, layer in layers.items() if who != ADJUDICATED
    ]
    if document is None or path is None or len(colleagues) < 2:
        return {}
    try:
        layer = read_annotated(path, duplicates=False).layer
    except (SidecarError, OSError):
        return {}  # which is said where its decisions on entities are asked for
    return calibration(looked_at(document, layer, path, colleagues))


def _alone(files: DocumentFiles, options: CompareOptions) -> dict[str, str]:
    """Say of a reference that nobody can be held to why that is so."""
    alone = files.sidecars.keys() == {options.against}
    return {str(path): NOT_JOINED for path in files.sidecars.values()} if alone else {}


def _is_asked_for(path: Path, files: DocumentFiles, options: CompareOptions) -> bool:
    """Tell whether suggestions are to be compared: by name, or as all that there is to hold to somebody's files."""
    others = files.sidecars.keys() - {SUGGESTED, ADJUDICATED, options.against}
    return options.against == SUGGESTED or path in options.named or (options.against is not None and not others)


def _decisions(files: DocumentFiles, compared: ComparedDocument) -> Collection[Decision]:
    """Give the decisions of the adjudicated file that lies beside the others, named or not."""
    path = file_called(files.document.with_name(sidecar_name(files.document.name, ADJUDICATED)))
    if not is_file(path):
        return ()
    try:
        return load_sidecar(read_sidecar_bytes(path), duplicates=False).layer.review.values()
    except (SidecarError, OSError) as error:
        compared.failed[str(path)] = f"{_why(error)} What was decided there on entities is not heeded."
        return ()


def _unfinished(annotator: str, layer: Layer, options: CompareOptions) -> str:
    if options.unfinished or layer.document.state in FINISHED:
        return ""
    if annotator == ADJUDICATED:
        return _ONLY_BEGUN
    if annotator == options.against:
        return ""
    return f"The document is {layer.document.state} there; only what is done counts, unless --unfinished is given."


def _is_of_another_text(annotated: Annotated) -> bool:
    made_on = annotated.layer.document.text_sha256
    return annotated.document is not None and made_on not in ("", annotated.document.info.text_sha256)


def _leave_out_other_texts(read: dict[str, Annotated], compared: ComparedDocument) -> None:
    """Where the text is not at hand, keep the files of the text that most were made on."""
    if any(annotated.document for annotated in read.values()):
        return
    made_on = {annotator: annotated.layer.document.text_sha256 for annotator, annotated in read.items()}
    known = [text for text in made_on.values() if text]
    wanted = max(sorted(set(known)), key=known.count, default="")
    for annotator, text in made_on.items():
        if text not in ("", wanted):
            sentence = (
                "It was made on another version of the text than the others, and the document is not beside it; it was "
                "left out. Put the document beside the files, and its annotations are looked for there."
            )
            compared.failed[str(read.pop(annotator).sidecar)] = sentence


def _why(error: Exception) -> str:
    return f"It could not be read: {error.strerror}." if isinstance(error, OSError) and error.strerror else str(error)
