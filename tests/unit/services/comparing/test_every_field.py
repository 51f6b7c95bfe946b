"""No opinion that a file can hold is lost unseen: two annotators differ in one field, whichever, and it shows."""

from pathlib import Path

import pytest

from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.services.comparing.align import align
from annotator.services.comparing.colleagues import Colleague
from annotator.services.comparing.difference import Difference
from annotator.services.comparing.difference_words import opinion_words, title
from annotator.services.comparing.differences import differences
from annotator.services.editing.session import Session
from annotator.services.merging.merge_files import merge_files
from annotator.services.settling.review import Review
from annotator.services.settling.settle import Settling
from tests.unit.every_field import CASES, NAME, TEXT, Case, whole_layer

MKATO, LROSSI = "mkato", "lrossi"
CHIEF = LayerHead(Annotator("adjudicated"))


def pairs(case: Case) -> list[tuple[Layer, Layer]]:
    """What two annotators hold otherwise, and what only one of them holds."""
    one, other = case.values()
    found = [(case.layer(one, MKATO), case.layer(other, LROSSI))]
    if case.field.may_be_empty:
        found.append((case.layer(one, MKATO), case.layer(case.without(), LROSSI)))
        found.append((case.layer(case.without(), MKATO), case.layer(one, LROSSI)))
    return found


def found_between(one: Layer, other: Layer) -> list[Difference]:
    return differences(align({one.head.annotator.id: one, other.head.annotator.id: other}))


def written(folder: Path, layer: Layer) -> Path:
    path = folder / f"{NAME}.{layer.head.annotator.id}.ann.json"
    path.write_bytes(dump_sidecar(layer))
    return path


def test_layers_of_all_the_same_do_not_differ() -> None:
    assert found_between(whole_layer(MKATO), whole_layer(LROSSI)) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_differs_in_any_field_is_a_difference_in_words(case: Case) -> None:
    for one, other in pairs(case):
        alignment = align({MKATO: one, LROSSI: other})
        found = differences(alignment)
        assert found
        for difference in found:
            assert title(difference, alignment)
            said = opinion_words(difference, alignment)
            assert said[MKATO] != said[LROSSI]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_differs_in_any_field_is_left_open_by_a_merge(case: Case, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(TEXT)
    for one, other in pairs(case):
        files = [written(tmp_path, layer) for layer in (one, other)]
        merged = merge_files(files, tmp_path / f"{NAME}.adjudicated.ann.json")
        assert merged.left
        assert [decision.verdict for decision in merged.layer.review.values()].count("open") == len(merged.left)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_taken_of_any_field_is_what_the_adjudicated_file_holds(case: Case) -> None:
    for one, other in pairs(case):
        session = Session(Document(TEXT, one.document), Layer(CHIEF, one.document), Path(NAME), author="chief")
        colleagues = [Colleague(layer.head.annotator.id, "", Path(NAME), layer, []) for layer in (one, other)]
        review = Review(session, colleagues)
        draft = session.draft()
        Settling(draft, review).take_agreed(review.agreed())
        session.commit(draft, "Take what all agree on")
        for number in list(review.left()):
            draft = session.draft()
            Settling(draft, review).take(review.differences[number], [LROSSI])
            session.commit(draft, "Take what one has")
        assert review.left() == []
        adjudicated = load_sidecar(dump_sidecar(session.layer), TEXT)
        assert adjudicated.findings == []
        assert [(left.kind, left.field) for left in found_between(other, session.layer)] == []
