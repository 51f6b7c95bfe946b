"""An export is ordered once: the order says what is wrong with it, and the command line gives the same bytes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.services.exporting.export_order import ExportOrder, SeveralFiles, find_exported, run_export
from annotator.services.running.progress import Cancelled
from tests.unit.making import Desk, annotated


def ordered(folder: Path, name: str = "csv", out: str = "out") -> ExportOrder:
    return ExportOrder((str(folder),), name, str(folder / out))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"paths": ()}, "Nothing is chosen"),
        ({"out": ""}, "Say where to export to."),
        ({"format_name": "docx"}, "There is no format “docx”"),
        ({"unit": "document"}, "csv has no unit “document”; it has: annotation."),
        ({"format_name": "gexf", "as_folder": True}, "gexf is one file: give its name, such as --out NAME.gexf."),
        ({"format_name": "gexf", "out": "x/"}, "gexf is one file"),
        ({"scheduler": "tcp://here:8786"}, "--scheduler needs --engine dask."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, wrong: dict[str, object], sentence: str) -> None:
    assert ordered(tmp_path).problem() == ""
    assert sentence in replace(ordered(tmp_path), **wrong).problem()  # type: ignore[arg-type]


def test_a_place_that_is_of_another_kind_is_said_while_another_can_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "file.csv").touch()
    order = ordered(tmp_path, out="file.csv")
    assert (order.to_folder, order.place_problem()) == (False, "")
    assert "is a file; name a folder." in replace(order, as_folder=True).place_problem(lambda path: path.name)
    order = ordered(tmp_path, out=".")
    assert (order.to_folder, order.place_problem()) == (True, "")
    assert "is a folder; name a file in it" in replace(order, as_folder=False).place_problem()


@pytest.mark.parametrize(
    ("name", "out"), [("csv", "x.csv"), ("csv", "tables/"), ("jsonl", "x.jsonl"), ("gexf", "x.gexf")]
)
def test_the_command_line_writes_what_the_order_writes(tmp_path: Path, name: str, out: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    annotated(folder)
    main(["export", str(folder), "--to", name, "--out", f"{tmp_path}/by-command-{out}", "--quiet"])
    summary = run_export(ExportOrder((str(folder),), name, f"{tmp_path}/by-order-{out}"))
    assert summary.all_well
    for written in summary.written:
        other = Path(str(written).replace("by-order-", "by-command-"))
        assert other.read_bytes() == written.read_bytes()


def test_progress_is_told_and_can_stop_it_with_nothing_left(tmp_path: Path) -> None:
    for number in range(3):
        annotated(tmp_path, name=f"{number}.txt")
    told: list[tuple[int, int]] = []

    def tell(count: int, total: int, _name: str) -> None:
        told.append((count, total))
        if count == 2:
            raise Cancelled

    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        run_export(ordered(tmp_path), tell)
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert set(tmp_path.iterdir()) == before


def test_a_table_keeps_all_annotators_and_a_network_refuses_to_count_twice(tmp_path: Path) -> None:
    for annotator in ("mkato", "lrossi"):
        annotated(tmp_path, annotator=annotator)
    assert len(find_exported(ordered(tmp_path)).sidecars) == 2
    network = ordered(tmp_path, "graphml")
    missing = str(tmp_path / "missing")
    with pytest.raises(SeveralFiles) as refused:
        find_exported(replace(network, paths=(str(tmp_path), missing)))
    assert [sentence.split(": ")[0] for sentence in refused.value.sentences] == [
        missing, "Several annotators have files of one document",
    ]  # fmt: skip
    assert [found.path.name for found in find_exported(replace(network, annotators=("mkato",))).sidecars] == [
        "talks.txt.mkato.ann.json"
    ]
    left_out = find_exported(replace(network, leave_out_several=True))
    assert (left_out.sidecars, list(left_out.problems)) == ([], ["talks.txt"])


@pytest.mark.parametrize(
    ("name", "share"),
    [("csv", "5 of 5"), ("conll", "3 of 5"), ("dna", "1 of 5"), ("brat", "4 of 5"), ("spacy", "4 of 5"),
     ("doccano", "4 of 5"), ("refi-qda", "4 of 5"), ("gexf", "4 of 5"), ("cas-xmi", "4 of 5")],
)  # fmt: skip
def test_an_export_says_how_many_annotations_it_wrote_of_how_many(
    tmp_path: Path, name: str, share: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder := tmp_path / "in").mkdir()
    desk = Desk(folder, "Mori met Rossi. Rome said no.")
    for words in ("Mori", "Rossi"):
        desk.annotate("actor", words)
    for words in ("Rome said no", "no"):
        claim = desk.annotate("claim", words)
        desk.role(claim, "speakers", "Mori")
    desk.set(claim, topic="They may", stance="agree")
    lost = desk.annotate("claim", "met")
    sidecar = desk.save()
    tree = json.loads(sidecar.read_bytes())
    (place,) = (one for one in tree["annotations"] if one["id"] == lost.id)
    place["fragments"] = []
    sidecar.write_text(json.dumps(tree))
    out = f"{tmp_path}/out{'/' if name in ('brat', 'cas-xmi') else ''}"
    report = tmp_path / "report.json"
    assert main(["export", str(folder), "--to", name, "--out", str(out), "--report", str(report)]) == 0
    written, _of, whole = share.partition(" of ")
    found = json.loads(report.read_bytes())
    assert (found["annotations"], found["of_annotations"]) == (int(written), int(whole))
    said = share if written != whole else whole
    assert f"{said} annotations of 1 files written to" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.parametrize("out", ["x", "x/"])
def test_tables_of_text_begin_with_a_mark_where_that_is_asked_for(tmp_path: Path, name: str, out: str) -> None:
    (folder := tmp_path / "in").mkdir()
    annotated(folder)
    for way, more in (("plain", []), ("marked", ["--bom"])):
        main(["export", str(folder), "--to", name, "--out", f"{tmp_path}/{way}{out}", "--quiet", *more])
    for plain in [tmp_path / "plainx"] if out == "x" else (tmp_path / "plainx").iterdir():
        marked = Path(str(plain).replace("plainx", "markedx"))
        assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()


def test_a_mark_is_asked_of_tables_of_text_alone(tmp_path: Path) -> None:
    order = replace(ordered(tmp_path, "jsonl", "x.jsonl"), mark=True)
    assert order.problem() == "jsonl has no byte-order mark; --bom is for csv and tsv, and xlsx is made for Excel."


def exported(order: ExportOrder) -> list[str]:
    return [found.path.name.removesuffix(".ann.json") for found in find_exported(order).sidecars]


def test_a_table_is_narrowed_to_annotators_or_to_one_file_of_each_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, annotators in (
        ("a.txt", ("anna", "mkato")),
        ("b.txt", ("adjudicated", "anna", "mkato")),
        ("c.txt", ("li",)),
    ):
        for who in annotators:
            annotated(tmp_path, name=name, annotator=who)
    order = ordered(tmp_path)
    assert len(exported(order)) == 6
    assert exported(replace(order, annotators=("li", "anna"))) == ["a.txt.anna", "b.txt.anna", "c.txt.li"]
    assert exported(replace(order, annotators=("adjudicated",))) == ["b.txt.adjudicated"]
    speaking = replace(order, annotators=("speaking", "mkato"))
    assert exported(speaking) == ["a.txt.mkato", "b.txt.adjudicated", "c.txt.li"]
    assert find_exported(speaking).others == 3
    assert exported(replace(order, annotators=("speaking", "nobody", "anna"))) == [
        "a.txt.anna", "b.txt.adjudicated", "c.txt.li",
    ]  # fmt: skip
    undecided = replace(order, annotators=("speaking",))
    with pytest.raises(SeveralFiles, match=r"a\.txt\.anna\.ann\.json.*--annotator"):
        find_exported(undecided)
    assert list(find_exported(replace(undecided, leave_out_several=True)).problems) == ["a.txt"]
    command = ["export", str(tmp_path), "--to", "csv", "--out", str(tmp_path / "x.csv")]
    assert main([*command, "--annotator", "anna", "--annotator", "zoe"]) == 1
    said = capsys.readouterr()
    assert (
        "zoe: There is no annotation file of this annotator; there are files of adjudicated, anna, li, mkato."
        in said.err
    )
    assert "4 annotation files of others were left out (--annotator)." in said.out + said.err
    assert main([*command, "--annotator", "speaking"]) == 2
    assert main([*command, "--annotator", "speaking", "--annotator", "mkato"]) == 0


def test_a_network_of_the_command_is_told_whose_counts(tmp_path: Path) -> None:
    for who in ("anna", "mkato"):
        annotated(tmp_path, annotator=who)
    command = ["export", str(tmp_path), "--to", "gexf", "--out", str(tmp_path / "x.gexf")]
    assert main(command) == 2
    assert main([*command, "--annotator", "zoe", "--annotator", "anna"]) == 0
