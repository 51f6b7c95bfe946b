"""The index says what reading all files says, whatever was put, opened, changed, saved and removed before."""

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.annotation import Role
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.name_key import name_key
from annotator.model.networks.same_event import same_event_groups
from annotator.services.folder.find_files import FoundSidecar, find_sidecars
from annotator.services.folder.whose import which_files
from annotator.services.index.days import NO_DAY, date_of, day_numbers
from annotator.services.index.digest import FIELDS, STANCES, STATUSES, TYPES, digest_of, word_at
from annotator.services.index.index import FolderChange, FolderIndex
from annotator.services.index.reading import read_file, read_layer
from annotator.services.index.speaking import SEVERAL
from annotator.services.index.view import ALL, SPEAKING, FolderView
from tests.unit.folder_of_files import CODEBOOK, chance_folder, chance_layer, write

SEEDS = range(25)


def indexed(root: Path, own: str = "ab") -> FolderIndex:
    index = FolderIndex(root, own)
    index.put_files(read_file(path, root) for path in sorted(root.rglob("*.ann.json")))
    return index


def rows_said(view: FolderView, whose: Any) -> Counter[tuple[Any, ...]]:
    """What the index says of all annotations that count, without its numbers."""
    found: Counter[tuple[Any, ...]] = Counter()
    table, parts, codes = view.annotations, view.parts, view.codes
    part_mask, code_mask = view.part_mask(whose), view.code_mask(whose)
    of_row: dict[int, list[Any]] = {}
    for place in part_mask.nonzero()[0].tolist():
        acts_for = int(parts.acts_for[place])
        who = (named(view, int(parts.entity[place])), named(view, acts_for) if acts_for >= 0 else None)
        of_row.setdefault(int(parts.row[place]), []).append((FIELDS[parts.field[place]], *who, int(parts.side[place])))
    carried: dict[int, list[str]] = {}
    for place in code_mask.nonzero()[0].tolist():
        carried.setdefault(int(codes.row[place]), []).append(view.codes_named.name(int(codes.code[place])))
    for row in view.rows(whose).tolist():
        file = view.facts(row)
        assert file is not None
        topic = int(table.topic[row])
        found[
            file.path, file.annotator, word_at(TYPES, table.type[row]), word_at(STANCES, table.stance[row]),
            word_at(STATUSES, table.status[row]), int(table.start[row]), int(table.end[row]),
            (int(table.first[row]), int(table.last[row])),
            int(table.event[row]) - int(view.starts[file.number]),
            name_key(view.topics.name(topic)) if topic >= 0 else "",
            tuple(of_row.get(row, ())), tuple(map(name_key, carried.get(row, ()))),
        ] += 1  # fmt: skip
    return found


def named(view: FolderView, number: int) -> tuple[str, str]:
    return view.entities.type(number), name_key(view.entities.name(number))


def side_of(role: Role) -> int:
    return -1 if role.side is None else role.side


def rows_read(layers: dict[Path, Layer], whose: Callable[[Path], bool], codebook: bool = False) -> Counter[Any]:
    """The same from layers."""
    found: Counter[tuple[Any, ...]] = Counter()
    for path, layer in layers.items():
        if not whose(path):
            continue

        def entity(identifier: str, layer: Layer = layer) -> tuple[str, str]:
            one = layer.entities[identifier]
            is_book = codebook and one.type == "state" and one.name in ("UK", "United  Kingdom")
            name = "United Kingdom" if is_book else one.name
            return one.type, name_key(name)

        events, firsts = same_event_groups(layer.links.values()), dict[str, int]()
        for row, one in enumerate(layer.in_order()):
            event = firsts.setdefault(events[one.id], row) if one.id in events else row
            parts: list[Any] = [("entities", entity(key), None, -1) for key in one.entities]
            parts += [
                (field, entity(role.entity), entity(role.acts_for) if role.acts_for else None, side_of(role))
                for field, role in one.roles()
            ]  # fmt: skip
            annotator = (split_sidecar_name(path.name) or ("", ""))[1]
            topic = layer.topics.get(one.topic or "")
            found[
                path, annotator, one.type, one.stance or "", one.status or "", one.start, one.end,
                day_numbers(one.date or layer.document.published or ""), event,
                name_key(topic.name) if topic else "", tuple(parts), tuple(map(name_key, one.codes)),
            ] += 1  # fmt: skip
    return found


def known(index: FolderIndex) -> tuple[Any, ...]:
    """All that an index knows, without its numbers and the ways in which one name is written."""
    names = index.names
    entities = {(one.type, name_key(one.name)): one.documents for one in names.all_entities()}
    details = {}
    for one in names.all_entities():
        said = names.details(one.number)
        keys = frozenset(map(name_key, (*said.aliases, said.name)))
        details[one.type, name_key(one.name)] = keys, frozenset((kind, name_key(name)) for kind, name in said.member_of)
    others = [{name_key(one.name): one.documents for one in found} for found in (names.all_topics(), names.all_codes())]
    speaks = {path: index.speaks(path) for path in index.documents}
    facts = {one.path: (one.annotations, one.state, one.hidden, one.decided, one.copy_of) for one in index.files}
    view = index.view()
    return entities, details, others, speaks, facts, rows_said(view, ALL), rows_said(view, SPEAKING)


def speaking_files(paths: list[Path], own: str) -> set[Path]:
    chosen = which_files([FoundSidecar(path) for path in paths], (own,))
    return {one.file.path for one in chosen if one.file}


@pytest.mark.parametrize("seed", SEEDS)
def test_it_says_what_the_files_say(tmp_path: Path, seed: int) -> None:
    paths = chance_folder(random.Random(seed), tmp_path)
    index = indexed(tmp_path)
    layers = {path: load_sidecar(path.read_bytes()).layer for path in paths}
    counts = speaking_files(paths, "ab")
    assert rows_said(index.view(), ALL) == rows_read(layers, lambda _path: True)
    assert rows_said(index.view(), SPEAKING) == rows_read(layers, lambda path: path in counts)
    documents: Counter[tuple[str, str]] = Counter()
    for document in index.documents:
        beside = [layers[facts.path] for facts in index.files_of(document)]
        documents.update({(one.type, name_key(one.name)) for layer in beside for one in layer.entities.values()})
    assert {(one.type, name_key(one.name)): one.documents for one in index.names.all_entities()} == documents
    assert index.standing().sentence.count("nobody") == bool(set(index.documents) - {
        (path.with_name((split_sidecar_name(path.name) or ("",))[0])) for path in counts
    })  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_came_before_it_says_what_a_new_one_says(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    paths = chance_folder(chance, tmp_path)
    index = indexed(tmp_path)
    open_: dict[Path, Layer] = {}
    for _step in range(30):
        path = chance.choice(paths)
        document, annotator = split_sidecar_name(path.name) or ("", "")
        layer = chance_layer(chance, annotator, document)
        match chance.randrange(8):
            case 0 | 1:
                write(path, layer)
                index.put_file(read_file(path, tmp_path))
            case 2 | 3:
                open_[path] = layer
                index.put_open(path, layer)
            case 4 if path in open_:
                write(path, open_[path])
                index.saved(path)
            case 5:
                open_.pop(path, None)
                index.forget_open(path)
            case 6:
                path.unlink(missing_ok=True)
                index.remove([path])
            case _:
                book = chance.choice((None, CODEBOOK, Codebook("Empty")))
                index.put_codebook(chance.choice((tmp_path, tmp_path / "sub")), book)
        if chance.random() < 0.1:
            index.compact()
    fresh = FolderIndex(tmp_path, "ab")
    fresh.put_codebooks(dict(index.codebooks))
    fresh.put_files(read_file(path, tmp_path) for path in tmp_path.rglob("*.ann.json"))
    for path, layer in open_.items():
        fresh.put_open(path, layer)
    assert known(index) == known(fresh)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_open_layer_says_what_its_saved_file_says(tmp_path: Path, seed: int) -> None:
    layer = chance_layer(random.Random(seed), "ab")
    path = tmp_path / "a.txt.ab.ann.json"
    write(path, layer)
    assert read_layer(path, layer).digest == read_file(path).digest
    again = load_sidecar(dump_sidecar(layer), duplicates=True).layer
    assert digest_of(again) == digest_of(layer)


def test_a_view_stays_what_it_was(tmp_path: Path) -> None:
    chance = random.Random(3)
    paths = chance_folder(chance, tmp_path)
    index = indexed(tmp_path)
    view, before = index.view(), rows_said(index.view(), ALL)
    for number in range(200):
        path = chance.choice(paths)
        index.put_open(path, chance_layer(chance, "ab", "d0.txt", size=40))
        if number % 50 == 0:
            index.put_codebook(tmp_path, CODEBOOK if number % 100 else None)
            index.compact()
    assert rows_said(view, ALL) == before != rows_said(index.view(), ALL)
    assert index.view() is index.view()


@pytest.mark.parametrize("seed", range(5))
def test_the_codebook_names_entities_without_reading_again(tmp_path: Path, seed: int) -> None:
    paths = chance_folder(random.Random(seed), tmp_path, documents=12)
    layers = {path: load_sidecar(path.read_bytes()).layer for path in paths}
    index = indexed(tmp_path)
    index.put_codebook(tmp_path, CODEBOOK)
    assert rows_said(index.view(), ALL) == rows_read(layers, lambda _path: True, codebook=True)
    first = index.names.entities("britain") or index.names.entities("uk")
    assert [one.name for one in first if one.type == "state"] == ["United Kingdom"]
    index.put_codebook(tmp_path, None)
    assert rows_said(index.view(), ALL) == rows_read(layers, lambda _path: True)


def test_the_nearest_codebook_names(tmp_path: Path) -> None:
    for folder in ("", "sub/"):
        layer = Layer(LayerHead(Annotator("ab")), chance_layer(random.Random(1)).document)
        layer.entities["e"] = Entity("e", "UK", "state")
        write(tmp_path / f"{folder}{len(folder)}.txt.ab.ann.json", layer)
    index = indexed(tmp_path)
    index.put_codebook(tmp_path, CODEBOOK)
    assert [(one.name, one.documents) for one in index.names.all_entities()] == [("United Kingdom", 2)]
    index.put_codebook(tmp_path / "sub", Codebook("Another"))
    assert {one.name: one.documents for one in index.names.all_entities()} == {"United Kingdom": 1, "UK": 1}


def test_listeners_hear_once_of_a_change_when_all_agree(tmp_path: Path) -> None:
    paths = chance_folder(random.Random(5), tmp_path)
    index, heard = FolderIndex(tmp_path, "ab"), list[tuple[FolderChange, int]]()
    end = index.subscribe(lambda change: heard.append((change, len(index.view().annotations))))
    index.put_files(read_file(path, tmp_path) for path in paths)
    assert [set(change.files) for change, _rows in heard] == [set(paths)]
    assert heard[0][1] == sum(one.annotations for one in index.files)
    with index.together():
        index.remove(paths[:1])
        index.choose("cd")
    assert len(heard) == 2
    index.choose("cd")
    index.remove([tmp_path / "none.ann.json"])
    end()
    index.remove(paths)
    assert len(heard) == 2
    assert not index.files
    assert not index.names.all_entities()
    assert not index.documents


def test_what_a_listener_raises_keeps_no_other_from_hearing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raised, heard = list[object](), list[object]()
    monkeypatch.setattr("sys.excepthook", lambda *error: raised.append(error))
    index = FolderIndex(tmp_path)

    def fail(_change: FolderChange) -> None:
        raise RuntimeError

    index.subscribe(fail)
    index.subscribe(heard.append)
    index.expect(3)
    assert len(raised) == len(heard) == 1


def test_problems_drop_what_was_known_and_are_counted(tmp_path: Path) -> None:
    paths = chance_folder(random.Random(1), tmp_path, documents=3)
    index = indexed(tmp_path)
    index.expect(len(paths) + 2)
    broken = next(path for path in paths if load_sidecar(path.read_bytes()).layer.annotations)
    broken.write_bytes(b'{"format": "annotator-sidecar", "version": 1')
    index.put_file(read_file(broken, tmp_path))
    facts = index.file(broken)
    assert facts
    assert facts.annotations == 0
    assert facts.problem
    assert broken not in {path for path, *_rest in rows_said(index.view(), ALL)}
    assert index.standing().sentence.startswith(f"3 of {len(paths) + 2} annotation files not read.")
    assert list(index.standing().problems) == [broken]


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 4000, b"[]", b"{}", b"\xff\xfe", b'{"format": "x"}', b"[" * 100_000], ids=range(7)
)
def test_nothing_in_a_file_raises(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt.ab.ann.json"
    path.write_bytes(data)
    read = read_file(path)
    assert read.problem
    assert read.digest is None
    assert not read.gone
    path.unlink()
    assert read_file(path).gone
    path.mkdir()
    assert read_file(path).problem


def test_a_newer_file_is_read_as_far_as_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.ab.ann.json"
    layer = chance_layer(random.Random(2))
    path.write_bytes(
        dump_sidecar(layer).replace(b'"version": 1', b'"version": 7', 1).replace(b'"ab"', b'"ab", "new": 1', 1)
    )
    read = read_file(path)
    assert read.digest is not None
    assert read.digest.annotations == digest_of(layer).annotations


def test_the_name_of_the_file_says_whose_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.cd.ann.json"
    write(path, chance_layer(random.Random(2), "ab"))
    index = indexed(tmp_path, own="cd")
    facts = index.file(path)
    assert facts
    assert facts.annotator == "cd"
    assert "“cd”" in facts.problem
    assert "“ab”" in facts.problem
    assert index.speaks(facts.document).file == path


def test_whose_file_speaks_can_be_chosen(tmp_path: Path) -> None:
    for annotator in ("cd", "ef"):
        write(tmp_path / f"a.txt.{annotator}.ann.json", chance_layer(random.Random(2), annotator))
    index = indexed(tmp_path, own="ab")
    document = tmp_path / "a.txt"
    assert index.speaks(document).reason == SEVERAL
    assert "Of 1 document nobody's file counts." in index.standing().sentence
    index.choose("ab", {document: tmp_path / "a.txt.ef.ann.json"})
    assert index.speaks(document).file == tmp_path / "a.txt.ef.ann.json"
    assert set(index.view().rows()) < set(index.view().rows(ALL))
    index.choose("cd")
    assert index.speaks(document).file == tmp_path / "a.txt.cd.ann.json"


@pytest.mark.parametrize("seed", SEEDS)
def test_choosing_again_says_what_an_index_says_that_was_told_so_before(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    chance_folder(chance, tmp_path)
    index = indexed(tmp_path)
    codebook = Codebook("Blind", blind=seed % 2 == 0)
    index.put_codebook(tmp_path, codebook)
    for _turn in range(6):
        _sums = index.edges.sums()
        by_hand = {one.document: one.path for one in chance.sample(index.files, 2)} if chance.random() < 0.5 else {}
        told = chance.choice(("ab", "cd", "")), by_hand, chance.sample(("ab", "cd", "ef"), chance.randrange(3))
        index.choose(*told)
        anew = FolderIndex(tmp_path)
        anew.choose(*told)
        anew.put_files(read_file(path, tmp_path) for path in sorted(tmp_path.rglob("*.ann.json")))
        anew.put_codebook(tmp_path, codebook)
        assert {one: index.speaks(one) for one in index.documents} == {one: anew.speaks(one) for one in anew.documents}
        assert {one.path: one.hidden for one in index.files} == {one.path: one.hidden for one in anew.files}
        for whose in (SPEAKING, ALL):
            assert rows_said(index.view(), whose) == rows_said(anew.view(), whose)
        assert names_of(index) == names_of(anew)
        assert len(index.edges.sums()[0]) == len(anew.edges.sums()[0])


def names_of(index: FolderIndex) -> set[tuple[str, str, int]]:
    return {(known.type, name_key(known.name), known.documents) for known in index.names.all_entities()}


def test_choosing_whose_counts_touches_documents_alone_of_which_another_file_speaks(tmp_path: Path) -> None:
    for document, annotators in (("a.txt", ("ab", "cd")), ("b.txt", ("ab",)), ("c.txt", ("cd",))):
        for annotator in annotators:
            write(tmp_path / f"{document}.{annotator}.ann.json", chance_layer(random.Random(2), annotator))
    index, heard = indexed(tmp_path, own="ab"), list[FolderChange]()
    index.subscribe(heard.append)
    index.choose("ab", preferred=("cd",))
    assert heard[0].files == {tmp_path / f"a.txt.{annotator}.ann.json" for annotator in ("ab", "cd")}
    assert not heard[0].documents
    assert not heard[0].names


def test_blind_coding_hides_colleagues_until_own_work_is_done(tmp_path: Path) -> None:
    layers = {who: chance_layer(random.Random(2), who) for who in ("ab", "cd", "adjudicated")}
    for who, layer in layers.items():
        layer.document = layer.document.__class__(name="a.txt", state="in-progress")
        layer.entities["x"] = Entity("x", f"Only {who}", "person")
        layer.entities["y"] = Entity("y", "Of all", "person", (f"Alias of {who}",))
        write(tmp_path / f"a.txt.{who}.ann.json", layer)
    index = indexed(tmp_path, own="ab")
    index.put_codebook(tmp_path, Codebook("Blind", blind=True))
    assert {facts.annotator for facts in index.files if facts.hidden} == {"cd", "adjudicated"}
    assert {row[1] for row in rows_said(index.view(), ALL)} <= {"ab"}
    assert not rows_said(index.view(), SPEAKING)
    assert [one.name for one in index.names.entities("only")] == ["Only ab"]
    (shared,) = index.names.entities("of all")
    assert index.names.details(shared.number).aliases == ("Alias of ab",)
    assert not index.names.entities("alias of cd")
    assert not index.same_as("Alias of cd")
    own = tmp_path / "a.txt.ab.ann.json"
    done = layers["ab"].snapshot()
    done.document = done.document.__class__(name="a.txt", state="done")
    index.put_open(own, done)
    assert {one.name for one in index.names.entities("only")} == {"Only ab", "Only cd", "Only adjudicated"}
    assert len(index.names.details(shared.number).aliases) == 3
    assert [one.known for one in index.same_as("Alias of cd")] == index.names.entities("of all")
    index.forget_open(own)
    assert [one.name for one in index.names.entities("only")] == ["Only ab"]
    assert index.names.details(shared.number).aliases == ("Alias of ab",)


def test_a_copy_in_a_folder_below_counts_once(tmp_path: Path) -> None:
    layer = chance_layer(random.Random(8), size=30)
    assert len(layer.annotations) > 2
    write(tmp_path / "a.txt.ab.ann.json", layer)
    write(tmp_path / "backup" / "a.txt.ab.ann.json", layer)
    write(tmp_path / "other" / "a.txt.ab.ann.json", chance_layer(random.Random(9), "ab", "other"))
    index = indexed(tmp_path)
    copy = index.file(tmp_path / "backup" / "a.txt.ab.ann.json")
    assert copy
    assert copy.copy_of == tmp_path / "a.txt.ab.ann.json"
    assert len(index.view().rows()) == len(layer.annotations) + len(
        chance_layer(random.Random(9), "ab", "other").annotations
    )
    index.remove([tmp_path / "a.txt.ab.ann.json"])
    copy = index.file(tmp_path / "backup" / "a.txt.ab.ann.json")
    assert copy
    assert copy.copy_of is None


def test_files_are_found_as_commands_find_them(tmp_path: Path) -> None:
    paths = chance_folder(random.Random(4), tmp_path)
    found = find_sidecars([str(tmp_path)])
    assert {one.path for one in found.sidecars} == set(paths)
    index = FolderIndex(tmp_path, "ab")
    index.put_files(read_file(one.path, tmp_path) for one in found.sidecars)
    names = {index.view().document_name(facts) for facts in index.files}
    assert names == {one.document_name("") for one in found.sidecars}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-04-12", "2022-04-12", "2022-04-12"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2020", "2020-01-01", "2020-12-31"),
    ],
)
def test_days_are_those_of_the_calendar(text: str, first: str, last: str) -> None:
    assert [str(date_of(number)) for number in day_numbers(text)] == [first, last]


def test_days_before_and_behind_the_calendar_keep_their_order() -> None:
    years = ["Y-170000", "-0001", "0000", "0001", "9999", "Y170000"]
    numbers = [number for year in years for number in day_numbers(year)]
    assert numbers == sorted(numbers)
    assert day_numbers("nothing") == (NO_DAY, NO_DAY)
    assert [date_of(number) for number in day_numbers("Y170000")] == [None, None]
