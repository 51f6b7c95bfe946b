"""The fixed words of the annotation file, in the order in which screens list them.

Values that these lists do not know may stand in a file: they are reported and kept, so records hold plain strings.
"""

from typing import Final

ACTOR: Final = "actor"
CLAIM: Final = "claim"
AGREEMENT: Final = "agreement"
TYPES: Final = (ACTOR, CLAIM, AGREEMENT)

ENTITY_TYPES: Final = ("person", "organization", "state", "igo", "group", "place", "other")
STANCES: Final = ("agree", "disagree", "neutral", "mixed")
ATTITUDES: Final = ("favourable", "critical", "neutral", "mixed")
ATTRIBUTIONS: Final = ("direct", "indirect", "ascribed", "author", "unattributed")
ORIGINS: Final = ("manual", "suggested", "all-occurrences", "imported", "adjudicated")
SUGGESTED_BY: Final = "suggested_by"
SCORE: Final = "score"
OF_SUGGESTIONS: Final = (SUGGESTED_BY, SCORE)
"""Attributes of an accepted suggestion: who made it ("rules 1"), and how sure it was. They are nobody's opinion."""
CONFIDENCES: Final = ("low", "moderate", "high")
STATES: Final = ("untouched", "in-progress", "done", "reviewed")
FINISHED: Final = ("done", "reviewed")
RELIABILITIES: Final = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES: Final = ("1", "2", "3", "4", "5", "6")
VERDICTS: Final = ("accepted", "rejected", "edited", "open")

# The seven bands of likelihood of US Intelligence Community Directive 203.
CERTAINTIES: Final = (
    "almost-no-chance",
    "very-unlikely",
    "unlikely",
    "roughly-even-chance",
    "likely",
    "very-likely",
    "almost-certain",
)

SUPPORTS: Final = "supports"
OPPOSES: Final = "opposes"
ELABORATES: Final = "elaborates"
SAME_EVENT: Final = "same-event"
LINK_TYPES: Final = (SUPPORTS, OPPOSES, ELABORATES, SAME_EVENT)

STATUS_GROUPS: Final = {
    "tentative": ("discussed", "proposed", "negotiating"),
    "standing": ("agreed", "signed", "in-force"),
    "opposed": ("suspended", "ended", "broken", "rejected", "denied", "disputed"),
}
STATUSES: Final = tuple(status for group in STATUS_GROUPS.values() for status in group)
STATUS_GROUP_OF: Final = {status: group for group, statuses in STATUS_GROUPS.items() for status in statuses}

SPEAKERS: Final = "speakers"
TARGETS: Final = "targets"
VIA: Final = "via"
PARTIES: Final = "parties"
ROLES_OF_TYPE: Final[dict[str, tuple[str, ...]]] = {
    ACTOR: (),
    CLAIM: (SPEAKERS, TARGETS, VIA),
    AGREEMENT: (PARTIES, VIA),
}
ROLE_WORD: Final = {SPEAKERS: "speaker", TARGETS: "target", VIA: "via", PARTIES: "party"}
ROLES_THAT_ACT: Final = (SPEAKERS, PARTIES)
"""The roles whose holder may act on behalf of another entity (``for``)."""
