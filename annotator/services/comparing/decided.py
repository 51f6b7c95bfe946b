"""What decisions say: which difference each settles, on which opinions it rests, and which annotation came of it.

A decision stands in ``review`` with two fields of this program's own: ``difference`` names what was settled about the
annotations in ``sources``, and ``opinions`` are short hashes of what everybody had then, so that a colleague who has
changed his or her mind since is noticed, and a newcomer who has what was weighed already is not asked about again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Final

from annotator.model.decision import Decision
from annotator.model.edits import key_of
from annotator.model.extra import Extra
from annotator.model.layer import Layer
from annotator.services.comparing.align import Alignment
from annotator.services.comparing.difference import BOUNDARY, LINK, MISSING, Difference
from annotator.services.comparing.difference_words import NOTHING, annotation_words, link_words, opinion_words

ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
EDITED: Final = "edited"
OPEN: Final = "open"

AGREED: Final = "agreed"
"""Settled because everybody had the same."""
EACH: Final = "each"
"""Settled by keeping an annotation as one of its own beside its colleague's."""
CARRIED: Final = "carried"
"""Settles nothing: says of what the end of a link was made that was taken along with it."""
KNOWN: Final = "known"
"""Settles nothing: marks of the differences that there were when the review began."""
_DIFFERENCE, _OPINIONS, _HAD = "difference", "opinions", "had"
_LONGEST = 600
_HASH_LENGTH = 10


def slot_of(difference: Difference, alignment: Alignment) -> str:
    """Name what a difference is about in words that stay the same when other files take part."""
    return " ".join(filter(None, (difference.kind, difference.field, _about(difference, alignment))))


def opinion_hashes(difference: Difference, alignment: Alignment) -> dict[str, str]:
    """Give a short hash of what each annotator has, by his or her id."""
    if difference.kind == BOUNDARY:
        words = {who: repr(opinion.value) for who, opinion in difference.opinions.items()}
    elif difference.kind == LINK and not difference.field:
        words = {who: _as_drawn(alignment.layers[who], opinion.link) for who, opinion in difference.opinions.items()}
    else:
        words = opinion_words(difference, alignment)
    return {who: _hashed(text) for who, text in words.items()}


def annotation_hash(alignment: Alignment, annotator: str, annotation_id: str) -> str:
    """Give a short hash of the whole of an annotation."""
    layer = alignment.layers[annotator]
    return _hashed(annotation_words(layer, layer.annotations[annotation_id]))


def decision_extra(slot: str, opinions: Iterable[str] = (), had: Mapping[str, str] | None = None) -> Extra:
    """Give the fields of this program's own, which stand behind the others; ``had`` is what everybody had in words."""
    hashes = " ".join(sorted(set(opinions)))
    words = {who: text[:_LONGEST] for who, text in (had or {}).items()}
    named = ((_DIFFERENCE, slot), (_OPINIONS, hashes), (_HAD, words))
    return tuple(("comment", name, value) for name, value in named if value)


def had_then(decision: Decision) -> dict[str, str]:
    """Give what everybody had in words when something was decided, by annotator; empty where that was not noted."""
    found = next((value for _place, name, value in decision.extra if name == _HAD), None)
    return {who: text for who, text in found.items() if type(text) is str} if isinstance(found, dict) else {}


def marks_known(decision: Decision) -> frozenset[str]:
    """Give the hashes of what a decision knew."""
    return frozenset(_text(decision, _OPINIONS).split())


def mark_of(difference: Difference, alignment: Alignment) -> str:
    """Give a short mark that is another one as soon as anybody has something else there."""
    hashes = sorted(opinion_hashes(difference, alignment).items())
    return _hashed("|".join((slot_of(difference, alignment), *difference.sources, *map("=".join, hashes))))


def slot_decided(decision: Decision) -> str:
    """Give what a decision is about; "" where another program did not say."""
    return _text(decision, _DIFFERENCE)


class Decided:
    """The decisions of the adjudicated layer, found by what they are about; kept up with every step."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._known: dict[tuple[str, str], dict[str, Decision]] = {}
        self._by_source: dict[str, dict[str, Decision]] = {}
        for decision in decisions:
            self.add(decision)

    def add(self, decision: Decision) -> None:
        """Take in a decision."""
        key = key_of(decision)
        for place in _places(decision):
            self._known.setdefault(place, {})[key] = decision
            self._by_source.setdefault(place[1], {})[key] = decision

    def remove(self, decision: Decision) -> None:
        """Let go of a decision."""
        key = key_of(decision)
        for place in _places(decision):
            self._known.get(place, {}).pop(key, None)
            self._by_source.get(place[1], {}).pop(key, None)

    def sources(self) -> Collection[str]:
        """Give all annotations, links and entities that any decision rests on."""
        return self._by_source.keys()

    def about(self, slot: str, sources: Iterable[str]) -> list[Decision]:
        """Give the decisions of a slot that rest on any of some sources, the latest last."""
        found: dict[str, Decision] = {}
        for source in sources:
            if known := self._known.get((slot, source)):
                found.update(known)
        return sorted(found.values(), key=lambda decision: decision.at) if found else []

    def target(self, source: str) -> str | None:
        """Give the adjudicated annotation that was made of a colleague's, or None."""
        found = [d for d in self._by_source.get(source, {}).values() if d.target and d.verdict in (ACCEPTED, EDITED)]
        of_annotations = [decision for decision in found if slot_decided(decision).partition(" ")[0] != LINK]
        # Of several in one second the last counts.
        return max(reversed(of_annotations), key=lambda decision: decision.at).target if of_annotations else None

    def settling(self, difference: Difference, alignment: Alignment) -> Decision | None:
        """Give the decision that settles a difference, or None while it is open."""
        slot = slot_of(difference, alignment)
        for decision in reversed(self.about(slot, difference.sources)):
            if decision.verdict != OPEN and _knew(decision, opinion_hashes(difference, alignment).values()):
                return decision
        if not difference.is_of_annotation:
            return None
        return self._rejection(difference) or self._each(difference, alignment)

    def rejected(self, sources: Iterable[str]) -> Decision | None:
        """Give the latest decision on the whole of some annotations where it was not to take them."""
        sources = tuple(sources)
        found = [decision for slot in (MISSING, AGREED) for decision in self.about(slot, sources)]
        made = sorted((decision for decision in found if decision.verdict != OPEN), key=lambda decision: decision.at)
        return made[-1] if made and made[-1].verdict == REJECTED else None

    def _rejection(self, difference: Difference) -> Decision | None:
        return self.rejected(difference.sources) if difference.kind != MISSING else None

    def _each(self, difference: Difference, alignment: Alignment) -> Decision | None:
        decision = None
        for annotator, opinion in difference.opinions.items():
            found = self.about(EACH, (f"{annotator}:{opinion.annotation}",)) if opinion.annotation else []
            if not found or not _knew(found[-1], [annotation_hash(alignment, annotator, opinion.annotation or "")]):
                return None
            decision = found[-1]
        return decision


def _as_drawn(layer: Layer, link_id: str | None) -> str:
    # Whichever end a difference names: who drew the same link has the same opinion as ever.
    link = layer.links.get(link_id or "")
    return link_words(layer, link) if link else NOTHING


def _places(decision: Decision) -> Iterator[tuple[str, str]]:
    slot = slot_decided(decision)
    for source in decision.sources:
        yield (slot, source)


def _knew(decision: Decision, opinions: Iterable[str]) -> bool:
    known = marks_known(decision)
    return not known or known.issuperset(opinions)


def _text(decision: Decision, wanted: str) -> str:
    return next((value for _place, name, value in decision.extra if name == wanted and type(value) is str), "")


def _about(difference: Difference, alignment: Alignment) -> str:
    annotator, _colon, entity_id = difference.about.partition(":")
    layer = alignment.layers.get(annotator)
    entity = layer.entities.get(entity_id) if layer else None
    return entity.name if entity else difference.about


def _hashed(text: str) -> str:
    # The order in which roles or names were set is no opinion.
    parts = sorted(text.split(", "))
    return sha256(", ".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]
