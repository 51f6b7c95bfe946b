"""However differences are settled, alone or several in one step: what must hold between records holds afterwards."""

import inspect
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from annotator.formats.sidecar.sidecar_checks import check_meaning, check_quotes
from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model import edits
from annotator.model import vocabulary as words
from annotator.model.layer import Layer
from annotator.services.comparing.decided import slot_of
from annotator.services.comparing.difference import Difference
from annotator.services.editing.draft import Draft
from annotator.services.settling.review import Review
from annotator.services.settling.settle import Settling
from tests.unit.colleagues import Entity, Link, Role, Topic, layer, marked
from tests.unit.layers_made_anew import contents, is_indexed_as_made_anew
from tests.unit.services.settling.test_review import Bench

NAMES = ("Mori", "Norland", "Bianchi", "Ostia")
_places = st.tuples(st.sampled_from((0, 10, 20)), st.sampled_from((5, 9, 12)))
_entity = st.sampled_from(("e0", "e1", "e2"))
_or_none = st.sampled_from((None, "t0", "t1"))


@st.composite
def layers(draw: st.DrawFn, who: str) -> Layer:
    """A colleague's layer of a few annotations that overlap those of others, in which everything named is there."""
    shift = draw(st.integers(0, 1))
    entities = [
        Entity(f"e{n}", NAMES[(n + shift) % 4], member_of=draw(st.sampled_from(((), (f"e{(n + 1) % 3}",)))))
        for n in range(3)
    ]
    found = draw(st.lists(st.tuples(st.sampled_from(words.TYPES), _places), min_size=1, max_size=4))
    actors = [f"a{n}" for n, (kind, _place) in enumerate(found) if kind == words.ACTOR]
    role = st.tuples(_entity, st.sampled_from((None, *actors)), st.none() | _entity).map(lambda parts: Role(*parts))
    annotations = []
    for number, (kind, (start, length)) in enumerate(found):
        values: dict[str, Any] = {
            "note": draw(st.sampled_from(("", "n"))),
            "codes": draw(st.sampled_from(((), ("c",)))),
        }
        if kind == words.ACTOR:
            values["entities"] = (draw(_entity),)
        else:
            acting = words.SPEAKERS if kind == words.CLAIM else words.PARTIES
            values |= {acting: tuple(draw(st.lists(role, max_size=2))), "topic": draw(_or_none)}
            values |= {"stance": draw(st.sampled_from((None, "agree"))), "date": draw(st.sampled_from((None, "2022")))}
        annotations.append(marked(f"a{number}", kind, (start, start + length), **values))
    ends = st.sampled_from([annotation.id for annotation in annotations])
    links = [
        Link(f"l{number}", draw(st.sampled_from(words.LINK_TYPES)), one, other)
        for number, (one, other) in enumerate(draw(st.lists(st.tuples(ends, ends), max_size=2)))
        if one != other
    ]
    topics = [
        Topic("t0", "All should train"),
        Topic("t1", "Ships should sail", broader=draw(st.sampled_from((None, "t0")))),
    ]
    return layer(annotations, who, entities=entities, topics=topics, links=links)


class Reviewing(RuleBasedStateMachine):
    """Any decisions in any order, one or several in a step, on two or three colleagues' layers; with undo and redo."""

    def __init__(self) -> None:
        super().__init__()
        self.settling: tuple[Draft, Settling] | None = None

    @initialize(mine=layers("mkato"), theirs=layers("lrossi"), third=st.none() | layers("zoe"))
    def begin(self, mine: Layer, theirs: Layer, third: Layer | None) -> None:
        self.bench = Bench(mine, theirs, *([third] if third else []))
        self.session = self.bench.session
        # The indexes are asked for early, so that every step has to keep them up.
        assert self.session.layer.places is not None
        assert self.session.layer.references is not None

    @property
    def review(self) -> Review:
        return self.bench.review

    @rule(data=st.data(), ends=st.booleans())
    def decide(self, data: st.DataObject, *, ends: bool) -> None:
        if self.settling is None:
            draft = self.session.draft()
            self.settling = draft, Settling(draft, self.review)
        draft, settling = self.settling
        action = data.draw(st.sampled_from(sorted(ACTIONS)), "what")
        if self.review.differences or action in ("take_agreed", "take_undisputed", "take_majorities", "note_known"):
            ACTIONS[action](settling, self.review, data.draw)
        if ends:
            self.commit()

    @rule(back=st.booleans())
    def undo_or_redo(self, *, back: bool) -> None:
        self.commit()
        _ = self.session.undo() if back else self.session.redo()
        self.holds()

    def commit(self) -> None:
        if self.settling is None:
            return
        draft, _settling = self.settling
        self.settling = None
        before = contents(self.session.layer)
        if not self.session.commit(draft, "Settle"):
            return
        self.holds()
        after = contents(self.session.layer)
        self.session.undo()
        assert contents(self.session.layer) == before
        self.session.redo()
        assert contents(self.session.layer) == after

    def holds(self) -> None:
        made = self.session.layer
        assert check_meaning(made) == []
        assert check_quotes(made, self.session.document.text) == []
        assert contents(made.snapshot()) == contents(made)
        assert is_indexed_as_made_anew(made)
        assert all(link.source != link.target for link in made.links.values())
        read = load_sidecar(dump_sidecar(made)).layer
        assert all(getattr(read, table) == getattr(made, table) for table in edits.TABLES)
        self.is_judged_as_anew()

    def is_judged_as_anew(self) -> None:
        """What the review knows after all steps is what it would find out when opened now."""
        anew = Review(self.session, self.review.colleagues.values())
        anew.close()
        assert anew.left() == self.review.left()
        assert anew.agreed() == self.review.agreed()
        for difference in self.review.differences:
            slot = slot_of(difference, self.review.alignment)
            assert len(self.review.decided.about(slot, difference.sources)) <= 1, "two decisions on one thing"

    def teardown(self) -> None:
        self.commit()
        while self.session.undo():
            pass
        assert not self.session.layer.annotations


Draw = Callable[[st.SearchStrategy[Any]], Any]


def difference_of(review: Review, draw: Draw) -> Difference:
    found: Difference = review.differences[draw(st.integers(0, len(review.differences) - 1))]
    return found


def edit(settling: Settling, review: Review, draw: Draw) -> None:
    difference = difference_of(review, draw)
    if any(opinion.annotation or opinion.record for opinion in difference.opinions.values()):
        settling.edit(difference)


ACTIONS: dict[str, Callable[[Settling, Review, Draw], object]] = {
    "take": lambda settling, review, draw: settling.take(
        difference_of(review, draw), draw(st.sampled_from((("mkato",), ("lrossi",), ("mkato", "lrossi"))))
    ),
    "take_none": lambda settling, review, draw: settling.take_none(difference_of(review, draw)),
    "edit": edit,
    "comment": lambda settling, review, draw: settling.comment(
        difference_of(review, draw), draw(st.sampled_from(("", "why?", "because")))
    ),
    "note_known": lambda settling, _review, _draw: settling.note_known(),
    "take_agreed": lambda settling, review, _draw: settling.take_agreed(review.agreed()),
    "take_majority": lambda settling, review, draw: settling.take_majority(difference_of(review, draw)),
    "take_majorities": lambda settling, review, _draw: settling.take_majorities(review.clear_majorities()),
    "take_undisputed": lambda settling, review, _draw: settling.take_undisputed(review.undisputed()),
}

TestReviewing = Reviewing.TestCase
TestReviewing.settings = settings(
    max_examples=max(10, settings().max_examples // 5), stateful_step_count=12, deadline=None
)


def test_no_way_of_settling_is_forgotten_here() -> None:
    public = {name for name, _function in inspect.getmembers(Settling, inspect.isfunction) if not name.startswith("_")}
    assert public == ACTIONS.keys()
