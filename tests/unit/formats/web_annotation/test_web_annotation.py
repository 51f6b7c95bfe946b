"""Web Annotation: our own come back, and what JavaScript programs count in UTF-16 units is placed by its quotes."""

import json
from pathlib import Path

from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
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
