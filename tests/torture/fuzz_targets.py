"""What is fuzzed: bytes from anywhere into everything that reads files, and the errors that each may answer with."""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipFile, is_zipfile
from zlib import crc32

from annotator.formats.codebooks.authority_list import read_authority_list
from annotator.formats.codebooks.codebook_json import CodebookError, load_codebook
from annotator.formats.documents.kinds import KINDS
from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.formats.exchange.protocols import FormatError, ImportOptions
from annotator.formats.exchange.registry import export_format, export_formats, import_format, import_formats
from annotator.formats.sidecar.sidecar_json import SidecarError, dump_sidecar, load_sidecar
from annotator.services.user.settings import SettingsStore
from tests.places import SEEDS
from tests.unit.crashing import die, journal_of, reopen, start, title
from tests.unit.making import annotated
from tests.unit.small_documents import LINES, docx_body, eml, html, odt_body, pdf, rtf, zipped

MOST_STEPS: Final = 100_000
FIRST_PART: Final = b"\n\0\n"
"""What stands between two files of one input, as of a brat document."""


@dataclass(frozen=True, slots=True)
class Target:
    """``feed`` takes bytes and raises nothing that it should not; ``seeds`` are inputs to begin with.

    ``has_words`` tells whether inputs are changed by words as well as by bytes.
    """

    feed: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]
    has_words: bool = True


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
    if name == "refi-qda":
        path = folder / "talks.qdpx"
    if name == "cas-xmi":
        _export(name, types := scratch())
        shutil.copy(next(types.rglob("TypeSystem.xml")), folder)
        shutil.rmtree(types)

    def feed(data: bytes) -> None:
        first, _gap, text = data.partition(FIRST_PART)
        if name == "dna":
            _make_database(path, first)
        elif name == "refi-qda" and path.suffix == ".qdpx":
            sources = re.findall(rb"internal://([\w.-]+)", first)
            parts = {f"sources__{source.decode(errors='replace')}": text for source in sources}
            path.write_bytes(zipped(**{"project.qde": first}, **parts))
        else:
            path.write_bytes(first)
        (folder / "talks.txt").write_bytes(text)
        with suppress(FormatError, SidecarError, OSError):
            for _read in wanted.read(path, ImportOptions(None, folder)):
                pass

    return Target(feed, lambda: _exported(name))


def _exported(name: str) -> list[bytes]:
    """Give what the program writes itself in a format, each file with its text."""
    if name not in export_formats():
        return []
    folder, suffixes = scratch(), import_format(name).suffixes
    _export(name, folder)
    files = [path for path in sorted(folder.rglob("*")) if path.name.endswith(suffixes)]
    texts = [path.with_name(path.name.removesuffix(path.suffix)).with_suffix(".txt") for path in files]
    found = [
        _unzipped(path) + (FIRST_PART + text.read_bytes() if text.is_file() else b"")
        for path, text in zip(files, texts, strict=True)
    ]
    shutil.rmtree(folder)
    return found


def _export(name: str, into: Path) -> None:
    """Write a small document in a format: what is longer than inputs may be is cut off."""
    from annotator.__main__ import main

    ending = ".dna" if name == "dna" else ".jsonl"
    out = f"{into}/all{ending}" if name in ("dna", "doccano", "prodigy") else f"{into}/"
    annotated(source := scratch())
    with suppress(SystemExit):
        main(["export", str(source), "--to", export_format(name).name, "--out", out, "--quiet"])
    shutil.rmtree(source)


def _make_database(path: Path, script: bytes) -> None:
    """Make a database by as much of a script as can be done."""
    path.unlink(missing_ok=True)
    with suppress(sqlite3.Error, ValueError), closing(sqlite3.connect(path)) as connection:
        # No other file is touched, and nothing takes for ever.
        connection.set_authorizer(
            lambda action, *_of: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK
        )
        connection.set_progress_handler(lambda: 1, MOST_STEPS)
        for statement in script.decode(errors="surrogateescape").split(";\n"):
            with suppress(sqlite3.Error, ValueError):
                connection.execute(statement)
        connection.commit()


def _document(name: str, part: str, seeds: Callable[[], list[bytes]]) -> Target:
    """Give a target of a reader of documents; ``part`` is what of an archive is made of an input, "" for none."""
    kind = next(one for one in KINDS if one.name == name)

    def feed(data: bytes) -> None:
        whole = zipped(**{part: data}) if part and not data.startswith(b"PK") else data
        with suppress(SourceError, UnknownEncodingError):
            kind.extract(whole, f"a{kind.suffixes[0]}", None)

    return Target(feed, seeds, has_words=name != "pdf")


def _unzipped(path: Path) -> bytes:
    if path.suffix == ".dna":
        with closing(sqlite3.connect(path)) as connection:
            return "\n".join(connection.iterdump()).encode()
    if not is_zipfile(path):
        return path.read_bytes()
    with ZipFile(path) as archive:
        texts = [archive.read(part) for part in archive.namelist() if part.startswith("sources/")]
        return FIRST_PART.join((archive.read("project.qde"), *texts[:1]))


def _sidecars() -> list[bytes]:
    return [path.read_bytes() for path in sorted(SEEDS.glob("*.ann.json"))]


_DOCX: Final = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>Ministers</w:t>'
    "<w:tab/><w:br/><w:t xml:space='preserve'> met</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r>"
    "</w:p></w:tc></w:tr></w:tbl><w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText>"
    "</w:r></w:del><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/></w:r></w:p>"
)
_ODT: Final = (
    '<text:h text:outline-level="1">Ministers</text:h><text:p>met<text:s text:c="3"/><text:tab/><text:line-break/>'
    "<text:span>again</text:span><text:note><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p>"
    "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list><table:table><table:table-row>"
    '<table:table-cell table:number-columns-repeated="2"><text:p>cell</text:p></table:table-cell></table:table-row>'
    "</table:table><text:tracked-changes/>"
)
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
    "docx": lambda: _document("docx", "word/document.xml", lambda: [docx_body(_DOCX)]),
    "odt": lambda: _document("odt", "content.xml", lambda: [odt_body(_ODT)]),
    "rtf": lambda: _document("rtf", "", lambda: [rtf()]),
    "html": lambda: _document("html", "", lambda: [html(), html(charset="utf-16")]),
    "pdf": lambda: _document("pdf", "", lambda: [pdf(LINES[:2]), pdf(LINES[:2], trailer="/Info 1 0 R")]),
    "eml": lambda: _document("eml", "", lambda: [eml(), eml(charset="utf-16")]),
    **{name: (lambda name=name: _importer(name)) for name in import_formats()},  # type: ignore[misc]
}
"""By name; each is made when it is wanted."""
