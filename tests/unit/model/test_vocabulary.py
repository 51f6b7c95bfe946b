"""The fixed words of files: those of the schema, and how they hang together."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from annotator.model import vocabulary
from tests.places import RESOURCES

SCHEMA = json.loads((RESOURCES / "schema" / "sidecar.schema.json").read_text(encoding="utf-8"))


def enumerations(value: Any) -> Iterator[tuple[str, ...]]:
    """Give every list of fixed words in a schema, without null."""
    if isinstance(value, dict):
        if isinstance(value.get("enum"), list):
            yield tuple(word for word in value["enum"] if word is not None)
        for part in value.values():
            yield from enumerations(part)
    elif isinstance(value, list):
        for part in value:
            yield from enumerations(part)


@pytest.mark.parametrize(
    "name",
    ["ENTITY_TYPES", "STANCES", "ATTITUDES", "ATTRIBUTIONS", "ORIGINS", "CONFIDENCES", "STATES", "RELIABILITIES",
     "CREDIBILITIES", "VERDICTS", "CERTAINTIES", "LINK_TYPES", "STATUSES"],
)  # fmt: skip
def test_the_words_are_those_of_the_schema(name: str) -> None:
    assert getattr(vocabulary, name) in set(enumerations(SCHEMA))


def test_every_status_is_in_one_group_and_every_role_has_its_word() -> None:
    assert [status for group in vocabulary.STATUS_GROUPS.values() for status in group] == list(vocabulary.STATUSES)
    assert len(set(vocabulary.STATUSES)) == len(vocabulary.STATUSES)
    assert vocabulary.STATUS_GROUP_OF["signed"] == "standing"
    assert vocabulary.STATUS_GROUP_OF["ended"] == "opposed"
    assert vocabulary.STATUS_GROUP_OF["proposed"] == "tentative"
    assert vocabulary.TYPES == ("actor", "claim", "agreement")
    assert vocabulary.ROLES_OF_TYPE == {
        "actor": (),
        "claim": ("speakers", "targets", "via"),
        "agreement": ("parties", "via"),
    }
    assert vocabulary.ROLE_WORD == {"speakers": "speaker", "targets": "target", "via": "via", "parties": "party"}
    assert vocabulary.ROLES_THAT_ACT == ("speakers", "parties")
