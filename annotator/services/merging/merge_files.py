"""Annotation files made into one: versions of one annotator's file, or several annotators' as far as they agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.annotator_id import ADJUDICATED
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer
from annotator.services.comparing.colleagues import Colleague, document_path_of, read_colleague
from annotator.services.comparing.decided import slot_of
from annotator.services.comparing.difference import Difference
from annotator.services.comparing.difference_words import opinion_words, passage, title
from annotator.services.editing.session import Session
from annotator.services.keeping.open_document import OpenError, fresh_layer
from annotator.services.keeping.save_document import save
from annotator.services.merging.merge_layers import merge_all
from annotator.services.reading.document_file import read_document
from annotator.services.settling.review import Review
from annotator.services.settling.settle import Settling
from annotator.services.user.earlier_states import pack_states


@dataclass(slots=True)
class MergedFiles:
    """What is to be written, and what a person should hear of it.

    ``conflicts`` are sentences on versions of one annotator's file, ``left`` on differences between annotators, which
    stand in the layer as open decisions. ``expected`` is the hash of the file to be replaced, None for a new one.
    """

    layer: Layer
    out: Path
    expected: str | None
    conflicts: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    findings: dict[str, list[Finding]] = field(default_factory=dict)

    def write(self) -> None:
        """Write the file; raises SaveError, or ChangedOnDisk where somebody else wrote it meanwhile."""
        save(self.layer, self.out, self.expected)
        pack_states(self.out)


def merge_files(paths: Sequence[Path], out: Path, encoding: str | None = None) -> MergedFiles:
    """Merge files into what is to be written to ``out``; nothing is written yet.

    An ``out`` that is there already has to be one of the files, or the adjudicated file of their document, which is
    gone on with. Raises OpenError, SourceError, OSError where anything cannot be understood or belongs elsewhere.
    """
    files = [path.absolute() for path in dict.fromkeys(paths)]
    expected = sha256(read_regular(out)).hexdigest() if out.exists() else None
    document = read_document(_document_path(files, out), encoding)
    read = [read_colleague(path, document) for path in files]
    former = next((one for one in read if one.id == ADJUDICATED), None)
    if expected and out.absolute() not in files:
        former = read_colleague(out.absolute(), document)
        if former.id != ADJUDICATED:
            raise OpenError(
                f"{out.name} is there already and was left as it is. Name it among the files, or choose another name."
            )
    merged = MergedFiles(read[0].layer, out, expected)
    merged.findings = {str(one.path): one.findings for one in read if one.findings}
    colleagues = _one_each((one for one in read if one.id != ADJUDICATED), merged)
    if len(colleagues) == 1 and former is None:
        merged.layer = colleagues[0].layer
    elif len(colleagues) < 2:
        raise OpenError("An adjudicated file is merged with the files of two annotators or more; name them too.")
    else:
        if expected and out.absolute() in files and (former is None or former.path != out.absolute()):
            raise OpenError(f"{out.name} is one annotator's file and was left as it is. Choose another name.")
        layer = former.layer if former else fresh_layer(document, Annotator(ADJUDICATED), out.absolute().parent)
        _adjudicate(layer, document, colleagues, merged)
    return merged


def _document_path(files: Sequence[Path], out: Path) -> Path:
    parts = split_sidecar_name(out.name)
    beside = file_called(out.absolute().with_name(parts[0])) if parts else None
    return beside if beside and beside.is_file() else document_path_of(files)


def _one_each(read: Iterable[Colleague], merged: MergedFiles) -> list[Colleague]:
    """Merge the versions of each annotator's file."""
    versions: dict[str, list[Colleague]] = {}
    for one in read:
        versions.setdefault(one.id, []).append(one)
    result = []
    for _id, found in sorted(versions.items()):
        made = merge_all(one.layer for one in found)
        merged.conflicts.extend(made.conflicts)
        result.append(Colleague(found[0].id, found[0].name or found[0].id, found[0].path, made.layer, []))
    return result


def _adjudicate(layer: Layer, document: Document, colleagues: Sequence[Colleague], merged: MergedFiles) -> None:
    session = Session(document, layer, merged.out, author=ADJUDICATED)
    review = Review(session, colleagues)
    draft = session.draft()
    Settling(draft, review).take_agreed(review.agreed())
    session.commit(draft, "Take what all agree on")
    draft = session.draft()
    settling = Settling(draft, review)
    for number in review.left():
        difference = review.differences[number]
        words = _words(difference, review)
        merged.left.append(words)
        if not review.decided.about(slot_of(difference, review.alignment), difference.sources):
            settling.comment(difference, words)
    session.commit(draft, "List open differences")
    review.close()
    merged.layer = session.layer


def _words(difference: Difference, review: Review) -> str:
    said = "; ".join(f"{who}: {words}" for who, words in opinion_words(difference, review.alignment).items())
    return f"“{passage(difference, review.alignment)[:60]}”: {title(difference, review.alignment)}: {said}"
