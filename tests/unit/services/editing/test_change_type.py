"""Another type for an annotation: what both types have stays, and nobody is left pointing at what is not there."""

from typing import Any

import pytest

from annotator.model import fields
from annotator.model.annotation import Annotation, Role
from annotator.model.codebook import Code, Codebook
from annotator.model.invariants import broken
from annotator.model.layer import Layer
from annotator.services.editing.annotations import change_type
from annotator.services.editing.draft import Draft
from tests.unit.colleagues import Entity, Link, Topic, layer, marked

NOW = "2026-05-01T10:00:00Z"
CODES = Codebook(
    codes=(
        Code("c1", "claim", "policy"),
        Code("c2", "agreement", "policy"),
        Code("c3", "claim", "demand", "act", one_of_group=True),
        Code("c4", "agreement", "practice", "kind", one_of_group=True),
        Code("c5", "agreement", "commitment", "kind", one_of_group=True),
        Code("c6", "claim", "practice"),
        Code("c7", "claim", "commitment"),
    )
)


def talks() -> Layer:
    """Mori speaks for Norland in a2, on the evidence a1; she is named again in a4."""
    claim = marked(
        "a2", "claim", (5, 50),
        speakers=(Role("e1", "a1", "e2"), Role("e3")), targets=(Role("e3", "a4", attitude="critical"),),
        via=(Role("e4", "a4"),), topic="t1", stance="disagree", attribution="direct", certainty="likely",
        date="2022-04", codes=("policy", "demand"), attributes={"tone": 1}, confidence="high", note="sic",
        author="lrossi", origin="imported", created="2026-01-01T00:00:00Z", modified="2026-01-01T00:00:00Z",
    )  # fmt: skip
    agreement = marked(
        "a3", "agreement", (60, 90),
        parties=(Role("e2", "a1", None, None, 2), Role("e3")), via=(Role("e1", "a1"),), topic="t2", stance="agree",
        status="signed", date="2022", codes=("practice",),
    )  # fmt: skip
    return layer(
        [marked("a1", "actor", (0, 4), entities=("e1", "e2"), codes=("policy",)), claim, agreement,
         marked("a4", "actor", (55, 58), entities=("e1",))],
        entities=[Entity("e1", "Mori", "person", member_of=("e2",)), Entity("e2", "Norland", "state"),
                  Entity("e3", "Ostia", "state"), Entity("e4", "The Daily")],
        topics=[Topic("t1", "Ships should sail"), Topic("t2", "All should sail")],
        links=[Link("l1", "supports", "a2", "a3"), Link("l2", "supports", "a1", "a3")],
    )  # fmt: skip


def changed(made: Layer, annotation_id: str, annotation_type: str, codebook: Codebook | None = CODES) -> Annotation:
    draft = Draft(made, "mkato", NOW)
    change_type(draft, annotation_id, annotation_type, codebook)
    made.apply(draft.transaction("Change type").edits)
    assert not list(broken(made))
    return made.annotations[annotation_id]


def test_a_claim_that_becomes_an_agreement_keeps_what_agreements_have_and_its_speakers_as_parties() -> None:
    made = talks()
    before = made.annotations["a2"]
    assert changed(made, "a2", "agreement") == before._replace(
        type="agreement",
        speakers=(),
        parties=(Role("e1", "a1", "e2"), Role("e3")),
        targets=(),
        attribution=None,
        certainty=None,
        codes=("policy",),
        modified=NOW,
    )
    assert list(made.links) == ["l1", "l2"]


def test_a_claim_without_a_stance_becomes_an_agreement_that_agrees() -> None:
    made = talks()
    made.annotations["a2"] = made.annotations["a2"]._replace(stance=None)
    assert changed(made, "a2", "agreement").stance == "agree"


def test_an_agreement_that_becomes_a_claim_keeps_what_claims_have_and_its_parties_as_speakers() -> None:
    made = talks()
    before = made.annotations["a3"]
    assert changed(made, "a3", "claim") == before._replace(
        type="claim", parties=(), speakers=(Role("e2", "a1"), Role("e3")), status=None, modified=NOW
    )


@pytest.mark.parametrize(("annotation_type", "field"), [("claim", "speakers"), ("agreement", "parties")])
def test_an_actors_entities_become_those_who_act_on_the_evidence_of_other_mentions(
    annotation_type: str, field: str
) -> None:
    made = talks()
    after = changed(made, "a1", annotation_type)
    assert after.entities == ()
    assert getattr(after, field) == (Role("e1", "a4", "e2"), Role("e2"))
    assert after.stance == (None if annotation_type == "claim" else "agree")
    assert after.codes == ("policy",)
    assert list(made.links) == ["l1", "l2"]


def test_roles_that_rested_on_the_former_actor_keep_their_entity_and_lose_their_evidence() -> None:
    made = talks()
    changed(made, "a1", "claim")
    assert made.annotations["a2"].speakers == (Role("e1", None, "e2"), Role("e3"))
    assert made.annotations["a2"].via == (Role("e4", "a4"),)
    assert made.annotations["a2"].modified == NOW
    assert made.annotations["a3"].parties == (Role("e2", None, None, None, 2), Role("e3"))
    assert made.annotations["a3"].via == (Role("e1"),)


@pytest.mark.parametrize(("annotation_id", "entities"), [("a2", ("e1", "e3")), ("a3", ("e2", "e3"))])
def test_who_acted_is_whom_the_new_actor_stands_for(annotation_id: str, entities: tuple[str, ...]) -> None:
    made = talks()
    before = made.annotations[annotation_id]
    blank = Annotation("", "", (), ())
    own = [field.attribute for field in fields.ANY_ANNOTATION if field not in fields.annotation_fields("actor")]
    assert changed(made, annotation_id, "actor") == before._replace(
        type="actor", codes=(), modified=NOW, **{name: getattr(blank, name) for name in own} | {"entities": entities}
    )
    assert len(made.entities) == 4


def test_a_statement_of_nobody_becomes_an_actor_of_its_name() -> None:
    made = talks()
    made.annotations["a2"] = made.annotations["a2"]._replace(speakers=(), quote=("Ostia",))
    assert changed(made, "a2", "actor").entities == ("e3",)
    made = talks()
    made.annotations["a2"] = made.annotations["a2"]._replace(speakers=(), quote=("Nobody known",))
    (entity,) = changed(made, "a2", "actor").entities
    assert made.entities[entity].name == "Nobody known"


def test_codes_stay_that_the_codebook_has_for_the_new_type_and_that_go_together() -> None:
    made = talks()
    made.annotations["a2"] = made.annotations["a2"]._replace(codes=("policy", "practice", "commitment", "own word"))
    assert changed(made, "a2", "agreement").codes == ("policy", "practice")
    assert changed(talks(), "a2", "agreement", None).codes == ()


@pytest.mark.parametrize("before", ["actor", "claim", "agreement"])
@pytest.mark.parametrize("after", ["actor", "claim", "agreement"])
def test_every_field_that_both_types_have_stays(before: str, after: str) -> None:
    """Whatever the list of fields will say that they have in common; who takes part is told above."""
    special = {"type", "codes", "stance", "modified"}
    values: dict[str, Any] = {
        fields.TEXT: "x", fields.OPTIONAL_TEXT: "t1", fields.OPTIONAL_DATE: "2022", fields.TEXTS: ("e1",),
        fields.ATTRIBUTES: {"a": 1}, fields.FRAGMENTS: made_of(5, 50), fields.ROLES: (Role("e1"),),
    }  # fmt: skip
    both = [
        field for field in fields.annotation_fields(before)
        if field in fields.annotation_fields(after) and field.attribute not in special
    ]  # fmt: skip
    full = marked("a2", before, (5, 50))._replace(**{field.attribute: values[field.shape] for field in both})
    full = full._replace(id="a2")
    made = talks()
    made.annotations["a2"] = full
    made.links.clear()
    after_it = changed(made, "a2", after)
    assert after_it.type == after
    for field in both:
        assert getattr(after_it, field.attribute) == getattr(full, field.attribute), field.key
    gone = [field for field in fields.ANY_ANNOTATION if field not in fields.annotation_fields(after)]
    assert all(not getattr(after_it, field.attribute) for field in gone)


def made_of(start: int, end: int) -> object:
    return marked("x", "claim", (start, end)).fragments
