"""What keys say of one annotation: said of a suggestion they accept it, where it can be said of it at all."""

from typing import TYPE_CHECKING, Final

from annotator.model.vocabulary import (
    ACTOR,
    AGREEMENT,
    PARTIES,
    ROLE_WORD,
    ROLES_OF_TYPE,
    ROLES_THAT_ACT,
    SPEAKERS,
    TARGETS,
    VIA,
)  # fmt: skip

if TYPE_CHECKING:
    from annotator.services.suggesting.suggestion import Suggestion

_ROLES: Final = {"set_speaker": SPEAKERS, "set_target": TARGETS, "set_party": PARTIES, "set_via": VIA}
SAID_OF_ONE: Final = (*_ROLES, "set_for", "set_topic", "set_status", "set_attitude", "say_who")
"""The actions by which something is said of one annotation, besides a stance and the last topic."""


def why_not(action: str, suggestion: "Suggestion") -> str:
    """Give a sentence where an action says nothing that a suggestion can have: then it is not accepted; else ""."""
    there = {part.field for part in suggestion.roles}
    if action in _ROLES:
        role = _ROLES[action]
        has_it = role in ROLES_OF_TYPE[suggestion.type]
        return "" if has_it else f"{suggestion.type.capitalize()} annotations have no {ROLE_WORD[role]}."
    sayable, otherwise = {
        "set_for": (
            bool(there & set(ROLES_THAT_ACT)),
            "Nobody speaks or agrees here: B says on whose behalf they act.",
        ),
        "set_topic": (suggestion.type != ACTOR, "Actors have no topic; go to a claim or an agreement."),
        "set_status": (suggestion.type == AGREEMENT, "Only agreements have a status."),
        "set_attitude": (TARGETS in there, "No target is suggested: W says how the speakers stand to it."),
        "say_who": (suggestion.type == ACTOR, "Only actors are somebody: Q says who or what one is."),
    }[action]
    return "" if sayable else otherwise
