"""A layer put into the text as it is now, and what is said of what became of its annotations."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.formats.documents.plain_text import read_source
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.services.anchoring.place_layer import place_layer
from annotator.services.editing import annotations
from annotator.services.running.progress import Cancelled
from tests.unit.making import TEXT, Desk, annotated


def document(text: str) -> Document:
    return read_source(text.encode(), "talks.txt")


def test_where_the_text_is_the_same_only_quotes_are_checked(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    before = dict(desk.layer.annotations)
    assert place_layer(desk.layer, desk.document) == []
    key, first = next(iter(before.items()))
    desk.layer.annotations[key] = first._replace(quote=("Other words",))
    (finding,) = place_layer(desk.layer, desk.document)
    assert finding.path.startswith("$.annotations[0]")
    assert {**desk.layer.annotations, key: first} == before


def test_without_a_hash_the_text_is_taken_for_the_same(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.layer.document = replace(desk.layer.document, text_sha256="")
    before = dict(desk.layer.annotations)
    findings = place_layer(desk.layer, document(f"A new line.\n{TEXT}"))
    assert desk.layer.annotations == before
    assert "text-changed" not in [finding.code for finding in findings]


def changed(folder: Path) -> tuple[Desk, Document, list[Annotation]]:
    """An annotated text in which one annotation's words were changed and another's are gone."""
    desk = Desk(folder)
    gone = desk.annotate("claim", "Norland criticised Ostia")
    kept = desk.annotate("actor", "Carlo Bianchi")
    edited = desk.annotate("claim", "her counterpart Carlo Bianchi agreed to train together")
    text = TEXT.replace("Norland criticised Ostia", "It rained").replace("train together", "meet again")
    return desk, document(text), [gone, kept, edited]


def test_each_annotation_that_moved_lost_its_place_or_has_other_words_is_told_by_its_number(tmp_path: Path) -> None:
    desk, now, (gone, kept, edited) = changed(tmp_path)
    findings = place_layer(desk.layer, now)
    assert [(finding.code, finding.path) for finding in findings] == [
        ("text-changed", findings[0].path),
        ("unplaced", "$.annotations[0].fragments"),
        ("reworded", "$.annotations[2].quote"),
    ]
    assert "agreed to meet again" in findings[2].sentence
    layer = desk.layer.annotations
    assert list(layer) == [gone.id, kept.id, edited.id]
    assert layer[gone.id] == gone._replace(fragments=())
    assert layer[kept.id].fragments == kept.fragments
    assert layer[edited.id].quote == edited.quote
    assert [now.text[slice(*span)] for span in layer[edited.id].fragments] == [
        edited.text.replace("train together", "meet again")
    ]


def test_what_was_unplaced_before_is_told_once_at_most(tmp_path: Path) -> None:
    desk, now, (gone, *_rest) = changed(tmp_path)
    desk.layer.annotations[gone.id] = gone._replace(fragments=())
    assert "unplaced" not in [finding.code for finding in place_layer(desk.layer, now)]


def test_what_was_unplaced_finds_its_place_where_the_words_came_back(tmp_path: Path) -> None:
    desk, now, (gone, *_rest) = changed(tmp_path)
    place_layer(desk.layer, now)
    desk.layer.document = now.info
    assert place_layer(desk.layer, desk.document)[0].code == "text-changed"
    assert desk.layer.annotations[gone.id].fragments == gone.fragments


def test_several_fragments_with_other_words_are_told_with_all_of_them(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    draft = desk.session.draft()
    spans = [desk.span("Minister Aiko Mori said she and"), desk.span("train together")]
    annotations.annotate(draft, desk.document, spans, "claim")
    desk.session.commit(draft, "Annotate")
    findings = place_layer(desk.layer, document(TEXT.replace("Mori said she and", "Mori said he and")))
    assert [finding.code for finding in findings] == ["text-changed", "reworded"]
    assert "“Minister Aiko Mori said he and … train together”" in findings[1].sentence


def test_the_text_it_was_made_on_is_asked_for_at_the_places_given(tmp_path: Path) -> None:
    line = "The two sides agreed on it. They said no more, and went.\n"
    old = "".join(f"Part {part}\n{line * 10}" for part in range(4))
    desk = Desk(tmp_path, text=old)
    desk.annotate("claim", "The two sides agreed on it", number=25)
    desk.save()
    desk.path.write_text(new := old.replace(line * 4, "", 1))
    (tmp_path / "talks.txt.bak").write_text(old)
    for places, placed in (([], False), ([desk.path], True)):
        layer = desk.layer.snapshot()
        place_layer(layer, document(new), places)
        (annotation,) = layer.annotations.values()
        assert bool(annotation.fragments) == placed


def test_placing_tells_how_far_it_is_and_is_stopped(tmp_path: Path) -> None:
    desk, now, _made = changed(tmp_path)

    def stop(*_news: object) -> None:
        raise Cancelled

    before = dict(desk.layer.annotations)
    with pytest.raises(Cancelled):
        place_layer(desk.layer, now, progress=stop)
    assert desk.layer.annotations == before
