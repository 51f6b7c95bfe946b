"""Files of others into documents and sidecars: each is read, placed, given its meaning, written and forgotten."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.formats.documents.plain_text import SourceError, read_source
from annotator.formats.exchange.protocols import FormatError, HasCodebook, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.regular_files import read_regular
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.sidecar_json import SidecarError, dump_sidecar
from annotator.formats.sidecar.sidecar_names import sidecar_name, split_sidecar_name
from annotator.model.layer import Annotator, Layer
from annotator.services.disk.at_path import is_folder
from annotator.services.disk.atomic_file import SaveError, UnchangedOnDisk, replacing, saving
from annotator.services.folder.annotator_names import names_of
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.find_sources import FoundSource
from annotator.services.importing.import_codebook import CODEBOOK, import_codebook
from annotator.services.importing.import_mapping import Mapping
from annotator.services.importing.import_targets import Targets
from annotator.services.importing.imported_layer import Imported, layer_of
from annotator.services.importing.records_in_file import not_understood, records_in


@dataclass(slots=True)
class ImportSummary:
    """What was written, and what was not and why.

    ``problems`` has, by file, what could not be placed or understood, ``countings`` the offset units that held, by how
    many documents; ``unmapped`` counts labels without a meaning, ``kept_apart`` roles and relations that became
    attributes, ``left_out`` what is no annotation by the source's own word.
    """

    written: list[Path] = field(default_factory=list)
    documents: set[Path] = field(default_factory=set)
    annotations: int = 0
    unplaced: int = 0
    done: list[Path] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    countings: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    kept_apart: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    doubles: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def all_well(self) -> bool:
        """Whether everything was imported and understood."""
        return not self.failed and not self.problems


def import_all(
    wanted: ImportFormat,
    sources: Iterable[FoundSource],
    out: Path,
    *,
    annotator: str = "",
    mapping: Mapping | None = None,
    options: ImportOptions | None = None,
    progress: Callable[[Path], None] = lambda _path: None,
) -> ImportSummary:
    """Write a document and a sidecar for everything that the files hold; what is there already is never overwritten.

    ``annotator`` is whose work it is, "" where the source or its folder says; of ``options`` all but the root is
    taken. ``progress`` is called for each file, and
    whatever it raises stops the import; every file written is whole.
    """
    files = list(sources)
    importing = _Importing(wanted, out, annotator, mapping or Mapping(), options or ImportOptions())
    if not annotator and (any(source.below for source in files) or (wanted.names_by_file and len(files) > 1)):
        for source in files:
            importing.note_texts(source)
    summary = importing.summary
    summary.notes += importing.targets.notes()
    for source in files:
        importing.file(source)
        progress(source.path)
    if isinstance(wanted, HasCodebook):
        try:
            summary.notes += import_codebook(wanted, summary.done, importing.mapping, out)
        except (FormatError, OSError) as error:
            summary.failed[str(out / CODEBOOK)] = _why(error)
        except Exception as error:  # noqa: BLE001 - a reader of another package may stumble over anything
            summary.failed[str(out / CODEBOOK)] = not_understood(wanted, error)
    return summary


class _Importing:
    """One import while it runs."""

    def __init__(
        self, wanted: ImportFormat, out: Path, annotator: str, mapping: Mapping, options: ImportOptions
    ) -> None:
        self._wanted = wanted
        self._out = out
        self._options = options
        self.mapping = mapping
        self.targets = Targets(annotator, _annotators_below(out))
        self.summary = ImportSummary()

    def note_texts(self, source: FoundSource) -> None:
        """Note which texts a file is about, so that equal ones get one document."""
        try:
            for read in self._read(source):
                self.targets.note(source, read)
        except Exception:  # noqa: BLE001 - said when the file is imported
            return

    def file(self, source: FoundSource) -> None:
        """Import one file, or say why it could not be."""
        name, summary = str(source.path), self.summary
        try:
            for read in self._read(source):
                if read.problems:
                    summary.problems.setdefault(name, []).extend(read.problems)
                summary.left_out += Counter(read.left_out)
                if read.answered:
                    self._document(read, source)
        except (FormatError, SidecarError, OSError) as error:
            summary.failed[name] = _why(error)
        except Exception as error:  # noqa: BLE001 - what a reader of another package gives may hold anything
            summary.failed[name] = not_understood(self._wanted, error)
        else:
            if name not in summary.failed:
                summary.done.append(source.path)

    def _read(self, source: FoundSource) -> Iterator[ReadDocument]:
        return records_in(self._wanted, source.path, replace(self._options, root=source.root))

    def _document(self, read: ReadDocument, source: FoundSource) -> None:
        name, failed = str(source.path), self.summary.failed
        try:
            target = self.targets.target(source, read)
            path = file_called(self._out.joinpath(*target.parts))
            if read.text is None:
                raise FormatError(f"The text of {read.name} is neither in the file nor beside it. Put it there.")
            data = read.text.encode()
            imported = layer_of(
                read, read_source(data, path.name), Annotator(target.annotator, target.name), self.mapping, self._wanted
            )
            sidecar = file_called(path.with_name(sidecar_name(path.name, imported.layer.head.annotator.id)))
            _write(path, data, sidecar, imported.layer)
        except UnicodeEncodeError:
            failed[name] = f"{read.name} holds half characters (lone surrogates), which no text file can."
        except (FormatError, SourceError, OSError) as error:
            failed[name] = _why(error)
        else:
            _count(imported, path, sidecar, name, self.summary)


def _annotators_below(folder: Path) -> dict[str, frozenset[str]]:
    found = find_sidecars([str(folder)]).sidecars if is_folder(folder) else []
    return names_of((parts[1], one.path) for one in found if (parts := split_sidecar_name(one.path.name)))


def _write(path: Path, data: bytes, sidecar: Path, layer: Layer) -> None:
    if sidecar.exists():
        raise FormatError(f"{sidecar} is there already and was not overwritten. Import into another folder.")
    if path.exists() and read_regular(path) != data:
        raise FormatError(f"{path} is there already with another text. Import into another folder.")
    with saving(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    files = {sidecar: dump_sidecar(layer)} if path.exists() else {path: data, sidecar: dump_sidecar(layer)}
    for wanted, content in files.items():
        # The folder is not synced each time, which takes half of an import: it could be made again after a power cut.
        with replacing(wanted, UnchangedOnDisk(None)) as file:
            file.write(content)


def _count(imported: Imported, path: Path, sidecar: Path, name: str, summary: ImportSummary) -> None:
    if path not in summary.documents:
        summary.documents.add(path)
        summary.written.append(path)
    summary.written.append(sidecar)
    annotations = imported.layer.annotations.values()
    summary.annotations += len(annotations)
    summary.unplaced += sum(not annotation.fragments for annotation in annotations)
    summary.unmapped.update(imported.unmapped)
    summary.kept_apart.update(imported.kept_apart)
    summary.doubles += imported.doubles
    if imported.counting:
        summary.countings[imported.counting] += 1
    if imported.problems:
        summary.problems.setdefault(name, []).extend(imported.problems)


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror and not isinstance(error, SaveError):
        return f"It could not be read: {error.strerror}."
    return str(error)
