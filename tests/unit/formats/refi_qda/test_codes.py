"""Which codes say something of which type of annotation."""

import pytest

from annotator.formats.refi_qda.codes import belongs_to
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM

TYPES = (ACTOR, CLAIM, AGREEMENT)


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        (("claim",), {CLAIM}),
        (("claim", "demand"), {CLAIM}),
        (("entity", "person", "Aiko Mori"), {ACTOR}),
        (("speaker", "Aiko Mori"), {CLAIM}),
        (("party", "Ostia"), {AGREEMENT}),
        (("topic", "Peace"), {CLAIM, AGREEMENT}),
        (("stance", "agree"), {CLAIM, AGREEMENT}),
        (("status", "signed"), {AGREEMENT}),
        (("attribution", "direct"), {CLAIM}),
    ],
)
def test_a_code_belongs_to_the_types_that_have_its_field(path: tuple[str, ...], kinds: set[str]) -> None:
    assert {kind for kind in TYPES if belongs_to(path, kind)} == kinds
