"""Which entities are the same one, as the reviewer corrected it: recorded among the decisions, so that it stays.

Such a decision stands in ``review`` like any other, with ``same-entity`` as what it is about and two entities as its
sources, each as ``annotator:entity``; accepted where they are the same one, rejected where they are not.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from annotator.model import edits
from annotator.model.decision import Decision
from annotator.model.edits import key_of
from annotator.model.layer import Layer
from annotator.services.comparing.align import source
from annotator.services.comparing.correspondence import Correspondence, EntityOf
from annotator.services.comparing.decided import ACCEPTED, REJECTED, decision_extra, slot_decided
from annotator.services.editing.draft import Draft

SAME_ENTITY: Final = "same-entity"
Pair = tuple[EntityOf, EntityOf]
Verdicts = Mapping[tuple[str, ...], str]


def corrections(layers: Mapping[str, Layer], decisions: Iterable[Decision]) -> Verdicts:
    """Give what a reviewer decided on pairs of entities of these layers, by their sources; the latest counts."""
    there = {source(annotator, entity) for annotator, layer in layers.items() for entity in layer.entities}
    latest = sorted(filter(is_on_entities, decisions), key=lambda decision: decision.at)
    return {decision.sources: decision.verdict for decision in latest if there.issuperset(decision.sources)}


def corrected(layers: Mapping[str, Layer], verdicts: Verdicts) -> Correspondence:
    """Give which entities and topics are the same one, with what the reviewer decided."""
    joined, apart = (
        [(_entity_of(sources[0]), _entity_of(sources[1])) for sources, found in verdicts.items() if found == verdict]
        for verdict in (ACCEPTED, REJECTED)
    )
    return Correspondence(layers, joined, apart)


def say_same(draft: Draft, groups: Sequence[Sequence[EntityOf]]) -> None:
    """Decide that entities of several groups are one."""
    first = groups[0][0]
    for group in groups[1:]:
        _decide(draft, (first, group[0]), ACCEPTED)


def say_apart(draft: Draft, group: Sequence[EntityOf]) -> None:
    """Decide that entities of different annotators that were taken for one are not the same."""
    for one, other in combinations(group, 2):
        if one[0] != other[0]:
            _decide(draft, (one, other), REJECTED)


def _decide(draft: Draft, pair: Pair, verdict: str) -> None:
    sources = tuple(sorted(source(*one) for one in pair))
    for decision in list(draft.decisions()):
        if is_on_entities(decision) and decision.sources == sources:
            draft.remove(edits.REVIEW, key_of(decision))
    draft.put_decision(Decision("", verdict, draft.author, draft.time, sources, extra=decision_extra(SAME_ENTITY)))


def is_on_entities(decision: Decision) -> bool:
    """Tell whether a decision says which entities are the same one."""
    return slot_decided(decision) == SAME_ENTITY and len(decision.sources) == 2


def _entity_of(named: str) -> EntityOf:
    annotator, _colon, identifier = named.partition(":")
    return annotator, identifier
