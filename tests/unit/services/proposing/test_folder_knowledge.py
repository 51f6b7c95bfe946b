"""What is known of a folder, made anew from its files."""

import json
import shutil
from pathlib import Path

import pytest

from annotator.services.proposing.folder_knowledge import folder_knowledge
from annotator.services.suggesting.habits import Habits
from tests.places import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "seeds", tmp_path / "known"))


def test_names_topics_and_habits_come_from_the_files(folder: Path) -> None:
    gathered = folder_knowledge(folder)
    known = {name.name: name for name in gathered.knowledge.names}
    assert gathered.problems == {}
    assert (known["Japan"].type, known["Nobuo Kishi"].type) == ("state", "person")
    assert known["Japan"].documents == len(list(folder.glob("*.txt")))  # two annotators do not make it two documents
    assert gathered.knowledge.topics[0].count >= gathered.knowledge.topics[-1].count
    assert gathered.knowledge.habits != Habits()
    assert gathered.knowledge.codebook is not None


def test_under_blind_coding_nothing_of_colleagues_is_read(folder: Path) -> None:
    codebook = json.loads((folder / "codebook.json").read_text())
    (folder / "codebook.json").write_text(json.dumps({**codebook, "blind": True}))
    assert folder_knowledge(folder).knowledge.names == ()
    mine = folder_knowledge(folder, "lrossi").knowledge
    assert 0 < len(mine.names) < len(folder_knowledge(folder, "mkato").knowledge.names)
    assert folder_knowledge(folder, "nobody").knowledge.habits == Habits()


def test_a_broken_file_is_named_and_teaches_nothing(folder: Path) -> None:
    broken = folder / "senkaku-patrols.txt.mkato.ann.json"
    broken.write_text("{")
    gathered = folder_knowledge(folder)
    assert list(gathered.problems) == [str(broken)]
    assert gathered.knowledge.names
