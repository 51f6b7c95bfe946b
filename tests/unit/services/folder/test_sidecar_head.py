"""What the beginning of a sidecar tells, and how little of it is read for it."""

from pathlib import Path

import pytest

from annotator.services.folder.sidecar_head import HEAD_BYTES, sidecar_state
from tests.unit.making import documents_in


def head(state: str, before: str = "", after: str = "") -> str:
    document = f'{{"name": "a.txt", "title": "{before}", "state": {state}, "note": "{after}"}}'
    return f'{{"format": "annotator-sidecar", "annotator": {{"id": "x"}}, "document": {document}, "entities": []}}'


def put(folder: Path, name: str, content: str | bytes = "") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_states_are_read_per_annotator(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    put(tmp_path, "a.txt.zoe.ann.json", head('"done"'))
    put(tmp_path, "a.txt.li.ann.json", head('"in-progress"'))
    document = documents_in(tmp_path)[0]
    assert [document.state(who) for who in ("li", "zoe")] == ["in-progress", "done"]
    assert (document.state("zoe"), document.state("somebody-else")) == ("done", "untouched")


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (head('"reviewed"'), "reviewed"),
        ("\ufeff" + head('"done"'), "done"),
        (head('"done"', after="x" * HEAD_BYTES), "done"),
        (head('"done"', after="é" * HEAD_BYTES), "done"),
        (head('"done"', before="x" * HEAD_BYTES), "unreadable"),
        ('{"annotator": {"document": {"state": "done"}}, "document": {"state": "untouched"}}', "untouched"),
        ('{"annotator": {"name": "\\"document\\": {"}, "document": {"state": "done"}}', "done"),
        ('{"document": {"name": "a.txt"}}', "in-progress"),
        (head('"splendid"'), "unreadable"),
        (head("7"), "unreadable"),
        (head("[]"), "unreadable"),
        ("", "unreadable"),
        ("{}", "unreadable"),
        ('{"document"', "unreadable"),
        ('{"document": 3}', "unreadable"),
        ('[{"document": {"state": "done"}}]', "unreadable"),
        ('{"x": ' + "[" * 12_000, "unreadable"),
        (b'{"a": "\xff", "document": {"state": "done"}}', "unreadable"),
        (b"\x00" * 100, "unreadable"),
    ],
)
def test_the_beginning_of_a_sidecar_tells_its_state_or_that_it_cannot(
    tmp_path: Path, content: str | bytes, state: str
) -> None:
    assert sidecar_state(put(tmp_path, "a.txt.x.ann.json", content)) == state


def test_a_sidecar_that_went_away_is_unreadable(tmp_path: Path) -> None:
    assert sidecar_state(tmp_path / "none.ann.json") == "unreadable"
