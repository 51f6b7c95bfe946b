"""Passages narrowed value by value: the rows are those that reading every file and looking at each annotation gives."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.services.index.counts import counted_by, cross_table, documents_of
from annotator.services.index.digest import NONE
from annotator.services.index.index import FolderIndex
from annotator.services.index.narrowing import COLUMNS, Narrowing, narrowed, row_of
from annotator.services.index.reading import read_file
from annotator.services.index.sentence_numbers import _starts, sentence_numbers
from annotator.services.recoding.planning import Target
from annotator.services.recoding.recodings import ChangeCodes, SetField
from tests.unit.recoded import folder_of, ids_of, layer_of, recode

_Values = Callable[[Annotation, Layer, Path], set[str]]


def _names(role: str) -> _Values:
    return lambda one, layer, _path: {layer.entities[held.entity].name for held in getattr(one, role)}


def _everyone(one: Annotation, layer: Layer, _path: Path) -> set[str]:
    return {layer.entities[key].name for key in one.entities_involved()}


_HELD: dict[str, _Values] = {
    "type": lambda one, _layer, _path: {one.type},
    "stance": lambda one, _layer, _path: {one.stance or ""},
    "status": lambda one, _layer, _path: {one.status or ""},
    "topic": lambda one, layer, _path: {layer.topics[one.topic].name} if one.topic else set(),
    "code": lambda one, _layer, _path: set(one.codes),
    "annotator": lambda _one, layer, _path: {layer.head.annotator.id},
    "document": lambda _one, _layer, path: {path.name.split(".")[0] + ".txt"},
    "speaker": _names("speakers"),
    "target": _names("targets"),
    "party": _names("parties"),
    "mention": lambda one, layer, _path: {layer.entities[key].name for key in one.entities},
    "entity": _everyone,
    "month": lambda one, _layer, _path: {one.date} if one.date else set(),
    "year": lambda one, _layer, _path: {one.date[:4]} if one.date else set(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[FolderIndex, list[Path]]:
    root = tmp_path_factory.mktemp("narrowing")
    sidecars = folder_of(root, 4)
    chance = Random(3)
    for path in sidecars:
        claims = ids_of(path, "claim")
        recode(ChangeCodes(chance.choice(["demand", "offer"])), [Target(path, claims[:1])], root)
        recode(SetField("date", chance.choice(["2022-04", "2022-05", "2023-01"])), [Target(path, claims)], root)
    index = FolderIndex(root, "mkato")
    index.put_files([read_file(path, root) for path in sidecars])
    return index, sidecars


def _by_reading(sidecars: list[Path], chosen: dict[str, set[str]]) -> Iterator[tuple[Path, str]]:
    for path in sidecars:
        layer = layer_of(path)
        for one in layer.annotations.values():
            if all(not values or values & _HELD[column](one, layer, path) for column, values in chosen.items()):
                yield path, one.id


def test_any_values_leave_the_rows_that_reading_all_files_gives(folder: tuple[FolderIndex, list[Path]]) -> None:
    index, sidecars = folder
    view, chance = index.view(), Random(5)
    values = {column: counted_by(view, view.rows(), column) for column in _HELD}
    assert set(_HELD) <= set(COLUMNS)
    found_some = 0
    for _time in range(200):
        wanted, chosen = Narrowing(), dict[str, set[str]]()
        for column in chance.sample(sorted(_HELD), chance.randrange(1, 4)):
            for value in chance.sample(values[column], min(len(values[column]), chance.randrange(1, 3))):
                wanted = wanted.with_value(column, value.key, value.label)
                chosen.setdefault(column, set()).add(value.label)
        words = index.words(narrowed(view, wanted))
        expected = set(_by_reading(sidecars, chosen))
        assert {(one.sidecar, one.id) for one in words.values()} == expected
        found_some += bool(expected)
    assert found_some > 60


def test_a_value_is_taken_back_and_a_column_opened(folder: tuple[FolderIndex, list[Path]]) -> None:
    view = folder[0].view()
    assert len(view.rows()) == 20
    wanted = Narrowing().with_value("type", "actor", "actor").with_value("type", "claim", "claim")
    assert len(narrowed(view, wanted)) == 16
    assert len(narrowed(view, wanted.without("type", "actor"))) == 8
    assert narrowed(view, wanted.without("type")).tolist() == view.rows().tolist()
    assert len(narrowed(view, wanted.only("type", "agreement", "agreement"))) == 4
    assert not wanted.is_open
    assert wanted.without("type").is_open


def test_dates_roles_and_words_narrow_too(folder: tuple[FolderIndex, list[Path]]) -> None:
    index = folder[0]
    view = index.view()
    assert len(narrowed(view, Narrowing(first="2022", last="2023"))) == 8
    assert len(narrowed(view, Narrowing(first="2024"))) == 0
    assert len(narrowed(view, Narrowing({"role": {"parties": "party"}}))) == 4
    assert len(narrowed(view, Narrowing(words="quoted"), index.reader())) == 4
    assert len(narrowed(view, Narrowing(words="quoted"))) == 20


@pytest.mark.parametrize("columns", [("entity", "entity"), ("speaker", "topic"), ("code", "party"), ("type", "month")])
def test_two_values_stand_together_in_the_documents_that_reading_gives(
    folder: tuple[FolderIndex, list[Path]], columns: tuple[str, str]
) -> None:
    index, sidecars = folder
    view = index.view()
    table = cross_table(view, view.rows(), *columns, units=documents_of(view, view.rows()))
    held = [
        {column: set().union(*(_HELD[column](one, layer, path) for one in layer.annotations.values()))}
        for path in sidecars
        for layer in (layer_of(path),)
        for column in columns
    ]
    by_document = [one | other for one, other in zip(held[::2], held[1::2], strict=True)]
    for row, one in enumerate(table.rows):
        for place, other in enumerate(table.columns):
            both = sum(one.label in has[columns[0]] and other.label in has[columns[1]] for has in by_document)
            same = columns[0] == columns[1] and one.label == other.label
            assert table.counts[row, place] == (0 if same else both)
            if table.counts[row, place]:
                documents = {view.document_name(f) for r in table.passages_of(row, place) if (f := view.facts(int(r)))}
                assert len(documents) == both


def test_a_passage_stands_in_the_sentence_in_which_it_begins(folder: tuple[FolderIndex, list[Path]]) -> None:
    index, sidecars = folder
    view = index.view()
    numbers = sentence_numbers(view, view.rows())
    by_number: dict[tuple[Path, int], set[str]] = {}
    for row, number in zip(view.rows().tolist(), numbers.tolist(), strict=True):
        facts = view.facts(row)
        assert facts
        by_number.setdefault((facts.path, number), set()).add(index.words([row])[row].quote)
    both = {"Aiko Mori", "Carlo Bianchi", "agreed to train together"}
    assert [words for (path, _number), words in by_number.items() if path == sidecars[0] and both <= words]
    assert [words for (path, _number), words in by_number.items() if path == sidecars[0]][1:] == [{"مصر watches"}]
    table = cross_table(view, view.rows(), "mention", "mention", units=numbers)
    assert table.counts.tolist() == [[0, 4], [4, 0]]
    (sidecars[3].parent / "3.txt").write_text("Another text.")
    assert (sentence_numbers(view, view.rows())[-5:] >= 0).all()
    _starts.cache_clear()
    assert (sentence_numbers(view, view.rows())[-5:] == NONE).all()
    assert (
        cross_table(view, view.rows(), "mention", "mention", units=sentence_numbers(view, view.rows())).counts[0, 1]
        == 3
    )


def test_a_passage_is_found_again_by_file_and_id(folder: tuple[FolderIndex, list[Path]]) -> None:
    index, sidecars = folder
    view = index.view()
    for row, words in index.words(view.rows()).items():
        assert row_of(view, words.sidecar, words.id) == row
    assert row_of(view, sidecars[0], "gone") is None
    assert row_of(view, sidecars[0].with_name("gone"), "a") is None
