"""What is fuzzed: bytes from anywhere into everything that reads files, and the errors that each may answer with."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipFile, is_zipfile
from zlib import crc32

from annotator.formats.codebooks.authority_list import read_authority_list
from annotator.formats.codebooks.codebook_json import CodebookError, load_codebook
from annotator.formats.exchange.protocols import FormatError, ImportOptions
from annotator.formats.exchange.registry import export_format, export_formats, import_format, import_formats
from annotator.formats.sidecar.sidecar_json import SidecarError, dump_sidecar, load_sidecar
from annotator.services.user.settings import SettingsStore
from tests.places import SEEDS
from tests.unit.crashing import die, journal_of, reopen, start, title
from tests.unit.small_documents import zipped

FIRST_PART: Final = b"\n\0\n"
"""What stands between two files of one input, as of a brat document."""


@dataclass(frozen=True, slots=True)
class Target:
    """``feed`` takes bytes and raises nothing that it should not; ``seeds`` are inputs to begin with."""

    feed: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


def scratch() -> Path:
    """Make a folder; whoever starts this removes it."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def _sidecar(data: bytes) -> None:
    with suppress(SidecarError):
        loaded = load_sidecar(data)
        # What can be read can be written, and is then the same.
        again = dump_sidecar(loaded.layer)
        assert dump_sidecar(load_sidecar(again).layer) == again


def _codebook(data: bytes) -> None:
    with suppress(CodebookError):
        load_codebook(data, "codebook.json")


def _authority(suffix: str) -> Callable[[bytes], None]:
    def feed(data: bytes) -> None:
        with suppress(FormatError):
            read_authority_list(data, f"names{suffix}")

    return feed


def _settings() -> Callable[[bytes], None]:
    path = scratch() / "settings.json"

    def feed(data: bytes) -> None:
        path.write_bytes(data)
        store = SettingsStore(path)
        store.write()
        assert SettingsStore(path).settings == store.settings

    return feed


def _journal() -> Callable[[bytes], None]:
    folder = scratch()
    desk = start(folder)
    journal = journal_of(desk)
    die(desk)

    def feed(data: bytes) -> None:
        # Half of them with sound checksums, behind which nothing else would ever be reached.
        journal.write_bytes(_with_checksums(data[1:]) if data[:1] < b"a" else data[1:])
        die(reopen(folder))
        shutil.rmtree(folder / "journals")
        (folder / "journals").mkdir()

    return feed


def _with_checksums(data: bytes) -> bytes:
    lines = [line[9:] if line[8:9] == b" " else line for line in data.split(b"\n")]
    return b"".join(b"%08x %s\n" % (crc32(line), line) for line in lines)


def _journals() -> list[bytes]:
    folder = scratch()
    desk = start(folder)
    for number in range(3):
        title(desk, f"Title {number}")
    desk.session.undo()
    desk.begin_save()
    desk.session.redo()
    data = journal_of(desk).read_bytes()
    die(desk)
    shutil.rmtree(folder)
    return [b"0" + data, b"a" + data]


def _importer(name: str) -> Target:
    wanted = import_format(name)
    folder = scratch()
    path = folder / f"talks.txt{wanted.suffixes[0]}"
    if name == "brat":
        path = folder / "talks.ann"
    if name == "annotator":
        path = folder / "talks.txt.mkato.ann.json"

    def feed(data: bytes) -> None:
        first, _gap, text = data.partition(FIRST_PART)
        path.write_bytes(zipped(**{"project.qde": first}) if name == "refi-qda" else first)
        (folder / "talks.txt").write_bytes(text)
        with suppress(FormatError, SidecarError, OSError):
            for _read in wanted.read(path, ImportOptions(None, folder)):
                pass

    return Target(feed, lambda: _exported(name))


def _exported(name: str) -> list[bytes]:
    """Give what the program writes itself in a format, each file with its text."""
    from annotator.__main__ import main

    if name not in export_formats():
        return []
    folder, suffixes = scratch(), import_format(name).suffixes
    ending = ".dna" if name == "dna" else ".jsonl"
    out = f"{folder}/all{ending}" if name in ("dna", "doccano", "prodigy") else f"{folder}/"
    with suppress(SystemExit):
        main(["export", str(SEEDS), "--to", export_format(name).name, "--out", out, "--quiet"])
    files = [path for path in sorted(folder.rglob("*")) if path.name.endswith(suffixes)]
    texts = [path.with_name(path.name.removesuffix(path.suffix)).with_suffix(".txt") for path in files]
    found = [
        _unzipped(path) + (FIRST_PART + text.read_bytes() if text.is_file() else b"")
        for path, text in zip(files, texts, strict=True)
    ]
    shutil.rmtree(folder)
    return found


def _unzipped(path: Path) -> bytes:
    if not is_zipfile(path):
        return path.read_bytes()
    with ZipFile(path) as archive:
        return archive.read("project.qde")


def _sidecars() -> list[bytes]:
    return [path.read_bytes() for path in sorted(SEEDS.glob("*.ann.json"))]


TARGETS: Final[dict[str, Callable[[], Target]]] = {
    "sidecar": lambda: Target(_sidecar, _sidecars),
    "journal": lambda: Target(_journal(), _journals),
    "codebook": lambda: Target(_codebook, lambda: [(SEEDS / "codebook.json").read_bytes()]),
    "settings": lambda: Target(_settings(), lambda: [b'{"annotator_id": "mkato", "recent": ["a.txt"]}']),
    "authority-json": lambda: Target(_authority(".json"), lambda: [b'[{"name": "Mori", "aliases": ["M."]}]']),
    "authority-csv": lambda: Target(_authority(".csv"), lambda: [b"name,type,aliases\nMori,person,M.; A.\n"]),
    "authority-rdf": lambda: Target(
        _authority(".rdf"),
        lambda: [
            (
                b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/'
                b'skos/core#"><skos:Concept rdf:about="x"><skos:prefLabel>Mori</skos:prefLabel></skos:Concept>'
                b"</rdf:RDF>"
            )
        ],
    ),
    **{name: (lambda name=name: _importer(name)) for name in import_formats()},  # type: ignore[misc]
}
"""By name; each is made when it is wanted."""
