"""Passages of a folder, narrowed, in order, counted and in words: each as going through all layers says."""

import random
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.annotation import Annotation
from annotator.model.edtf import days
from annotator.model.layer import Layer
from annotator.model.name_key import name_key
from annotator.model.vocabulary import ROLE_WORD
from annotator.services.index import folded_words
from annotator.services.index.counts import COLUMNS, counted_by, cross_table
from annotator.services.index.days import day_numbers
from annotator.services.index.index import FolderIndex
from annotator.services.index.passages import SORTS, PassageFilter, passages, sorted_rows
from annotator.services.index.typed_words import with_words
from annotator.services.index.view import ALL, places_of
from tests.unit.folder_of_files import chance_folder, chance_layer, write
from tests.unit.services.index.test_index import indexed

SEEDS = range(12)
Said = tuple[Path, Layer, Annotation]


def folder(tmp_path: Path, seed: int) -> tuple[FolderIndex, list[Said]]:
    """An index that names were replaced in, and all annotations as their files have them."""
    chance = random.Random(seed)
    paths = chance_folder(chance, tmp_path)
    index = indexed(tmp_path)
    for path in chance.sample(paths, 3):
        document, annotator = split_sidecar_name(path.name) or ("", "")
        write(path, chance_layer(chance, annotator, document, size=30))
        index.put_file(index_read(path, tmp_path))
    layers = {path: load_sidecar(path.read_bytes()).layer for path in paths}
    return index, [(path, layer, one) for path, layer in layers.items() for one in layer.annotations.values()]


def index_read(path: Path, root: Path) -> Any:
    from annotator.services.index.reading import read_file

    return read_file(path, root)


def ids(index: FolderIndex, rows: Any) -> Counter[tuple[Path, str]]:
    return Counter((words.sidecar, words.id) for words in index.words(rows).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_words_are_those_of_the_files(tmp_path: Path, seed: int) -> None:
    index, said = folder(tmp_path, seed)
    found = {(words.sidecar, words.id): words for words in index.words(index.view().rows(ALL)).values()}
    assert len(found) == len(said)
    for path, layer, one in said:
        words = found[path, one.id]
        assert (words.quote, words.before, words.after, words.note) == (one.text, one.before, one.after, one.note)
        assert (words.type, words.stance, words.status) == (one.type, one.stance or "", one.status or "")
        assert words.date == (one.date or layer.document.published or "")
        names = [("entity", layer.entities[key].name) for key in one.entities]
        names += [(ROLE_WORD[field], layer.entities[role.entity].name) for field, role in one.roles()]
        assert [(role, name_key(name)) for role, name in words.roles] == [
            (role, name_key(name)) for role, name in names
        ]
        assert tuple(map(name_key, words.codes)) == tuple(map(name_key, one.codes))
        topic = layer.topics.get(one.topic or "")
        assert name_key(words.topic) == (name_key(topic.name) if topic else "")


def test_words_of_what_was_written_since_are_found_by_their_ids(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.ab.ann.json"
    layer = chance_layer(random.Random(8), size=30)
    write(path, layer)
    index = indexed(tmp_path)
    rows = index.view().rows(ALL)
    gone, *left = [one.id for one in layer.in_order()]
    del layer.annotations[gone]
    layer.links.clear()
    write(path, layer)
    assert [words.id for words in index.words(rows).values()] == ["", *left]
    path.unlink()
    index.reader()._kept.clear()
    assert {words.id for words in index.words(rows).values()} == {""}


def test_words_of_an_open_document_are_those_of_its_layer(tmp_path: Path) -> None:
    index = FolderIndex(tmp_path)
    layer = chance_layer(random.Random(8), size=30)
    index.put_open(tmp_path / "a.txt.ab.ann.json", layer)
    assert [words.id for words in index.words(index.view().rows(ALL)).values()] == [one.id for one in layer.in_order()]


def narrowings(index: FolderIndex, chance: random.Random) -> Iterator[tuple[PassageFilter, Callable[[Said], bool]]]:
    """Filters, each with the test that it stands for."""
    names = index.names

    def key(table: Any, numbers: frozenset[int]) -> set[tuple[str, str]]:
        return {(table.type(one), name_key(table.name(one))) for one in numbers}

    def has(said: Said, wanted: set[tuple[str, str]], roles: frozenset[str] = frozenset()) -> bool:
        _path, layer, one = said
        there = [("entities", key) for key in one.entities] + [(field, role.entity) for field, role in one.roles()]
        there += [("", role.acts_for) for _field, role in one.roles() if role.acts_for and not roles]
        kept = (layer.entities[identifier] for field, identifier in there if not roles or field in roles)
        return any((entity.type, name_key(entity.name)) in wanted for entity in kept)

    entities = frozenset(one.number for one in chance.sample(names.all_entities(), 2))
    wanted = key(names.entity_table, entities)
    yield PassageFilter(whose=ALL), lambda _said: True
    yield PassageFilter(entities=entities, whose=ALL), lambda said: has(said, wanted)
    roles = frozenset(("speakers", "parties"))
    yield PassageFilter(entities=entities, roles=roles, whose=ALL), lambda said: has(said, wanted, roles)
    topics = frozenset(one.number for one in names.all_topics()[:1])
    on = {name for _kind, name in key(names.topic_table, topics)}

    def is_on(said: Said) -> bool:
        _path, layer, one = said
        above, passed = one.topic or "", set[str]()
        while above not in passed and above in layer.topics and layer.topics[above].broader in layer.topics:
            passed.add(above)
            above = layer.topics[above].broader or ""
        return any(name_key(layer.topics[each].name) in on for each in (one.topic, above) if each in layer.topics)

    yield PassageFilter(topics=topics, whose=ALL), is_on
    codes = frozenset(one.number for one in names.all_codes()[:1])
    carried = {name for _kind, name in key(names.code_table, codes)}
    yield PassageFilter(codes=codes, whose=ALL), lambda said: any(name_key(code) in carried for code in said[2].codes)
    words = PassageFilter(types=frozenset(("claim", "actor")), stances=frozenset(("agree", "")), whose=ALL)
    yield words, lambda said: said[2].type in words.types and (said[2].stance or "") in words.stances
    yield PassageFilter(statuses=frozenset(("signed",)), whose=ALL), lambda said: said[2].status == "signed"
    yield PassageFilter(annotators=frozenset(("cd",)), whose=ALL), lambda said: ".cd." in said[0].name
    one = next(iter(index.documents))
    yield (
        PassageFilter(documents=frozenset((one,)), whose=ALL),
        lambda said: said[0].name.startswith(one.name) and said[0].parent == one.parent,
    )
    first, last = day_numbers("2022-03-01")[0], day_numbers("2022-04-30")[1]

    def is_possible(said: Said) -> bool:
        found = day_numbers(said[2].date or said[1].document.published or "")
        return (
            days(said[2].date or said[1].document.published or "") is not None
            and found[1] >= first
            and found[0] <= last
        )

    yield PassageFilter(first=first, last=last, whose=ALL), is_possible
    yield PassageFilter(annotators=frozenset(("ab",)), whose="cd"), lambda _said: False


@pytest.mark.parametrize("seed", SEEDS)
def test_what_passes_a_filter(tmp_path: Path, seed: int) -> None:
    index, said = folder(tmp_path, seed)
    for wanted, passes in narrowings(index, random.Random(seed)):
        expected = Counter((one[0], one[2].id) for one in said if passes(one))
        assert ids(index, passages(index.view(), wanted)) == expected, wanted


@pytest.mark.parametrize("seed", range(3))
def test_typed_words_are_looked_for_in_all_that_stands_in_a_row(tmp_path: Path, seed: int) -> None:
    index, said = folder(tmp_path, seed)
    view = index.view()
    rows = view.rows(ALL)
    assert list(with_words(view, rows, "", index.reader())) == list(rows)
    assert len(with_words(view, rows, "SAID bef", index.reader())) == len(said)
    noted = Counter((path, one.id) for path, _layer, one in said if one.note)
    assert ids(index, with_words(view, rows, "nòte", index.reader())) == noted
    named = {one.number for one in index.names.entities("walesa")}
    found = passages(view, PassageFilter(entities=frozenset(named), roles=frozenset(("entities",)), whose=ALL))
    assert set(found) <= set(with_words(view, rows, "walesa", index.reader()))


@pytest.mark.parametrize("apart", [8, 0])
def test_words_are_kept_until_their_file_is_another(
    tmp_path: Path, apart: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folded_words, "_APART", apart)
    index, _said = folder(tmp_path, 1)
    path = next(one.path for one in index.files if one.annotations)
    layer = load_sidecar(path.read_bytes()).layer
    key, one = next(iter(layer.annotations.items()))

    def found(word: str) -> list[str]:
        view = index.view()
        rows = with_words(view, view.rows(ALL), word, index.reader())
        return [words.id for words in index.words(rows, view).values() if words.sidecar == path]

    def noted(note: str) -> Layer:
        layer.annotations[key] = one._replace(note=note)
        return layer

    read = list[Path]()
    index.take_words_from(lambda path, _modified: read.append(path))
    assert found("zebra") == found("zebra") == []
    assert len(read) == len(set(read)) > 1
    index.put_open(path, noted("A zebra"))
    assert found("zebra") == [key]
    index.put_open(path, noted("A quagga"))
    assert (found("zebra"), found("quagga")) == ([], [key])
    index.forget_open(path)
    assert found("quagga") == []
    # A colleague's program notes when it saved.
    layer.head = replace(layer.head, modified="2030-01-01T00:00:00Z")
    write(path, noted("A tapir"))
    index.put_file(index_read(path, tmp_path))
    assert (found("tapir"), found("quagga")) == ([key], [])


@pytest.mark.parametrize("by", SORTS)
def test_rows_in_order(tmp_path: Path, by: str) -> None:
    index, _said = folder(tmp_path, 4)
    view = index.view()
    rows = sorted_rows(view, view.rows(ALL), by)
    assert sorted(rows) == list(view.rows(ALL))
    assert list(sorted_rows(view, view.rows(ALL), by, descending=True)) == list(rows[::-1])
    words = list(index.words(rows).values())
    keys: dict[str, Callable[[Any], Any]] = {
        "document": lambda one: one.document,
        "type": lambda one: ("actor", "claim", "agreement").index(one.type),
        "annotator": lambda one: one.annotator,
        "topic": lambda one: (not one.topic, name_key(one.topic).casefold()),
    }
    if by in keys:
        found = [keys[by](one) for one in words]
        assert found == sorted(found)
    assert list(sorted_rows(view, rows[:0], by)) == []


def values_of(said: Said, column: str, root: Path) -> set[Any]:
    """The values of a passage, by hand."""
    path, layer, one = said
    if column in _ROLES:
        return {named(layer, role.entity) for role in getattr(one, _ROLES[column])}
    document, annotator = split_sidecar_name(path.name) or ("", "")
    topic = layer.topics.get(one.topic or "")
    found: dict[str, Callable[[], set[Any]]] = {
        "mention": lambda: {named(layer, key) for key in one.entities},
        "entity": lambda: {
            named(layer, key) for key in (*one.entities, *(role.entity for _field, role in one.roles()))
        },
        "for": lambda: {named(layer, role.acts_for) for _field, role in one.roles() if role.acts_for},
        "topic": lambda: {name_key(topic.name)} if topic else set(),
        "code": lambda: set(map(name_key, one.codes)),
        "annotator": lambda: {annotator},
        "document": lambda: {path.with_name(document).relative_to(root).as_posix()},
        "month": lambda: stretch(said, 7),
        "year": lambda: stretch(said, 4),
    }
    if column in found:
        return found[column]()
    value = getattr(layer.document if column in ("publisher", "author", "language") else one, column)
    return {value} if value else set()


_ROLES = {"speaker": "speakers", "target": "targets", "via": "via", "party": "parties"}


def named(layer: Layer, key: str) -> tuple[str, str]:
    return layer.entities[key].type, name_key(layer.entities[key].name)


def stretch(said: Said, cut: int) -> set[str]:
    found = days(said[2].date or said[1].document.published or "") or (None, None)
    if not found[0] or not found[1] or not 1 <= found[0].year <= found[1].year <= 9999:
        return set()
    ends = {f"{day.year:04}-{day.month:02}"[:cut] for day in found if day}
    return ends if len(ends) == 1 else set()


def label(view: Any, column: str, found: Any) -> Any:
    if column in ("entity", "mention", "speaker", "target", "via", "party", "for"):
        return view.entities.type(found.key), name_key(found.label)
    return name_key(found.label) if column in ("topic", "code") else found.label


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("column", [column for column in COLUMNS if column != "broadest"])
def test_counts_by_a_column(tmp_path: Path, column: str, seed: int) -> None:
    index, said = folder(tmp_path, seed)
    view = index.view()
    expected: Counter[Any] = Counter()
    documents: defaultdict[Any, set[Path]] = defaultdict(set)
    for one in said:
        for value in values_of(one, column, tmp_path):
            expected[value] += 1
            documents[value].add(one[0].with_name((split_sidecar_name(one[0].name) or ("", ""))[0]))
    found = counted_by(view, view.rows(ALL), column)
    assert {label(view, column, one): one.passages for one in found} == expected
    assert {label(view, column, one): one.documents for one in found} == {key: len(of) for key, of in documents.items()}
    assert [one.passages for one in found] == sorted((one.passages for one in found), reverse=True)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "columns", [("speaker", "topic"), ("topic", "month"), ("entity", "entity"), ("code", "stance")]
)
def test_counts_by_two_columns(tmp_path: Path, columns: tuple[str, str], seed: int) -> None:
    index, said = folder(tmp_path, seed)
    view = index.view()
    expected: Counter[Any] = Counter()
    for one in said:
        first, second = (values_of(one, column, tmp_path) for column in columns)
        expected.update((value, other) for value in first for other in second)
    table = cross_table(view, view.rows(ALL), *columns)
    found = {
        (label(view, columns[0], one), label(view, columns[1], other)): int(table.counts[row, column])
        for row, one in enumerate(table.rows)
        for column, other in enumerate(table.columns)
    }
    assert {key: count for key, count in found.items() if count} == expected
    cells = [(row, column) for row in range(len(table.rows)) for column in range(len(table.columns))]
    assert all(len(table.passages_of(*cell)) == table.counts[cell] for cell in cells)
    assert cross_table(view, view.rows(ALL), *columns, most=2).counts.shape[0] <= 2


def test_nothing_counts_as_nothing(tmp_path: Path) -> None:
    view = FolderIndex(tmp_path).view()
    nothing = np.empty(0, np.intp)
    for column in COLUMNS:
        assert counted_by(view, view.rows(), column) == []
        assert cross_table(view, nothing, column, "topic").counts.size == 0
    assert list(passages(view, PassageFilter(entities=frozenset((1,)), codes=frozenset((1,)), first=3))) == []


def test_the_parts_of_one_row_are_found_without_a_copy_of_all() -> None:
    rows = np.repeat(np.arange(100_000, dtype=np.int32), 3)
    tracemalloc.start()
    found = places_of(rows, 70_000)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == range(210_000, 210_003)
    assert most < rows.nbytes / 10
