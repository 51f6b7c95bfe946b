"""A format that another package adds is found, listed and used like the program's own; a broken one stops no other."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from annotator.__main__ import main
from annotator.formats.exchange import registry
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.protocols import (
    FILE,
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    ImportFormat,
    ImportOptions,
    Piece,
    Place,
    Write,
)
from annotator.formats.exchange.read_document import ReadDocument
from annotator.services.exporting.batch_export import export_all
from annotator.services.exporting.export_order import ExportOrder
from annotator.services.exporting.preview import preview
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.batch_import import import_all
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_order import ImportOrder, run_import
from annotator.services.importing.look_into_sources import look
from annotator.services.running.progress import no_progress
from tests.places import ROOT
from tests.unit.making import annotated


class Names(ExportFormat, ImportFormat):
    """The plainest format: the names of the actors, one a line; or one file a document in a folder."""

    name = "names"
    title = "Names of actors"
    places = (FILE, FOLDER)
    offset_units = ()

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        if "secret" in exported.name:
            raise FormatError("A secret document is not written. Rename it.")
        names = "".join(f"{entity.name}\n" for entity in exported.layer.entities.values())
        return Piece((exported.name, names.encode()), {"annotations": len(exported.layer.annotations)})

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        file = None if options.as_folder else place.file()

        def write(content: tuple[str, bytes]) -> None:
            name, names = content
            if file:
                file.write(names)
            else:
                place.add(f"{name}.names", names)

        yield write

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        yield ReadDocument(path.name, path.read_text())


NAMES = Names()
Add = Callable[..., None]


@pytest.fixture
def add(monkeypatch: pytest.MonkeyPatch) -> Iterator[Add]:
    found: list[EntryPoint] = []

    def add(group: str = registry.GROUP, /, **points: str) -> None:
        found.extend(EntryPoint(name, value, group) for name, value in points.items())
        _forget()

    monkeypatch.setattr(registry, "entry_points", lambda group: [point for point in found if point.group == group])
    yield add
    _forget()


def _forget() -> None:
    registry._points.cache_clear()
    registry._added.cache_clear()


def test_it_is_listed_and_written_to_a_file_or_a_folder(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    assert registry.export_formats()[-1] == "names"
    assert registry.import_formats()[-1] == "names"
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    summary = export_all(found, "names", tmp_path / "all.names", unit="document", as_folder=False)
    assert (tmp_path / "all.names").read_text().splitlines()[:2] == ["Aiko Mori", "Carlo Bianchi"]
    assert summary.losses["annotations"] == 5
    export_all(found, "names", tmp_path / "new" / "folder", unit="document", as_folder=True)
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["talks.txt.names"]


def test_the_guide_s_example_writes_and_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, add: Add) -> None:
    page = (ROOT / "docs" / "plug-ins.md").read_text()
    (tmp_path / "names_of_the_guide.py").write_text(page.partition("```python\n")[2].partition("```")[0])
    monkeypatch.syspath_prepend(str(tmp_path))
    add(names="names_of_the_guide:NAMES")
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    (tmp_path / "lisa").mkdir()
    summary = export_all(found, "names", tmp_path / "lisa" / "all.names", unit="document", as_folder=False)
    assert summary.losses == {
        "types": 5,
        "fragments": 5,
        "roles": 5,
        "topics": 2,
        "stances and statuses": 2,
        "attributions, gradings, dates and notes": 1,
        "entities with a type, memberships, external ids or a note": 3,
        "entities' names": 2,
    }
    names = registry.import_format("names")
    done = import_all(names, find_sources([str(tmp_path / "lisa")], (".names",)).files, tmp_path / "out")
    assert (done.annotations, done.failed, done.unmapped) == (1, {}, {"PER": 1})
    assert (tmp_path / "out" / "all.names.txt.lisa.ann.json").exists()


def test_what_it_cannot_write_is_named_and_the_rest_is_written(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    for name in ("secret.txt", "talks.txt"):
        annotated(tmp_path, name=name)
    found = find_sidecars([str(tmp_path)]).sidecars
    summary = export_all(found, "names", tmp_path / "all.names", unit="document", as_folder=False)
    assert list(summary.failed.values()) == ["A secret document is not written. Rename it."]
    assert len(summary.done) == 1


def test_an_export_that_is_given_up_leaves_nothing(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    (tmp_path / "all.names").write_text("before")
    before = sorted(path.name for path in tmp_path.iterdir())

    def stop(_path: Path) -> None:
        raise KeyboardInterrupt

    for out, as_folder in ((tmp_path / "all.names", False), (tmp_path / "new" / "folder", True)):
        with pytest.raises(KeyboardInterrupt):
            export_all(found, "names", out, unit="document", as_folder=as_folder, progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "all.names").read_text() == "before"


def test_one_that_stumbles_over_a_file_stops_no_other(tmp_path: Path, add: Add) -> None:
    add(names=f"{__name__}:NAMES")
    (tmp_path / "lisa").mkdir()
    (tmp_path / "lisa" / "a.names").write_bytes(b"\xff")
    (tmp_path / "lisa" / "b.names").write_text("Mori")
    summary = import_all(NAMES, find_sources([str(tmp_path)], (".names",)).files, tmp_path / "out")
    assert "UnicodeDecodeError" in summary.failed[str(tmp_path / "lisa" / "a.names")]
    assert (tmp_path / "out" / "b.names.txt").exists()


def test_a_broken_one_is_named_and_stops_no_other(add: Add) -> None:
    add(broken="no.such.package:FORMAT", names=f"{__name__}:NAMES")
    found: object = registry.export_format("names")
    assert found is NAMES
    assert list(registry.broken_formats()) == ["broken"]
    with pytest.raises(registry.UnknownFormatError, match=r"cannot be loaded .*no"):
        registry.export_format("broken")
    with pytest.raises(registry.UnknownFormatError, match=r"csv, tsv, .*names"):
        registry.export_format("docx")


class Least(ExportFormat):
    """No more than has to be there."""

    name = "least"

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        return Piece(f"{exported.name}\n".encode())


class OfOldTimes:
    """As formats were before there were versions, but for what it forgot."""

    name = "least"

    def piece(self, exported: Exported, _options: object) -> Piece:
        return Piece(f"{exported.name}\n".encode())


LEAST, OF_OLD_TIMES = Least(), OfOldTimes()
NOTHING: dict[str, Any] = {}


def changed(**members: object) -> object:
    """Give a format with other members."""
    return type("Changed", (Names,), {"name": "changed", **members})()


FAULTS = {
    "a name of capitals": (changed(name="Changed"), "has no name of small letters, digits and hyphens but 'Changed'"),
    "a name that is none": (changed(name=7), "but 7"),
    "another name": (changed(name="other"), "calls itself “other”"),
    "no title": (changed(title=""), "title"),
    "an unknown extra": (changed(extra="cobol"), "'cobol'"),
    "an unknown place": (changed(places=("cloud",)), "'cloud',) for places, which has to be a tuple of: file, folder"),
    "no places": (changed(places=()), "places"),
    "places that are a text": (changed(places="file"), "'file' for places"),
    "no units": (changed(units=None), "None for units"),
    "an unknown unit": (changed(units=("word",)), "document, annotation"),
    "no suffix": (changed(suffix="names"), "'names' for suffix"),
    "a suffix of a path": (changed(suffix="./names"), "suffix"),
    "a suffix in capitals": (changed(suffixes=(".NAMES",)), "suffixes"),
    "suffixes that are a text": (changed(suffixes=".names"), "suffixes"),
    "an unknown way of counting": (changed(offset_units=("bits",)), "offset_units"),
    "a piece that is none": (changed(piece=3), "piece that cannot be called"),
    "a writer that is none": (changed(writer=None), "writer that cannot be called"),
    "a reader that is none": (changed(read=0), "read that cannot be called"),
    "a member that raises": (changed(title=property(lambda _self: NOTHING["title"])), "KeyError: 'title'"),
    "holds that are a set": (changed(holds={"note"}), "{'note'} for holds, which has to be a Holds"),
    "joining that is a text": (changed(joins_documents="no"), "joins_documents"),
    "nothing at all": (type("Changed", (), {"name": "changed"})(), "neither writes (has no method piece) nor reads"),
    "a class": (Least, "leads to the class Least"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_every_fault_of_one_is_found_on_loading_and_hurts_no_other(
    what: str, add: Add, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted, fault = FAULTS[what]
    monkeypatch.setitem(globals(), "CHANGED", wanted)
    add(changed=f"{__name__}:CHANGED", least=f"{__name__}:LEAST")
    assert main(["formats"]) == 0
    said = capsys.readouterr()
    assert "least  " in said.out
    assert "changed  " not in said.out
    assert "the format “changed” of another package cannot be loaded (" in said.err
    assert fault in said.err
    with pytest.raises(registry.UnknownFormatError, match="“changed” of another package cannot be loaded"):
        registry.export_format("changed")


def test_none_takes_the_name_of_another(add: Add) -> None:
    add(csv=f"{__name__}:NAMES", least=f"{__name__}:LEAST")
    add(least=f"{__name__}:NAMES")
    assert registry.export_format("csv").title == "Comma-separated tables"
    assert registry.export_formats().count("csv") == 1
    assert "the name of a format of this program" in registry.broken_formats()["csv"]
    assert isinstance(registry.export_format("least"), Least)
    assert "another package has" in registry.broken_formats()[f"least ({__name__}:NAMES)"]


def test_what_is_left_out_has_defaults(tmp_path: Path, add: Add, capsys: pytest.CaptureFixture[str]) -> None:
    add(least=f"{__name__}:LEAST")
    annotated(tmp_path)
    wanted = registry.export_format("least")
    assert (wanted.title, wanted.suffix, wanted.places, wanted.units) == ("least", ".least", (FILE,), ("document",))
    assert main(["export", str(tmp_path), "--to", "least", "--out", str(tmp_path / "x.least"), "--quiet"]) == 0
    assert (tmp_path / "x.least").read_text() == "talks.txt\n"
    assert main(["formats"]) == 0
    assert f"{'least':<14} export   least\n" in capsys.readouterr().out


def test_one_of_old_times_is_taken_and_said_to_go(tmp_path: Path, add: Add, capsys: pytest.CaptureFixture[str]) -> None:
    add(registry.OLD_GROUP, least=f"{__name__}:OF_OLD_TIMES")
    annotated(tmp_path)
    assert main(["export", str(tmp_path), "--to", "least", "--out", str(tmp_path / "x.least"), "--quiet"]) == 0
    assert (tmp_path / "x.least").read_text() == "talks.txt\n"
    assert not capsys.readouterr().err
    assert main(["formats"]) == 0
    assert "“least” comes by the entry-point group “annotator.formats”, which Annotator 1.0" in capsys.readouterr().err
    add(least=f"{__name__}:LEAST")
    assert isinstance(registry.export_format("least"), Least)
    assert main(["formats"]) == 0
    assert not capsys.readouterr().err


def raising(error: Exception) -> Callable[..., Piece]:
    def piece(_self: object, exported: Exported, _options: ExportOptions) -> Piece:
        if "bad" in exported.name:
            raise error
        return Piece((exported.name, b"good\n"))

    return piece


def losses_of(exported: Exported, bad: Any) -> Any:
    return bad if "bad" in exported.name else {}


BAD_PIECES = {
    "raises": (raising(KeyError("stance")), "The format “changed” could not take it (KeyError: 'stance')."),
    "is a text": (lambda _self, exported, _options: "x" if "bad" in exported.name else Piece(("good.txt", b"good\n")),
                  "The format “changed” gave str where a Piece is expected."),
    "has losses that are words": (
        lambda _self, exported, _options: Piece(("good.txt", b"good\n"), losses_of(exported, ["x"])),
        "The format “changed” gave losses that are no numbers by name."),
    "has losses that are no numbers": (
        lambda _self, exported, _options: Piece(("good.txt", b"good\n"), losses_of(exported, {"x": "y"})),
        "The format “changed” gave losses that are no numbers by name."),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD_PIECES)
def test_a_piece_that_fails_stops_one_document(
    what: str, tmp_path: Path, add: Add, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piece, sentence = BAD_PIECES[what]
    monkeypatch.setitem(globals(), "CHANGED", changed(piece=piece))
    add(changed=f"{__name__}:CHANGED")
    for name in ("bad.txt", "good.txt"):
        annotated(tmp_path, name=name)
    out = tmp_path / "out.changed"
    assert main(["export", str(tmp_path), "--to", "changed", "--out", str(out)]) == 1
    assert out.read_text() == "good\n"
    (said, *_notes) = capsys.readouterr().err.splitlines()
    assert said == f"annotator: {tmp_path / 'bad.txt.mkato.ann.json'}: {sentence}"
    seen = preview(ExportOrder((str(tmp_path),), "changed", str(out)))
    assert seen.rows == (("good",),)
    assert seen.failure.endswith(sentence)


def test_what_a_format_holds_has_to_be_said_as_such(tmp_path: Path, add: Add) -> None:
    class Vague(Least):
        def held(self, _options: ExportOptions) -> Any:
            return None

    with pytest.raises(TypeError, match="annotation='note'"):
        Holds(annotation="note")
    globals()["VAGUE"] = Vague()
    add(least=f"{__name__}:VAGUE")
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    summary = export_all(found, "least", tmp_path / "x", unit="document", as_folder=False)
    assert list(summary.failed.values()) == ["The format “least” gave NoneType where a Holds is expected."]


def failing(step: str) -> Callable[..., AbstractContextManager[Write]]:
    @contextmanager
    def writer(_self: object, place: Place, _options: ExportOptions) -> Iterator[Write]:
        if step == "begins":
            raise KeyError(step)

        def write(_content: object) -> None:
            place.file().write(b"half")
            if step == "writes":
                raise KeyError(step)

        yield write
        if step == "ends":
            raise KeyError(step)
        if step == "ends with a sentence":
            raise FormatError("The disk of the moon is full.")

    return writer


@pytest.mark.parametrize("step", ["begins", "writes", "ends", "ends with a sentence"])
def test_a_writer_that_fails_ends_the_export_and_leaves_nothing(
    step: str, tmp_path: Path, add: Add, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(globals(), "CHANGED", changed(writer=failing(step)))
    add(changed=f"{__name__}:CHANGED")
    annotated(tmp_path)
    (tmp_path / "out.changed").write_text("before")
    before = sorted(path.name for path in tmp_path.iterdir())
    assert main(["export", str(tmp_path), "--to", "changed", "--out", str(tmp_path / "out.changed")]) == 1
    why = "The disk of the moon is full." if "sentence" in step else f"could not write (KeyError: '{step}')."
    (said,) = capsys.readouterr().err.splitlines()
    assert said.endswith(f"{why} Nothing was written.")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "out.changed").read_text() == "before"


def test_a_writer_s_fault_does_not_hide_why_the_export_was_given_up(tmp_path: Path, add: Add) -> None:
    class Clumsy(Least):
        @contextmanager
        def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
            try:
                yield place.file().write
            finally:
                raise KeyError("closing")

    def stop(_path: Path) -> None:
        raise KeyboardInterrupt

    globals()["CLUMSY"] = Clumsy()
    add(least=f"{__name__}:CLUMSY")
    annotated(tmp_path)
    found = find_sidecars([str(tmp_path)]).sidecars
    with pytest.raises(KeyboardInterrupt):
        export_all(found, "least", tmp_path / "x", unit="document", as_folder=False, progress=stop)
    assert not (tmp_path / "x").exists()


def test_pieces_that_the_plain_writer_cannot_write_are_named(tmp_path: Path, add: Add) -> None:
    class Wordy(Least):
        places = (FILE, FOLDER)

        def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
            return Piece({"bytes": b"good", "files": [("a/b.least", b"c")], "text": "x"}[exported.name[:-4]])

    globals()["WORDY"] = Wordy()
    add(least=f"{__name__}:WORDY")
    for name in ("bytes.txt", "files.txt", "text.txt"):
        annotated(tmp_path, name=name)
    found = find_sidecars([str(tmp_path)]).sidecars
    summary = export_all(found, "least", tmp_path / "x", unit="document", as_folder=False)
    assert (tmp_path / "x").read_text() == "good"
    assert set(summary.failed.values()) == {
        "The format gave list where bytes is expected.", "The format gave str where bytes is expected.",
    }  # fmt: skip
    summary = export_all(found, "least", tmp_path / "folder", unit="document", as_folder=True)
    assert (tmp_path / "folder" / "documents.least").read_text() == "good"
    assert (tmp_path / "folder" / "a" / "b.least").read_text() == "c"
    assert len(summary.failed) == 1


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda _self, _path, _options: iter(["a"]), "The format “changed” gave str where a ReadDocument is expected."),
        (lambda _self, _path, _options: NOTHING["x"], "The format “changed” could not understand it (KeyError: 'x')."),
        (lambda _self, _path, _options: None, "could not understand it (TypeError: 'NoneType' object is not iterable)"),
        (
            lambda _self, _path, _options: [ReadDocument("a", "b", spans=7)],  # type: ignore[arg-type]
            "could not understand it (TypeError: 'int' object is not iterable)",
        ),
    ],
)
def test_a_reader_that_fails_stops_one_file(
    read: object, sentence: str, tmp_path: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "CHANGED", changed(read=read))
    add(changed=f"{__name__}:CHANGED")
    (tmp_path / "a.names").write_text("x")
    order = ImportOrder((str(tmp_path / "a.names"),), "changed", str(tmp_path / "out"))
    summary = run_import(order)
    assert sentence in summary.failed[str(tmp_path / "a.names")]
    if "int" not in sentence:
        assert sentence in look(order, no_progress).failure


def test_old_addresses_lead_to_the_same_names() -> None:
    from annotator.formats import exchange, protocols, v1

    assert protocols.Piece is v1.Piece
    assert exchange.ReadSpan is v1.ReadSpan
