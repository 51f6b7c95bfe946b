"""What was joined and taken as a whole says what putting in each file says, whatever came before and comes after."""

import random
import time
from contextlib import closing
from pathlib import Path
from zlib import crc32

import msgspec
import pytest

from annotator.formats.sidecar.sidecar_names import split_sidecar_name
from annotator.model.codebook import Codebook
from annotator.services.folder.signature import Signature, signature_at
from annotator.services.index.cache import Cache, read_or_taken
from annotator.services.index.contents import Contents
from annotator.services.index.edges import direct_graph
from annotator.services.index.gathering import Gathering
from annotator.services.index.index import FolderIndex
from annotator.services.index.joined import Joined
from annotator.services.index.kept_joined import encoded, keep_gathered, keep_joined, kept_contents
from annotator.services.index.reading import read_file
from annotator.services.index.rejoining import Setting
from tests.unit.folder_of_files import CODEBOOK, chance_folder, chance_layer, write
from tests.unit.services.index.test_index import known

BOOKS = (None, CODEBOOK, Codebook("Blind", blind=True))


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as read long after they were written: the time of their last change cannot be set."""
    began = time.time_ns()
    monkeypatch.setattr("time.time_ns", lambda: began + 3600 * 10**9)


def listed(root: Path) -> dict[Path, Signature]:
    found = {path: signature_at(path) for path in sorted(root.rglob("*.ann.json"))}
    return {path: signature for path, signature in found.items() if signature}


def index_of(root: Path, cache: Cache, setting: Setting | None = None) -> FolderIndex:
    setting = setting or Setting("ab")
    index = FolderIndex(root, setting.own)
    index.choose(setting.own, preferred=setting.preferred)
    index.put_codebooks(dict(setting.codebooks))
    index.put_files(read_or_taken(cache, path, root, signature) for path, signature in listed(root).items())
    return index


def rejoined(root: Path, cache: Cache, setting: Setting) -> FolderIndex | None:
    """An index that begins with what was joined."""
    signatures = listed(root)
    contents = kept_contents(cache, signatures, setting)
    if contents is None:
        return None
    index = FolderIndex(root, setting.own)
    index.take_over(contents)
    left = signatures.keys() - contents.by_path.keys()
    index.put_files(read_or_taken(cache, path, root, signatures[path]) for path in sorted(left))
    return index


def shuffle(chance: random.Random, index: FolderIndex, paths: list[Path], cache: Cache, steps: int) -> None:
    for _step in range(steps):
        path = chance.choice(paths)
        document, annotator = split_sidecar_name(path.name) or ("", "")
        match chance.randrange(6):
            case 0 | 1:
                write(path, chance_layer(chance, annotator, document))
                index.put_file(read_or_taken(cache, path, index.root, signature_at(path)))
            case 2:
                index.put_open(path, chance_layer(chance, annotator, document))
            case 3:
                index.forget_open(path)
            case 4:
                put_book(index, {chance.choice((index.root, index.root / "sub")): chance.choice(BOOKS)}, chance)
            case _:
                index.compact()


def put_book(index: FolderIndex, books: dict[Path, Codebook | None], chance: random.Random) -> None:
    """Lay names over the folder at once, or as is done beside the window, where nothing is open."""
    naming = index.naming(books)
    contents = naming.made() if chance.random() < 0.5 else None
    if contents is None or any(file and file.is_open for file in index._contents.files):
        index.put_codebooks(books)
    else:
        assert naming.is_still()
        index.take_over(contents)


@pytest.mark.parametrize("seed", range(12))
def test_what_was_joined_says_what_the_files_say(tmp_path: Path, seed: int) -> None:
    chance, root = random.Random(seed), tmp_path / "folder"
    paths = chance_folder(chance, root, documents=8)
    write(root / "backup" / paths[0].name, chance_layer(random.Random(seed), "ab"))
    with closing(Cache(root)) as cache:
        before = index_of(root, cache)
        shuffle(chance, before, paths, cache, 12)
        assert keep_joined(cache, before.joining())
        for path in chance.sample(paths, 3):
            document, annotator = split_sidecar_name(path.name) or ("", "")
            write(path, chance_layer(chance, annotator, document))
        chance.choice(paths).unlink()
        books = {folder: book for folder in (root, root / "sub") if (book := chance.choice(BOOKS))}
        setting = Setting(chance.choice(("ab", "cd")), chance.choice(((), ("cd",))), books)
        found, plain = rejoined(root, cache, setting), index_of(root, cache, setting)
        assert found is not None
        assert known(found) == known(plain)
        assert len(direct_graph(found.view()).graph(None).edges) == len(direct_graph(plain.view()).graph(None).edges)
        state = random.Random(seed).getstate()
        for index in (found, plain):
            chance.setstate(state)
            shuffle(chance, index, [path for path in paths if path.exists()], cache, 12)
        fresh = index_of(root, cache, Setting(setting.own, setting.preferred, dict(found.codebooks)))
        for index in (found, fresh):
            for path in paths:
                index.forget_open(path)
                index.put_file(read_file(path, root))
        assert known(found) == known(fresh)


@pytest.mark.parametrize("seed", range(8))
def test_what_was_gathered_says_what_the_files_say(tmp_path: Path, seed: int) -> None:
    chance, root = random.Random(seed), tmp_path / "folder"
    chance_folder(chance, root, documents=8)
    (root / "broken.txt.ab.ann.json").write_bytes(b"{")
    books = {folder: book for folder in (root, root / "sub") if (book := chance.choice(BOOKS))}
    setting = Setting(chance.choice(("ab", "cd")), chance.choice(((), ("cd",))), books)
    gathering = Gathering(root)
    with closing(Cache(root)) as cache:
        reads = [read_or_taken(cache, path, root, signature) for path, signature in listed(root).items()]
        left = [read for read in reads if not gathering.add(read)]
        joined = gathering.joined()
        assert b"".join(encoded(joined)) == msgspec.msgpack.encode(joined)
        assert keep_gathered(cache, joined)
        found, plain = FolderIndex(root, setting.own), index_of(root, cache, setting)
        found.take_over(gathering.contents(joined, setting))
        found.put_files(left)
        assert known(found) == known(plain)
        again = kept_contents(cache, listed(root), setting)
    assert again is not None
    found = FolderIndex(root, setting.own)
    found.take_over(again)
    found.put_files(left)
    assert known(found) == known(plain)


def test_files_that_are_joined_a_few_at_a_time_make_the_same_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "folder"
    setting, gathering = Setting("ab", codebooks={root: CODEBOOK}), Gathering(root)
    chance_folder(random.Random(5), root, documents=8)
    monkeypatch.setattr("annotator.services.index.gathering.JOINED_AT_ONCE", 3)
    with closing(Cache(root)) as cache:
        for path, signature in listed(root).items():
            gathering.add(read_or_taken(cache, path, root, signature))
            if len(gathering) == 7:
                # As is done where much more is to come.
                gathering.contents(gathering.joined(), setting)
        plain = index_of(root, cache, setting)
    assert len(gathering) > 9
    joined = gathering.joined(is_last=True)
    found = FolderIndex(root, setting.own)
    found.take_over(gathering.contents(joined, setting))
    assert known(found) == known(plain)


def test_a_file_that_was_written_since_is_no_part_of_what_was_gathered(tmp_path: Path) -> None:
    root = tmp_path / "folder"
    first, *_others = chance_folder(random.Random(3), root, documents=4)
    gathering = Gathering(root)
    with closing(Cache(root)) as cache:
        for path, signature in listed(root).items():
            gathering.add(read_or_taken(cache, path, root, signature))
        write(first, chance_layer(random.Random(9), "ab"))
        read_or_taken(cache, first, root, signature_at(first))
        assert keep_gathered(cache, gathering.joined())
        again = kept_contents(cache, listed(root), Setting("ab"))
        assert again is not None
        assert set(listed(root)) - set(again.by_path) == {first}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "folder"
    chance_folder(random.Random(3), root)
    with closing(Cache(root)) as cache:
        assert keep_joined(cache, index_of(root, cache).joining())
    return root


def test_a_start_takes_all_as_a_whole(folder: Path) -> None:
    with closing(Cache(folder)) as cache:
        contents = kept_contents(cache, listed(folder), Setting("ab"))
        assert contents is not None
        assert set(contents.by_path) == set(listed(folder))


def of_bytes(cache: Cache, data: bytes) -> Contents | None:
    row = (crc32(data), data)
    cache.change(lambda database: database.execute("update joined set crc = ?, data = ?", row))
    return kept_contents(cache, listed(cache.root), Setting("ab"))


def test_whatever_is_wrong_with_it_there_is_nothing_and_no_message(folder: Path) -> None:
    with closing(Cache(folder)) as cache:
        (data,) = cache.ask(lambda database: database.execute("select data from joined").fetchone(), None) or (b"",)
        whole = msgspec.msgpack.decode(data, type=Joined)
        assert of_bytes(cache, data) is not None
        without = (*whole.columns[:9], *((kind, b"") for kind, _data in whole.columns[9:]))
        bad = [
            b"", b"\x00" * len(data), data[: len(data) // 2], data + data,
            msgspec.msgpack.encode(msgspec.structs.replace(whole, columns=whole.columns[:5])),
            msgspec.msgpack.encode(msgspec.structs.replace(whole, columns=without)),
            msgspec.msgpack.encode(msgspec.structs.replace(whole, profiles=())),
        ]  # fmt: skip
        for one in bad:
            cache.change(lambda database: database.execute("insert or replace into joined values(1, 0, x'')"))
            assert of_bytes(cache, one) is None
            assert cache.ask(lambda database: database.execute("select count(*) from joined").fetchone(), None) == (0,)
        assert not cache.problem


def test_files_that_are_in_doubt_are_read_for_themselves(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Cache(folder)) as cache:
        monkeypatch.setattr("time.time_ns", lambda: 0)
        cache.change(lambda database: database.execute("update file set read_ns = 0"))
        index = index_of(folder, cache)
        cache.change(lambda database: database.execute("update file set read_ns = 0"))
        assert keep_joined(cache, index.joining())
        assert kept_contents(cache, listed(folder), Setting("ab")) is None


def test_what_changes_while_it_is_joined_is_not_kept(folder: Path) -> None:
    with closing(Cache(folder)) as cache:
        index = index_of(folder, cache)
        joining, compaction = index.joining(), index.compaction()
        index.choose("cd")
        assert not keep_joined(cache, joining)
        assert not index.take_compacted(compaction.made())
        path = next(iter(listed(folder)))
        write(path, chance_layer(random.Random(77), size=30))
        index.put_file(read_file(path, folder))
        assert keep_joined(cache, index.joining())
        contents = kept_contents(cache, listed(folder), Setting("ab"))
        assert contents is not None
        assert set(listed(folder)) - set(contents.by_path) == {path}
