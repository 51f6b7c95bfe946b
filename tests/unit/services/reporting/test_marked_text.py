"""An article as marked words: whatever overlaps, every annotation covers what it covers, and no letter is lost."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.span import Span, in_order_and_apart
from annotator.model.vocabulary import TYPES
from annotator.services.reporting.marked_text import marked_paragraphs, marks_of
from annotator.services.reporting.page import MOST_LANES, Ending, Opening, Run

_SIGNS = "ab \n\u2028e\u0301שע🤝<&\u202e\t"


@st.composite
def annotated_text(draw: st.DrawFn) -> tuple[str, list[Annotation]]:
    text = draw(st.text(_SIGNS, min_size=1, max_size=40))
    made = []
    for number in range(draw(st.integers(0, 12))):
        places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
        spans = in_order_and_apart(
            Span(start, min(len(text), start + length))
            for start, length in draw(st.lists(places, min_size=1, max_size=3))
        )
        quote = tuple(text[span.start : span.end] for span in spans)
        made.append(Annotation(f"a{number}", draw(st.sampled_from((*TYPES, "other"))), spans, quote))
    return text, sorted(made, key=lambda one: one.place)


@given(annotated_text())
def test_every_annotation_opens_and_ends_where_it_does_and_marks_no_other_word(
    given_: tuple[str, list[Annotation]],
) -> None:
    text, annotations = given_
    marks = marks_of(annotations, "d")
    of_note = {mark.note: key for key, mark in marks.items()}
    lines: list[str] = []
    covered: defaultdict[str, str] = defaultdict(str)
    is_open: set[str] = set()
    ended: defaultdict[str, int] = defaultdict(int)
    for paragraph in marked_paragraphs(text, annotations, marks):
        line = ""
        for piece in paragraph.pieces:
            if isinstance(piece, Run):
                line += piece.text
                assert {mark.note for mark in piece.marks} == {
                    note for note in is_open if marks[of_note[note]].lane >= 0
                }
                assert [mark.lane for mark in piece.marks] == sorted({mark.lane for mark in piece.marks})
                for note in is_open:
                    covered[of_note[note]] += piece.text
            elif isinstance(piece, Opening):
                assert piece.mark.note not in is_open
                is_open.add(piece.mark.note)
            else:
                is_open.remove(piece.mark.note)
                ended[piece.mark.note] += 1
                last = ended[piece.mark.note] == len(
                    next(a for a in annotations if a.id == of_note[piece.mark.note]).fragments
                )
                assert (piece.goes_on, bool(piece.anchor)) == (not last, last)
        lines.append(line)
    assert not is_open
    kept = [line for line in text.split("\n") if line.strip()]
    assert [line for line in lines if line.strip()] == kept
    for annotation in annotations:
        words = "".join(annotation.quote)
        assert "".join(covered[annotation.id].split()) == "".join(words.split())


def test_what_finds_no_line_of_its_own_has_none_and_the_others_keep_theirs() -> None:
    text = "word " * 20
    many = [Annotation(f"a{n}", "claim", (Span(0, 20 + n),), (text[: 20 + n],)) for n in range(MOST_LANES + 3)]
    lanes = sorted(mark.lane for mark in marks_of(many, "d").values())
    assert lanes == [-1, -1, -1, *range(MOST_LANES)]
    (paragraph,) = marked_paragraphs(text, many, marks_of(many, "d"))
    assert paragraph.lanes == MOST_LANES
    assert sum(isinstance(piece, Ending) for piece in paragraph.pieces) == len(many)
