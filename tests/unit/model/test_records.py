"""Records: what they hold where nothing is said, and the names of the tables that keep them."""

from typing import Any

import pytest

from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Code, Codebook, CodebookHead
from annotator.model.codebook_layer import CodebookLayer
from annotator.model.decision import Decision, Deletion
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, CodebookReference, Layer, LayerHead
from annotator.model.link import Link
from annotator.model.topic import Topic
from annotator.model.transaction import Transaction

NOTHING: tuple[Any, ...] = ("", (), None, {}, False)


def said(record: Any) -> dict[str, Any]:
    """What a record holds that is neither empty nor unset."""
    names = record._fields if hasattr(record, "_fields") else record.__dataclass_fields__
    return {name: value for name in names if (value := getattr(record, name)) not in NOTHING}


@pytest.mark.parametrize(
    ("record", "besides"),
    [
        (Annotation("a1", "actor", (), ()), {"id": "a1", "type": "actor", "origin": "manual"}),
        (Role("e1"), {"entity": "e1"}),
        (Entity("e1", "Mori"), {"id": "e1", "name": "Mori", "type": "other"}),
        (Topic("t1", "Peace"), {"id": "t1", "name": "Peace"}),
        (Link("l1", "supports", "a1", "a2"), {"id": "l1", "type": "supports", "source": "a1", "target": "a2"}),
        (Decision("a1", "open", "m", "2026"), {"target": "a1", "verdict": "open", "by": "m", "at": "2026"}),
        (Deletion("a1", "2026", "m"), {"id": "a1", "at": "2026", "by": "m"}),
        (
            DocumentInfo("x.txt"),
            {"name": "x.txt", "media_type": "text/plain", "encoding": "utf-8", "reader": "plain 1",
             "state": "in-progress"},
        ),
        (Code("c1", "claim", "threat"), {"id": "c1", "type": "claim", "name": "threat"}),
        (CodebookHead(), {"id": "codebook"}),
        (Codebook(), {}),
        (Annotator("m"), {"id": "m"}),
        (CodebookReference("talks"), {"name": "talks"}),
        (LayerHead(Annotator("m")), {"annotator": Annotator("m")}),
        (Transaction((), "Note"), {"label": "Note"}),
    ],
)  # fmt: skip
def test_what_nobody_said_is_empty_or_unset(record: Any, besides: dict[str, Any]) -> None:
    assert {name: value for name, value in said(record).items() if value != 0} == besides
    assert getattr(record, "characters", 0) == 0


def test_layers_share_no_tables() -> None:
    one, other = (Layer(LayerHead(Annotator("m")), DocumentInfo("x.txt")) for _layer in range(2))
    for table in edits.TABLES[1:]:
        assert getattr(one, table) == {}
        assert getattr(one, table) is not getattr(other, table)
    book = CodebookLayer(one.head, one.document)
    assert (book.codes, book.heads) == ({}, {})
    assert Entity("e1", "x").external_ids is not Entity("e2", "y").external_ids


def test_tables_are_named_as_in_files_and_journals() -> None:
    assert edits.TABLES == ("document", "entities", "topics", "annotations", "links", "review", "deleted")
    assert (edits.CODES, edits.HEADS, edits.THE_DOCUMENT) == ("codes", "heads", "document")
    assert all(hasattr(Layer(LayerHead(Annotator("m")), DocumentInfo("x.txt")), table) for table in edits.TABLES)
