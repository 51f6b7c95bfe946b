"""The sidecar as somebody else wrote it meanwhile: what was done to it, and both versions made into one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import Annotation
from annotator.model.decision import Decision, Deletion
from annotator.model.layer import Annotator
from annotator.model.link import Link
from annotator.services.editing.annotations import set_fields
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.keeping.open_document import OpenError
from annotator.services.merging.their_version import changes, merge_their_version, read_their_version
from tests.unit.colleagues import Entity, Topic, layer, marked
from tests.unit.making import annotated

KATO = Annotator("mkato", "M. Kato")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    annotated(tmp_path)
    opened = open_desk(tmp_path / "talks.txt", KATO)
    yield opened
    opened.close()


def write(desk: Desk, change: Any) -> bytes:
    """Change the file as another program would."""
    tree = json.loads(desk.session.sidecar.read_bytes())
    change(tree)
    desk.session.sidecar.write_text(json.dumps(tree))
    return desk.session.sidecar.read_bytes()


def note(desk: Desk, annotation: Annotation, words: str) -> None:
    draft = desk.session.draft()
    set_fields(draft, annotation.id, note=words)
    desk.session.commit(draft, "Note")


def test_what_both_did_is_there_and_one_undo_takes_theirs_back(desk: Desk) -> None:
    first, *_others, last = desk.session.layer.in_order()
    note(desk, first, "mine")
    before = desk.session.layer.snapshot()

    def done(tree: dict[str, Any]) -> None:
        tree["annotations"][-1] |= {"note": "theirs", "modified": "2999-01-01T00:00:00Z"}

    data = write(desk, done)
    theirs = read_their_version(desk)
    assert theirs.sha256 == sha256(data).hexdigest()
    assert theirs.layer.annotations[last.id].note == "theirs"
    assert changes(desk.base, theirs.layer) == [("changed", f"{last.type} “{last.text}”")]
    assert merge_their_version(desk, theirs) == []
    now = desk.session.layer.annotations
    assert (now[first.id].note, now[last.id].note) == ("mine", "theirs")
    step = desk.session.history.done[-1]
    assert step.label == f"Merge with {desk.session.sidecar.name} on disk"
    assert (step.author, len(step.edits)) == ("mkato", 1)
    assert step.time
    desk.session.undo()
    assert desk.session.layer.annotations == before.annotations


def test_the_next_save_replaces_what_was_merged(desk: Desk) -> None:
    first = next(desk.session.layer.in_order())
    note(desk, first, "mine")
    write(desk, lambda tree: tree["document"].update(title="Talks"))
    merge_their_version(desk, read_their_version(desk))
    desk.save()
    tree = json.loads(desk.session.sidecar.read_bytes())
    assert tree["document"]["title"] == "Talks"
    assert "mine" in [annotation["note"] for annotation in tree["annotations"]]


def test_where_both_changed_one_thing_it_is_said(desk: Desk) -> None:
    first = next(desk.session.layer.in_order())
    note(desk, first, "mine")
    write(desk, lambda tree: tree["annotations"][0].update(note="theirs", modified="2999-01-01T00:00:00Z"))
    (said,) = merge_their_version(desk, read_their_version(desk))
    assert said.endswith("both have another note; “theirs” is kept, “mine” is not.")


def test_a_file_that_says_the_same_makes_no_step(desk: Desk) -> None:
    write(desk, lambda _tree: None)
    steps = len(desk.session.history.done)
    assert merge_their_version(desk, read_their_version(desk)) == []
    assert len(desk.session.history.done) == steps


def test_what_cannot_be_understood_is_left_as_it_is(desk: Desk) -> None:
    name = desk.session.sidecar.name
    desk.session.sidecar.write_bytes(b"{")
    with pytest.raises(OpenError, match=rf"{name} as it is on disk cannot be understood .* Keep yours"):
        read_their_version(desk)
    desk.session.sidecar.unlink()
    with pytest.raises(OpenError, match="cannot be understood"):
        read_their_version(desk)


def test_what_a_newer_program_wrote_is_not_merged(desk: Desk) -> None:
    write(desk, lambda tree: tree.update(version=2))
    with pytest.raises(OpenError, match=r"newer Annotator .* Save yours elsewhere meanwhile\.$"):
        read_their_version(desk)


def test_every_kind_of_change_has_its_words() -> None:
    one, other = marked("a", "actor", (0, 2)), marked("b", "claim", (3, 5))
    before = layer(
        [one, other], entities=[Entity("e1", "Mori"), Entity("e2", "")], topics=[Topic("t1", "Peace")],
        links=[Link("l1", "supports", "a", "b")], deleted=[Deletion("x", "2026-01-01T00:00:00Z", "m")],
    )  # fmt: skip
    after = layer([one._replace(note="n"), marked("c", "agreement", (1, 2))], entities=[Entity("e2", "Bianchi")])
    after.document = replace(before.document, title="Talks")
    after.topics["t2"] = Topic("t2", "War")
    for number, target in enumerate(("a", "gone")):
        after.review[f"d{number}"] = Decision(target, "open", "adjudicated", "2026-01-01T00:00:00Z")
    assert changes(before, after) == [
        ("changed", "the document's details"),
        ("removed", "entity Mori"),
        ("changed", "entity Bianchi"),
        ("removed", "topic Peace"),
        ("added", "topic War"),
        ("changed", "actor “xx”"),
        ("removed", "claim “xx”"),
        ("added", "agreement “x”"),
        ("removed", "link supports"),
        ("added", "decision on all of “xx”: open"),
        ("added", "decision on all: open"),
    ]
    assert changes(before, before) == []
