"""Comparing files: what counts, what is left out and why, and what a report makes of hostile names."""

import csv
import io
import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from annotator.__main__ import main
from annotator.formats.tables.delimited import delimited_line
from annotator.model.layer import Annotator, CodebookReference
from annotator.model.networks.relation_graph import relation_graph
from annotator.services.agreement.agreement_json import agreement_json
from annotator.services.agreement.agreement_table import COLUMNS, agreement_rows
from annotator.services.agreement.compare_files import CompareOptions, Comparison, compare_all
from annotator.services.agreement.difference_charts import NamedGraph, chart_pair
from annotator.services.agreement.report import report_html
from annotator.services.comparing.colleagues import moved_words
from annotator.services.comparing.same_entity import say_same
from annotator.services.folder.find_files import find_sidecars
from annotator.services.settling.open_review import open_review
from tests.unit.making import TEXT, Desk, annotated

NAMES = ("Abramo", "Bertil", "Ceciel", "Dagmar", "Elwina", "Frederik", "Guntram", "Hedwig", "Ingolf", "Jarmila")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def finish(desk: Desk, state: str = "done") -> None:
    desk.layer.document = replace(desk.layer.document, state=state)
    desk.sidecar.unlink(missing_ok=True)
    desk.save()


def two(folder: Path, name: str = "talks.txt") -> tuple[Desk, Desk]:
    desks = annotated(folder, name=name), annotated(folder, name=name, annotator="lrossi")
    for desk in desks:
        finish(desk)
    return desks


def compared(folder: Path, jobs: int = 1, **options: Any) -> Comparison:
    return compare_all(find_sidecars([str(folder)]).sidecars, CompareOptions(**options), jobs=jobs)


def test_only_what_both_have_done_counts(tmp_path: Path) -> None:
    _mine, theirs = two(tmp_path)
    assert [document.name for document in compared(tmp_path).agreements] == ["talks.txt"]
    finish(theirs, "in-progress")
    comparison = compared(tmp_path)
    assert comparison.agreements == []
    assert "in-progress" in comparison.documents[0].left_out[str(theirs.sidecar)]
    (pair,) = agreement_json(compared(tmp_path, unfinished=True).agreements)["overall"]["pairs"]
    assert (pair["a"], pair["b"], pair["exact"]["f1"], pair["gamma"]) == ("lrossi", "mkato", 1, 1)


def test_an_adjudicated_file_is_left_out_or_made_the_reference(tmp_path: Path) -> None:
    two(tmp_path)
    finish(annotated(tmp_path, annotator="adjudicated"), "reviewed")
    (agreement,) = compared(tmp_path).agreements
    assert agreement.annotators == ("lrossi", "mkato")
    (agreement,) = compared(tmp_path, against="adjudicated").agreements
    assert [(pair.a, pair.b) for pair in agreement.pairs] == [("adjudicated", "lrossi"), ("adjudicated", "mkato")]
    assert compared(tmp_path, against="nobody").agreements == []


def test_a_review_that_is_only_begun_is_no_reference(tmp_path: Path) -> None:
    """What is not settled yet is in no adjudicated file, so that everybody would seem to have too much."""
    two(tmp_path)
    begun = annotated(tmp_path, annotator="adjudicated")
    finish(begun, "in-progress")
    comparison = compared(tmp_path, against="adjudicated")
    assert comparison.agreements == []
    assert "what is not settled yet would stand as missing" in comparison.documents[0].left_out[str(begun.sidecar)]
    assert len(compared(tmp_path, against="adjudicated", unfinished=True).agreements) == 1


def test_entities_are_the_same_as_in_the_adjudicated_file_beside_the_others(tmp_path: Path) -> None:
    desks = Desk(tmp_path), Desk(tmp_path, annotator="lrossi")
    for desk, name in zip(desks, ("Mori", "The minister"), strict=True):
        desk.role(desk.annotate("claim", "Norland criticised Ostia"), "speakers", name)
        finish(desk)

    def roles(*paths: Path) -> tuple[float, int]:
        found = find_sidecars([str(path) for path in paths]).sidecars
        (document,) = agreement_json(compare_all(found, CompareOptions()).agreements)["documents"]
        return document["pairs"][0]["roles_f1"], document["entity_corrections"]

    assert roles(tmp_path) == (0, 0)
    opened, review = open_review([desk.sidecar for desk in desks], Annotator("chief"))
    draft = review.session.draft()
    say_same(draft, review.alignment.same.groups())
    review.session.commit(draft, "Same")
    opened.save()
    opened.close()
    assert roles(tmp_path) == roles(*(desk.sidecar for desk in desks)) == (1, 1)
    page = report_html(comparison := compared(tmp_path, listed=True), agreement_json(comparison.agreements)).decode()
    assert "which entities are the same one: 1." in page
    assert [row.title for row in comparison.documents[0].rows] == ["name of entity “The minister”"]
    review.session.sidecar.write_bytes(b"{")
    assert roles(tmp_path) == (0, 0)
    assert "not heeded" in compared(tmp_path).failed[str(review.session.sidecar)]


def test_files_of_another_version_of_the_text_are_placed_anew_and_never_written(tmp_path: Path) -> None:
    mine, theirs = two(tmp_path)
    before = mine.sidecar.read_bytes()
    theirs.path.write_text("A line that was not there before.\n" + TEXT.replace("مصر watches", "Nobody listens"))
    fresh = Desk(tmp_path, theirs.path.read_text(), annotator="lrossi")
    fresh.annotate("actor", "Aiko Mori")
    finish(fresh)
    comparison = compared(tmp_path, listed=True)
    (agreement,) = comparison.agreements
    assert agreement.reanchored == {"mkato": 1}
    assert agreement.pairs[0].exact.overall == (1, 1, 5)
    assert comparison.documents[0].moved == {str(mine.sidecar): moved_words(1)}
    assert not comparison.failed
    assert not comparison.documents[0].findings
    measured = agreement_json(comparison.agreements)
    assert measured["documents"][0]["reanchored"] == [{"annotator": "mkato", "unplaced": 1}]
    assert "by their words; 1 is unplaced." in report_html(comparison, measured).decode()
    assert mine.sidecar.read_bytes() == before


def test_without_the_document_files_of_another_text_are_left_out_and_named(tmp_path: Path) -> None:
    mine, _theirs = two(tmp_path)
    third = Desk(tmp_path, "Quite another text, in which nothing is where it was.", annotator="third")
    third.annotate("claim", "nothing is where it was")
    finish(third)
    mine.path.unlink()
    comparison = compared(tmp_path)
    assert [agreement.annotators for agreement in comparison.agreements] == [("lrossi", "mkato")]
    assert "another version" in comparison.failed[str(third.sidecar)]


def test_broken_files_are_named_and_the_others_compared(tmp_path: Path) -> None:
    two(tmp_path)
    (tmp_path / "talks.txt.evil.ann.json").write_text('{"format": ')
    (tmp_path / "nobody.ann.json").write_text("{}")
    comparison = compared(tmp_path)
    assert len(comparison.agreements) == 1
    assert {Path(path).name for path in comparison.failed} == {"talks.txt.evil.ann.json", "nobody.ann.json"}


def test_any_number_of_jobs_gives_the_same(tmp_path: Path) -> None:
    for number in range(3):
        (folder := tmp_path / str(number)).mkdir()
        two(folder)
    assert agreement_json(compared(tmp_path, 2).agreements) == agreement_json(compared(tmp_path).agreements)


@pytest.fixture
def hostile(tmp_path: Path) -> Comparison:
    mine, _theirs = two(tmp_path)
    actor = mine.annotate("actor", "Norland")
    mine.set(actor, note=HOSTILE)
    mine.role(mine.annotate("claim", "Norland criticised Ostia"), "speakers", HOSTILE)
    finish(mine)
    return compared(tmp_path, listed=True)


def test_a_round_of_coding_is_compared_by_itself(tmp_path: Path) -> None:
    for desk in two(tmp_path):
        early, *_later = desk.layer.annotations.values()
        desk.layer.annotations[early.id] = early._replace(created="2026-01-05T10:00:00Z")
        if desk.layer.head.annotator.id == "lrossi":
            book = CodebookReference("second", "ab12cd")
            desk.layer.head = replace(desk.layer.head, codebook=book)
        desk.save_over()

    def of_round(*options: str) -> dict[str, Any]:
        out = tmp_path / "round.json"
        arguments = ["compare", str(tmp_path), "--quiet", "--out", str(out), "--report", f"{tmp_path}/report", *options]
        main(arguments)
        return dict(json.loads(out.read_bytes())["overall"])

    assert of_round()["pairs"][0]["exact"]["both"] > 1
    assert of_round("--to", "2026-01-05")["pairs"][0]["exact"]["both"] == 1
    assert of_round("--from", "2026-01-06", "--to", "2026-01-07")["pairs"][0]["exact"]["f1"] is None
    assert of_round("--codebook", "second")["pairs"] == []
    assert "not with second" in (tmp_path / "report").read_text()


def test_a_report_is_one_page_in_which_nothing_of_the_files_is_markup(hostile: Comparison) -> None:
    page = report_html(hostile, agreement_json(hostile.agreements)).decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search(r"(?:src|href)\s*=(?!\"#[a-z0-9-]+\")", page.replace(HOSTILE, "").replace("&lt;img src=x", ""))
    assert "Share of annotations that both made" in page
    assert "missing claim" in page
    assert "F1 of roles by entity" in page
    figures = [ET.fromstring(figure) for figure in re.findall(r"<figure>.*?</figure>", page, re.DOTALL)]
    assert len(figures) == 2
    own = [[part for part in figure.iter() if "own" in part.get("class", "").split()] for figure in figures]
    assert [len(parts) > 0 for parts in own] == [False, True]


def test_a_report_gives_intervals_and_what_holds_for_all_annotators(tmp_path: Path) -> None:
    for name in (f"{number}.txt" for number in range(10)):
        for who in ("abe", "lrossi", "mkato"):
            desk = annotated(tmp_path, name=name, annotator=who)
            if (name, who) in (("1.txt", "abe"), ("2.txt", "abe"), ("3.txt", "lrossi")):
                desk.annotate("actor", "Norland")
            finish(desk)
    comparison = compared(tmp_path)
    measured = agreement_json(comparison.agreements)
    low, high = measured["overall"]["pairs"][0]["intervals"]["gamma"]
    assert 0 < low < high <= 1
    page = report_html(comparison, measured).decode()
    assert f"{low:.3f} to {high:.3f}" in page
    assert f'>γ</th><td class="number">{measured["overall"]["all_annotators"]["gamma"]:.3f}</td>' in page


def test_the_table_has_a_row_a_measure_and_no_formula(hostile: Comparison) -> None:
    rows = list(agreement_rows(agreement_json(hostile.agreements)))
    data = b"".join(delimited_line(row, ",") for row in (COLUMNS, *rows)).decode()
    read = list(csv.DictReader(io.StringIO(data, newline="")))
    exact = next(row for row in read if (row["measure"], row["of"]) == ("exact_f1", ""))
    assert (exact["document"], exact["a"], exact["b"], exact["n"]) == ("talks.txt", "lrossi", "mkato", "12")
    assert float(exact["value"]) == pytest.approx(2 * 5 / 12)
    undefined = next(row for row in read if row["measure"] == "links_f1")
    assert undefined["value"] == ""


def test_names_in_the_report_lie_apart_and_inside(tmp_path: Path) -> None:
    desk = Desk(tmp_path, " ".join(f"{name} met {name[::-1].title()}." for name in NAMES))
    for name in NAMES:
        agreement = desk.annotate("agreement", f"{name} met {name[::-1].title()}")
        desk.role(agreement, "parties", name, name[::-1].title())
    chart = NamedGraph("mkato", relation_graph(desk.layer))
    (figure,) = ET.fromstring(f"<page>{chart_pair([chart])}</page>")
    _left, _top, width, height = map(float, figure[0].get("viewBox", "").split())
    boxes = [[float(rect.get(name, "")) for name in ("x", "y", "width", "height")] for rect in figure.iter("rect")]
    assert len(boxes) == len(chart.graph.nodes)
    assert all(x >= 0 <= y and x + wide <= width and y + high <= height for x, y, wide, high in boxes)
    for one, other in combinations(boxes, 2):
        beside = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
        assert beside or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
    names = {"".join(text.itertext()).strip() for text in figure.iter("text")}
    assert names == {node.label for node in chart.graph.nodes.values()}
