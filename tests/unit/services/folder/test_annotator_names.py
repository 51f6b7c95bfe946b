"""Which ids there are in a folder, and whose."""

import json
from pathlib import Path

from annotator.services.folder.annotator_names import annotators_beside


def write(folder: Path, name: str, annotator: object) -> Path:
    path = folder / name
    path.write_text(json.dumps({"format": "annotator-sidecar", "annotator": annotator}), encoding="utf-8")
    return path


def test_ids_of_a_folder_with_the_names_in_their_files(tmp_path: Path) -> None:
    write(tmp_path, "a.txt.mk.ann.json", {"id": "mk", "name": "M. Kato"})
    write(tmp_path, "b.txt.mk.ann.json", {"id": "mk", "name": "Mika Kato"})
    write(tmp_path, "a.txt.lr.ann.json", {"id": "lr"})
    write(tmp_path, "a.txt.adjudicated.ann.json", {"id": "adjudicated", "name": "M. Kato"})
    write(tmp_path, "a.txt.gone (conflicted copy).ann.json", {"id": "gone", "name": "G."})
    for name, broken in {"x": b"{", "y": b"[]", "z": b'{"annotator": 7}', "w": b"\xff"}.items():
        (tmp_path / f"a.txt.{name}.ann.json").write_bytes(broken)
    unknown = {name: frozenset([""]) for name in ("lr", "w", "x", "y", "z")}
    assert annotators_beside(tmp_path) == {"mk": {"M. Kato", "Mika Kato"}, **unknown}
    assert annotators_beside(tmp_path / "gone" / "a.txt") == {}


def test_the_files_of_the_document_are_read_before_others(tmp_path: Path) -> None:
    for number in range(9):
        write(tmp_path, f"a{number}.txt.mk.ann.json", {"name": "M. Kato"})
    document = tmp_path / "z.txt"
    write(tmp_path, "z.txt.mk.ann.json", {"name": "Zoe"})
    assert annotators_beside(document) == {"mk": {"M. Kato", "Zoe"}}
    assert annotators_beside(tmp_path / "z.txt.mk.ann.json") == {"mk": {"M. Kato", "Zoe"}}
