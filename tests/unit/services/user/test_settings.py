"""Preferences: what is damaged or unknown is told and left alone, and what was chosen comes back."""

import os
from dataclasses import asdict, fields
from pathlib import Path

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.layer import Annotator
from annotator.services.disk.atomic_file import SaveError
from annotator.services.user import settings as module
from annotator.services.user.settings import RECENT, Settings, SettingsStore


def put(folder: Path, data: object) -> Path:
    path = folder / "settings.json"
    path.write_bytes(orjson.dumps(data))
    return path


some_settings = st.builds(
    Settings,
    annotator_id=st.from_regex(r"[a-z0-9-]{0,9}", fullmatch=True),
    annotator_name=st.text(st.characters(exclude_categories=["Cs"])),
    theme=st.sampled_from(["system", "light", "dark"]),
    text_size=st.just(0.0) | st.floats(6, 48),
    line_gap=st.floats(0.4, 2.0),
    column_width=st.integers(20, 120),
    autosave_seconds=st.floats(0.5, 60),
    type_colors=st.dictionaries(st.sampled_from(["light actor", "dark claim"]), st.just("#12ab9f")),
    first_steps_done=st.booleans(),
    pane_shares=st.dictionaries(
        st.sampled_from(["chart", "lists"]), st.lists(st.floats(0.1, 1), min_size=2, max_size=2)
    ),
    recent=st.lists(st.text("ab/.", max_size=9), max_size=3),
    keys=st.dictionaries(st.sampled_from(["save", "open"]), st.lists(st.text("ab+", max_size=5), max_size=2)),
)


@given(some_settings)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, chosen: Settings) -> None:
    path = tmp_path_factory.getbasetemp() / "settings.json"
    store = SettingsStore(path)
    store.settings = chosen
    store.write()
    again = SettingsStore(path)
    assert (again.settings, again.problem, again.unknown) == (chosen, "", [])


def test_before_anything_was_written_the_defaults_are_in_use(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "deep" / "settings.json")
    assert (store.settings, store.problem) == (Settings(), "")
    assert not (tmp_path / "deep").exists()
    store.write()
    assert orjson.loads(store.path.read_bytes()) == asdict(Settings())
    assert store.path.read_bytes().endswith(b"}\n")


def test_they_lie_where_the_system_has_them(tmp_path: Path) -> None:
    store = SettingsStore()
    assert store.path.is_relative_to(os.environ["XDG_CONFIG_HOME"])
    assert SettingsStore(tmp_path / "x").path == tmp_path / "x"


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b"3", b"\xff"])
def test_a_file_that_makes_no_sense_is_told_and_the_defaults_are_in_use(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(data)
    store = SettingsStore(path)
    assert store.settings == Settings()
    assert store.problem.startswith(f"The preferences in {path} could not be read (")
    assert path.read_bytes() == data


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    assert "could not be read" in SettingsStore(tmp_path / "settings.json").problem


def test_what_a_newer_version_wrote_is_passed_over_and_written_back(tmp_path: Path) -> None:
    path = put(tmp_path, {"shiny": [1], "another": True, "theme": "dark"})
    store = SettingsStore(path)
    assert (store.unknown, store.problem, store.settings.theme) == (["another", "shiny"], "", "dark")
    store.settings.theme = "light"
    store.write()
    written = orjson.loads(path.read_bytes())
    assert (written["shiny"], written["another"], written["theme"]) == ([1], True, "light")


GOOD_AND_BAD: dict[str, tuple[list[object], list[object]]] = {
    "annotator_id": (["", "mkato"], [3, None, ["x"]]),
    "annotator_name": (["M. Kato"], [3, None]),
    "theme": (["system", "light", "dark"], ["", "blue", 3, None]),
    "text_font": (["Serif"], [3]),
    "text_size": ([0, 0.0, 6, 48, 12.5], [5.9, 48.1, -1, True, "12", None]),
    "line_gap": ([0.4, 2.0, 1], [0.39, 2.01, True, "1"]),
    "column_width": ([20, 120, 44], [19, 121, False, "44"]),
    "autosave_seconds": ([0.5, 60.0, 2], [0.4, 61, True, "2"]),
    "type_colors": ([{}, {"light actor": "#12ab9f"}], [{"x": "#12AB9F"}, {"x": "#12ab9f0"}, {"x": "12ab9f"}, []]),
    "first_steps_done": ([True, False], [0, 1, "yes", None]),
    "recent": ([[], ["/a", "/b"]], ["/a", [3], {"a": 1}, None]),
    "former_names": ([[], ["M. Kato"]], ["M. Kato", [3], {"a": 1}, None]),
    "geometry": (["AAAA"], [3, None]),
    "layout": (["AAAA"], [3, None]),
    "pane_shares": ([{}, {"chart": [0.38, 1]}], [{"chart": [0.38]}, {"chart": [0, 1]}, {"x": [1, 1.1]}, [], None]),
    "chart_window": (["AAAA"], [3, None]),
    "keys": ([{}, {"save": ["Ctrl+S"]}, {"save": []}], [{"save": "Ctrl+S"}, {"save": [3]}, [], None]),
    "folder_views": ([{}, {"/a": {"sort": "name"}}], [[], {"/a": 3}, None]),
    "suggestions": (["asked", "always", "never"], ["", "on", True, None]),
    "suggestions_from": ([0, 0.5, 1], [-0.1, 1.1, "0.5", True, None]),
    "also_ask": (["", "a pipeline"], [1, None, ["a pipeline"]]),
}  # fmt: skip


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_each_preference_is_taken_only_when_it_makes_sense(tmp_path: Path, name: str) -> None:
    good, bad = GOOD_AND_BAD[name]
    for value in good:
        store = SettingsStore(put(tmp_path, {name: value}))
        assert (getattr(store.settings, name), store.problem) == (value, "")
    for value in bad:
        store = SettingsStore(put(tmp_path, {name: value, "theme" if name != "theme" else "layout": "light"}))
        assert getattr(store.settings, name) == getattr(Settings(), name)
        assert f", {name} made no sense" in store.problem
        # The others are kept.
        assert "light" in (store.settings.theme, store.settings.layout)


def test_recent_files_stand_once_with_the_last_in_front_and_not_too_many() -> None:
    chosen = Settings()
    for number in range(RECENT + 3):
        chosen.remember(Path(f"/{number}"))
    assert chosen.recent == [f"/{number}" for number in range(RECENT + 2, 2, -1)]
    chosen.remember(Path("/5"))
    assert chosen.recent[:2] == ["/5", f"/{RECENT + 2}"]
    assert len(chosen.recent) == len(set(chosen.recent)) == RECENT
    chosen.forget(Path("/5"))
    assert "/5" not in chosen.recent
    assert len(chosen.recent) == RECENT - 1
    chosen.forget(Path("/none"))
    assert len(chosen.recent) == RECENT - 1


def test_a_name_that_cannot_be_written_is_not_remembered(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json")
    store.settings.remember(Path(os.fsdecode(b"/a\xff")))
    assert store.settings.recent == []
    store.write()


def test_who_annotates_is_known_by_an_id() -> None:
    assert Settings(annotator_name="M. Kato").annotator is None
    assert Settings("mkato").annotator == Annotator("mkato", "")
    assert Settings("mkato", "M. Kato").annotator == Annotator("mkato", "M. Kato")


def test_where_they_cannot_be_written_they_stay_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, {"theme": "dark"})
    store = SettingsStore(path)
    store.settings.theme = "light"

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SaveError):
        store.write()
    assert SettingsStore(path).settings.theme == "dark"


def test_every_preference_has_its_test_of_sense() -> None:
    assert module._VALID.keys() == GOOD_AND_BAD.keys() == {field.name for field in fields(Settings)}


@pytest.mark.skipif(os.name != "posix", reason="there are no such rights here")
def test_nobody_else_may_read_which_documents_were_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = put(tmp_path, {"recent": ["/secret.txt"]})
    old.chmod(0o644)
    store = SettingsStore(old)
    assert old.stat().st_mode & 0o777 == 0o600
    old.chmod(0o664)
    store.write()
    assert old.stat().st_mode & 0o777 == 0o600
    fresh = SettingsStore(tmp_path / "new" / "settings.json")
    umask = os.umask(0)
    try:
        fresh.write()
    finally:
        os.umask(umask)
    assert fresh.path.stat().st_mode & 0o777 == 0o600
    monkeypatch.setattr(Path, "chmod", lambda *_anything: (_ for _ in ()).throw(PermissionError(1, "Not permitted")))
    old.write_bytes(old.read_bytes())
    os.chmod(old, 0o644)  # noqa: PTH101
    assert SettingsStore(old).settings.recent == ["/secret.txt"]
