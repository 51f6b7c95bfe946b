"""The report as those who cannot see it, or print it, get it; and its confusion tables."""

import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from annotator.model.networks.relation_graph import relation_graph
from annotator.services.agreement import difference_charts
from annotator.services.agreement.agreement_json import agreement_json
from annotator.services.agreement.compare_files import CompareOptions, compare_all
from annotator.services.agreement.confusion_picture import MOST, OTHERS, confused, confusion_of, confusion_svg
from annotator.services.agreement.difference_charts import NamedGraph, are_too_many, chart_pair
from annotator.services.agreement.report import report_html
from annotator.services.charting.composing import picture_of
from annotator.services.folder.find_files import find_sidecars
from tests.unit.making import Desk, annotated
from tests.unit.services.agreement.test_compare import two


@pytest.fixture
def page(tmp_path: Path) -> str:
    two(tmp_path)
    annotated(tmp_path, name="other.txt")
    (tmp_path / "broken.txt.anna.ann.json").write_text("{")
    comparison = compare_all(find_sidecars([str(tmp_path)]).sidecars, CompareOptions(listed=True))
    return report_html(comparison, agreement_json(comparison.agreements)).decode()


class Outline(HTMLParser):
    """The elements of a page that a screen reader goes by."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def count(self, tag: str) -> int:
        return sum(found == tag for found, _attributes in self.tags)


def test_a_screen_reader_finds_its_way(page: str) -> None:
    outline = Outline(page)
    assert ("html", {"lang": "en"}) in outline.tags
    assert [outline.count(tag) for tag in ("header", "nav", "main", "h1")] == [1, 1, 1, 1]
    assert outline.count("table") == outline.count("caption") == outline.count("thead") > 3
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in outline.tags if tag == "th")
    pictures = [attributes for tag, attributes in outline.tags if tag == "svg"]
    assert all(each.get("aria-label") or each.get("aria-hidden") for each in pictures)
    targets = {attributes.get("id") for tag, attributes in outline.tags if tag == "section"}
    links = [(attributes.get("href") or "")[1:] for tag, attributes in outline.tags if tag == "a"]
    assert len(links) > 4
    assert set(links) <= targets
    levels = [int(tag[1]) for tag, _attributes in outline.tags if re.fullmatch(r"h\d", tag)]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), "no level is left out"


def test_charts_and_large_tables_are_told_in_words(page: str) -> None:
    words = "Aiko Mori – Carlo Bianchi: agreement, agreed (1)"
    assert f"<title>{words}</title>" in page
    told = [line for line in re.findall(r"<summary>In words</summary><ul>(.*?)</ul>", page) if words in line]
    assert told
    assert all("which not all have" not in line for line in told), "both have the same relations"
    cells = [{"a": "x", "b": "x", "count": 9}, {"a": "x", "b": "y", "count": 1}, {"a": "y", "b": "x", "count": 3}]
    assert confused(cells) == [cells[2], cells[1]]


def test_a_relation_that_not_all_have_is_told_as_one(tmp_path: Path) -> None:
    charts = [NamedGraph(who, relation_graph(annotated(tmp_path, annotator=who).layer)) for who in ("anna", "bert")]
    charts[1] = NamedGraph("bert", replace(charts[1].graph, edges={}))
    assert chart_pair(charts).count(", which not all have") == len(charts[0].graph.edges)


def test_where_nobody_has_relations_there_are_names_and_no_empty_pane(tmp_path: Path) -> None:
    graph = replace(relation_graph(annotated(tmp_path).layer), edges={})
    (figure,) = ET.fromstring(f"<page>{chart_pair([NamedGraph('mkato', graph)])}</page>")
    assert [part.tag for part in figure] == ["figcaption"]
    assert "Aiko Mori" in "".join(figure.itertext())


def test_it_is_made_for_paper_and_says_what_lines_mean_and_what_was_left_out(page: str) -> None:
    assert "size: A4" in page
    assert "@media print" in page
    assert "How the charts are to be read" in page
    assert "against, disagree, critical" in page
    assert "The document is in-progress there; only what is done counts" in page
    assert "Files that were not compared" in page
    assert "broken.txt.anna.ann.json" in page


def test_a_large_chart_keeps_all_names_and_edges_in_sight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(4)
    pairs = [chance.sample([f"Person {n} of the Ministry of Affairs" for n in range(40)], 2) for _pair in range(55)]
    desk = Desk(tmp_path, " ".join(f"{one} met {other}." for one, other in pairs))
    for one, other in pairs:
        desk.role(desk.annotate("agreement", f"{one} met {other}"), "parties", one, other)
    charts = [NamedGraph("mkato", relation_graph(desk.layer))]
    (figure,) = ET.fromstring(f"<page>{chart_pair(charts)}</page>")
    lines = ("".join("".join(text.itertext()) for text in group.iter("text")) for group in figure.iter("g"))
    assert {words.strip() for words in lines} - {""} == {node.label for node in charts[0].graph.nodes.values()}
    made = picture_of

    def bent(*wanted: Any) -> Any:
        """Give a picture with a curve that leads out of it to the left."""
        picture, held = made(*wanted)
        line, *others = picture.edges
        return replace(picture, edges=(replace(line, control=(-900.0, line.control[1])), *others)), held

    monkeypatch.setattr(difference_charts, "picture_of", bent)
    (figure,) = ET.fromstring(f"<page>{chart_pair(charts)}</page>")
    left, _top, width, _height = map(float, figure[0].get("viewBox", "").split())
    for path in figure.iter("path"):
        x, _y, bend_x, _bend_y, to_x, _to_y = map(float, re.findall(r"-?[\d.]+", path.get("d", "")))
        assert left <= (x + 2 * bend_x + to_x) / 4 <= left + width
    assert not are_too_many(charts)
    monkeypatch.setattr(difference_charts, "_MOST_NODES", 10)
    assert are_too_many(charts)
    assert chart_pair(charts) == ""


def test_a_confusion_table_keeps_what_was_chosen_most_and_draws_every_cell() -> None:
    cells: list[dict[str, Any]] = [{"a": f"v{n}", "b": f"v{n + n % 2}", "count": 40 - n} for n in range(MOST + 8)]
    table = confusion_of("anna", "bert", cells)
    assert len(table.values) == MOST + 1
    assert table.values[-1] == OTHERS
    assert sum(table.counts.values()) == sum(cell["count"] for cell in cells)
    small = confusion_of("a<b", "b", [{"a": "agree", "b": "agree", "count": 7}, {"a": "<i>", "b": "agree", "count": 2}])
    picture = ET.fromstring(confusion_svg(small, "stance & more"))
    assert picture.get("aria-label") == "stance & more"
    counts = [text.text for text in picture.iter("text") if "count" in text.get("class", "")]
    assert sorted(filter(None, counts)) == ["2", "7"]
    assert len(list(picture.iter("rect"))) == 4
    assert ET.fromstring(confusion_svg(confusion_of("a", "b", []), "")) is not None
