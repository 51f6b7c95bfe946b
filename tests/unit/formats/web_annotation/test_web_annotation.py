"""Web Annotation: our own come back, and what JavaScript programs count in UTF-16 units is placed by its quotes."""

import json
from pathlib import Path
from typing import Any

from annotator.model.layer import Layer
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.batch_import import ImportSummary
from tests.unit.imports import bring, layer_in, told
from tests.unit.making import Desk, annotated


def test_own_annotations_come_back(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = annotated(source)
    found = find_sidecars([str(source)]).sidecars
    export_all(found, "web-annotation", tmp_path / "web", unit="document", as_folder=True)
    back = bring("web-annotation", tmp_path / "web", tmp_path / "b")
    assert (back.failed, back.problems, back.unmapped, back.kept_apart) == ({}, {}, {}, {})
    assert told(layer_in(tmp_path / "b" / desk.sidecar.name)) == told(desk.layer)


def test_a_document_in_which_nothing_is_marked_comes_back(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = Desk(source)
    desk.save()
    found = find_sidecars([str(source)]).sidecars
    export_all(found, "web-annotation", tmp_path / "web", unit="document", as_folder=True)
    back = bring("web-annotation", tmp_path / "web", tmp_path / "b")
    assert (back.failed, back.problems) == ({}, {})
    assert not layer_in(tmp_path / "b" / desk.sidecar.name).annotations


def test_a_mention_of_several_comes_back_once_in_each_role(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = Desk(source)
    both = desk.annotate("actor", "her counterpart")
    claim = desk.annotate("claim", "agreed to train together")
    desk.role(claim, "speakers", "Aiko Mori", "Carlo Bianchi", mention=both.id)
    desk.set(both, entities=tuple(role.entity for role in desk.layer.annotations[claim.id].speakers))
    desk.save()
    found = find_sidecars([str(source)]).sidecars
    for name in ("web-annotation", "brat", "webanno-tsv", "cas-json"):
        export_all(found, name, tmp_path / name, unit="document", as_folder=True)
        bring(name, tmp_path / name, tmp_path / f"{name}-back")
        assert told(layer_in(tmp_path / f"{name}-back" / desk.sidecar.name)) == told(desk.layer)


def test_pages_of_others_are_placed_by_their_quotes(tmp_path: Path) -> None:
    text = "😀 Mori met Rossi. 😀 Rossi left."

    def item(number: int, start: int, exact: str, **more: object) -> dict[str, object]:
        position = {"type": "TextPositionSelector", "start": start, "end": start + len(exact)}
        quote = {"type": "TextQuoteSelector", "exact": exact}
        target = {"source": "https://example.org/doc.txt?x", "selector": [quote, position]}
        return {"id": f"https://example.org/{number}", "type": "Annotation", "target": target} | more

    tag = {"type": "TextualBody", "purpose": "tagging", "value": "PER"}
    items = [
        item(1, 3, "Mori", body=[tag, "https://example.org/mori"], creator={"name": "Lisa R"}),
        item(2, 22, "Rossi", body=tag, creator={"name": "Lisa R"}, motivation="tagging"),
        item(3, 3, "Nobody", creator={"name": "Lisa R"}),
        {"id": "#no", "type": "Annotation", "target": []},
        {"type": "Annotation", "motivation": "linking", "target": "#a", "body": {"source": "#b"}},
        {"type": "Annotation", "target": {"source": "doc.txt", "selector": {"type": "SvgSelector", "value": "<svg/>"}}},
    ]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "doc.txt").write_text(text)
    (tmp_path / "in" / "page.jsonld").write_text(json.dumps({"type": "AnnotationPage", "items": items}))
    (tmp_path / "in" / "none.jsonld").write_text("{}")
    summary = bring("web-annotation", tmp_path / "in", tmp_path / "out", maps=("PER=actor/person",))
    assert list(summary.failed) == [str(tmp_path / "in" / "none.jsonld")]
    found = layer_in(tmp_path / "out" / "doc.txt.lisa-r.ann.json")
    assert sorted((a.text, a.fragments, a.codes) for a in found.annotations.values()) == [
        ("Mori", ((2, 6),), ("person",)),
        ("Nobody", (), ("annotation",)),
        ("Rossi", ((20, 25),), ("person",)),
    ]
    assert found.document.url == "https://example.org/doc.txt?x"
    assert "UTF-16 units (2 of 3 quotes hold)" in summary.countings
    (problems,) = summary.problems.values()
    assert any("SvgSelector" in problem for problem in problems)
    assert any("Nobody" in problem for problem in problems)
    assert any(problem.startswith("#no is about 0 sources") for problem in problems)
    assert any("a link from a to b names" in problem for problem in problems)


def _page(folder: Path, text: str, *items: dict[str, Any]) -> tuple[ImportSummary, list[Layer]]:
    """Import a page about a text, and give what there is to tell and the layers."""
    (folder / "in").mkdir()
    (folder / "in" / "doc.txt").write_text(text)
    whole = [{"id": f"#{n}", "type": "Annotation", **one} for n, one in enumerate(items)]
    (folder / "in" / "page.jsonld").write_text(json.dumps({"type": "AnnotationPage", "items": whole}))
    summary = bring("web-annotation", folder / "in", folder / "out")
    return summary, [layer_in(path) for path in (folder / "out").glob("*.ann.json")]


def _at(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def _said(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def _of(*selectors: dict[str, Any]) -> dict[str, Any]:
    return {"source": "doc.txt", "selector": list(selectors)}


XPATHS = {
    "type": "RangeSelector",
    "startSelector": {"type": "XPathSelector", "value": "/p[1]"},
    "endSelector": {"type": "XPathSelector", "value": "/p[2]"},
}


def test_a_body_may_be_a_value_of_its_annotation(tmp_path: Path) -> None:
    summary, (layer,) = _page(
        tmp_path, "Mori met Rossi.",
        {"bodyValue": "the minister", "target": _of(_at(0, 4), _said("Mori"))},
        {"bodyValue": "PER", "motivation": "tagging", "target": _of(_at(9, 14), _said("Rossi"))},
    )  # fmt: skip
    assert summary.all_well
    assert {one.text: (one.note, one.codes) for one in layer.annotations.values()} == {
        "Mori": ("the minister", ("annotation",)), "Rossi": ("", ("PER",)),
    }  # fmt: skip


def test_ways_to_tell_a_place_stand_beside_each_other(tmp_path: Path) -> None:
    ends = {"startSelector": _at(9, 10), "endSelector": _at(14, 15)}
    summary, (layer,) = _page(
        tmp_path, "Mori met Rossi. Rossi left.",
        {"target": _of(XPATHS, _at(0, 4), _said("Mori"))},
        {"target": _of({"type": "RangeSelector", **ends})},
        {"target": _of({"type": "FragmentSelector", "value": "char=16,21"})},
        {"target": _of({"type": "CssSelector", "value": "p"}, _said("left"))},
    )  # fmt: skip
    assert summary.all_well
    assert sorted(one.fragments for one in layer.annotations.values()) == [
        ((0, 4),),
        ((9, 14),),
        ((16, 21),),
        ((22, 26),),
    ]


def test_a_range_alone_is_said_not_to_be_understood(tmp_path: Path) -> None:
    summary, _layers = _page(tmp_path, "Mori left.", {"target": _of(XPATHS)})
    assert any("RangeSelector" in problem for problems in summary.problems.values() for problem in problems)


def test_quotes_alone_place_what_stands_once(tmp_path: Path) -> None:
    summary, (layer,) = _page(
        tmp_path, "😀 Mori met\n  Rossi. Mori left, Rossi stayed.",
        {"target": _of(_said("Mori met Rossi"))},
        {"target": _of(_said("Mori", suffix=" left"))},
        {"target": [_of(_said("Mori", prefix="Rossi. ")), _of(_said("Rossi", suffix=" stayed"))]},
        {"target": _of(_said("Rossi"))},
        {"target": _of(_said("Bianchi"))},
    )  # fmt: skip
    told = {one.quote: one.fragments for one in layer.annotations.values()}
    assert told == {
        ("Mori met\n  Rossi",): ((2, 18),), ("Mori",): ((20, 24),), ("Mori", "Rossi"): ((20, 24), (31, 36)),
        ("Rossi",): (), ("Bianchi",): (),
    }  # fmt: skip
    (problems,) = summary.problems.values()
    assert [problem.partition("”")[2] for problem in problems] == [
        " stands in no place of the text for certain; it is kept without a place."
    ] * 2


def test_addresses_of_entities_are_ids_of_theirs_elsewhere_both_ways(tmp_path: Path) -> None:
    iri = "https://www.wikidata.org/wiki/Q1"
    summary, (layer,) = _page(
        tmp_path, "Mori met Rossi in Rome.",
        {"motivation": "identifying", "body": iri, "target": _of(_at(0, 4), _said("Mori"))},
        {"body": {"purpose": "identifying", "source": {"id": "http://example.org/r", "label": "Carlo Rossi"}},
         "target": _of(_at(9, 14), _said("Rossi"))},
        {"body": {"type": "SpecificResource", "purpose": "identifying", "source": "urn:place:7"},
         "target": _of(_at(18, 22), _said("Rome"))},
    )  # fmt: skip
    assert summary.all_well
    wanted = {
        "Mori": {"wikidata": "Q1"},
        "Carlo Rossi": {"url": "http://example.org/r"},
        "Rome": {"url": "urn:place:7"},
    }
    assert {one.name: dict(one.external_ids) for one in layer.entities.values()} == wanted
    found = find_sidecars([str(tmp_path / "out")]).sidecars
    export_all(found, "web-annotation", tmp_path / "web", unit="document", as_folder=True)
    bring("web-annotation", tmp_path / "web", tmp_path / "back")
    (back,) = (layer_in(path) for path in (tmp_path / "back").glob("*.ann.json"))
    assert {one.name: dict(one.external_ids) for one in back.entities.values()} == wanted
    assert told(back) == told(layer)
