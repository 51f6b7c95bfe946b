"""Files in UTF-16 and UTF-32 by their mark, whatever format they are of."""

from pathlib import Path

import pytest

from annotator.formats.codebooks.authority_list import read_authority_list
from annotator.formats.documents.plain_text import in_utf8
from annotator.formats.exchange.input_files import open_utf8, read_text
from annotator.formats.exchange.protocols import FOLDER, FormatError
from annotator.formats.exchange.registry import export_format, import_format
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.services.exporting.export_order import ExportOrder, run_export
from annotator.services.importing.batch_import import import_all
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_mapping import make_mapping
from tests.unit.making import annotated

ENCODINGS = ("utf-8-sig", "utf-16", "utf-32")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "name", ["jsonl", "doccano", "prodigy", "label-studio", "brat", "webanno-tsv", "web-annotation"]
)
def test_a_file_in_another_encoding_of_unicode_says_the_same(tmp_path: Path, name: str, encoding: str) -> None:
    annotated(tmp_path)
    plain, marked = tmp_path / "plain", tmp_path / "marked"
    plain.mkdir()
    suffixes = import_format(name).suffixes
    in_folder = FOLDER in export_format(name).places
    run_export(
        ExportOrder(
            (str(tmp_path),),
            name,
            str(plain / "all" if in_folder else plain / f"all{suffixes[0]}"),
            as_folder=in_folder,
        )
    )
    for path in [path for path in plain.rglob("*") if path.is_file()]:
        text = path.read_text("utf-8")
        again = marked / path.relative_to(plain)
        again.parent.mkdir(parents=True, exist_ok=True)
        mark = "\ufeff" if encoding == "utf-16-be" else ""
        again.write_bytes((mark + text).encode(encoding if path.name.endswith(suffixes) else "utf-8"))
    outs = []
    for source in (plain, marked):
        out = source.with_name(f"{source.name}-out")
        summary = import_all(import_format(name), find_sources([str(source)], suffixes).files, out, annotator="x")
        assert not summary.failed
        (path,) = out.rglob("*.ann.json")
        found = load_sidecar(path.read_bytes()).layer.annotations.values()
        outs.append([(one.type, one.fragments, one.quote, one.codes) for one in found])
        assert outs[0]
    assert outs[0] == outs[1]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_lists_and_mappings_too(tmp_path: Path, encoding: str) -> None:
    (listed,) = read_authority_list("name,type\nMori 🤝,person\n".encode(encoding), "a.csv")
    assert (listed.name, listed.type) == ("Mori 🤝", "person")
    (listed,) = read_authority_list('[{"name": "Mori"}]'.encode(encoding), "a.json")
    assert listed.name == "Mori"
    mapping = tmp_path / "m.json"
    mapping.write_bytes('{"labels": {"Öl": "actor"}}'.encode(encoding))
    assert make_mapping(mapping, (), ()).meaning("Öl")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_lines_come_in_utf8(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a"
    path.write_bytes("🤝 ਊ\nä\n".encode(encoding))
    with open_utf8(path) as file:
        assert file.readlines() == ["🤝 ਊ\n".encode(), "ä\n".encode()]
    assert read_text(path, None).removeprefix("\ufeff") == "🤝 ਊ\nä\n"
    if encoding != "utf-8-sig":
        with pytest.raises(FormatError, match="MiB"):
            open_utf8(path, 1)


def test_what_does_not_decode_as_its_mark_says_stays() -> None:
    broken = b"\xff\xfea"
    assert in_utf8(broken) == broken
    assert in_utf8(b"a\xff") == b"a\xff"
