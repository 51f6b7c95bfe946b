"""Annotations made on another version of a text: placed where they belong, or not at all."""

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.anchoring.reanchor import reanchored
from annotator.services.editing.annotations import placed
from annotator.services.keeping.annotated_file import read_annotated
from tests.unit.editing import NEW_SENTENCES, Edited, edit, some_annotations
from tests.unit.making import TEXT, annotated

SEEDS = [path.read_text() for path in sorted(Path("seeds").glob("*.txt"))]
ONCE = [text.split("\n\n", 1)[1] for text in SEEDS]
"""Without the first of their headings, which stand twice."""
STORY = (
    "Ostia and Norland signed a treaty on fishing in the northern sea.\n\n"
    "Minister Aiko Mori said that the treaty would hold for ten years. Carlo Bianchi called it a good day for both.\n\n"
    "Fishermen in both countries had asked for quotas. They will meet again in the spring."
)


def marked(text: str, *words: str, identifier: str = "a1") -> Annotation:
    spans = [Span(text.index(word), text.index(word) + len(word)) for word in words]
    return placed(Annotation(identifier, "claim", (), ()), text, spans)


def texts(annotation: Annotation, text: str) -> list[str]:
    return [text[start:end] for start, end in annotation.fragments]


def test_words_are_followed_past_an_insertion_and_into_another_paragraph() -> None:
    mark = marked(STORY, "Carlo Bianchi called it a good day for both")
    first, second, third = STORY.split("\n\n")
    changed = f"A new lead.\n\n{first}\n\n{third}\n\n{second}"
    assert texts(reanchored([mark], changed).annotations["a1"], changed) == list(mark.quote)


def test_a_sentence_with_another_word_is_known_by_the_rest_and_keeps_its_quote() -> None:
    mark = marked(STORY, "said that the treaty would hold for ten years")
    changed = STORY.replace("ten years", "twenty years")
    found = reanchored([mark], changed)
    assert found.reworded == ["a1"]
    assert texts(found.annotations["a1"], changed) == ["said that the treaty would hold for twenty years"]
    assert found.annotations["a1"].quote == mark.quote


def test_an_intact_side_behind_counts_as_much_as_one_before() -> None:
    text = "Sources\n=======\n\n- Herald, May 2025 (page 7): https://herald.example/7\n- Times, June 2024: https://times.example\n"
    mark = marked(text, "Herald, May 2025")
    changed = text.replace("- Herald", "- Herald, May 2025: https://herald.example\n- Herald")
    (found,) = reanchored([mark], changed).annotations["a1"].fragments
    assert changed[found.start :].startswith("Herald, May 2025 (page 7)")


def test_words_that_came_in_behind_the_first_one_are_taken_in() -> None:
    text = (
        "The council kept the wording of the annex simple. A list of tables follows, with the years of each, and a map."
    )
    mark = marked(text, "simple. A list of tables follows, with the years")
    changed = text.replace(
        "simple. A", "simple. Compare the drafts, and what the members said of them, in the minutes. A"
    )
    (found,) = texts(reanchored([mark], changed).annotations["a1"], changed)
    assert found.startswith("simple. Compare the drafts")
    assert found.endswith("with the years")


def test_a_neighbour_takes_no_certainty() -> None:
    neighbour, sentence = (
        "the last of the fishermen",
        "Next, let us see what the two countries will do in the spring of the year.",
    )
    between = "They had been asked twice. " * 12
    text = f"{STORY}\n\nThere {neighbour} said no. {between}{sentence}\n\n[list]: of the treaties"
    new = "Some asked again, at some length and with reasons of their own, but nobody answered them in the end. " * 3
    changed = text.replace("twice. Next, let us see", f"twice. {new}Next, we shall see")
    alone = reanchored([marked(text, sentence)], changed).annotations["a1"]
    both = reanchored([marked(text, neighbour, identifier="a2"), marked(text, sentence)], changed).annotations
    assert both["a2"].fragments
    assert texts(both["a1"], changed) == texts(alone, changed) == [sentence.replace("let us", "we shall")]


def test_what_was_deleted_is_unplaced() -> None:
    mark = marked(STORY, "Carlo Bianchi called it a good day for both")
    found = reanchored([mark], STORY.replace("Carlo Bianchi called it a good day for both.", ""))
    assert (found.unplaced, found.annotations["a1"].quote) == (["a1"], mark.quote)


def test_a_name_that_stands_twice_with_nothing_to_tell_the_two_apart_is_unplaced() -> None:
    mark = placed(Annotation("a1", "actor", (), ()), "Ostia agreed.", [Span(0, 5)])
    assert reanchored([mark], "Yesterday Ostia came. Today Ostia went.").unplaced == ["a1"]


def test_a_sentence_copied_elsewhere_and_edited_where_it_stood_is_not_placed_in_the_copy() -> None:
    sentence = "Minister Aiko Mori said that the treaty would hold for ten years."
    mark = marked(STORY, sentence)
    changed = f"Summary: {sentence}\n\n" + STORY.replace("ten years", "a decade")
    for former in (None, STORY):
        found = reanchored([mark], changed, former).annotations["a1"]
        assert not found.fragments or found.start > len(sentence) + 9


def test_fragments_are_placed_all_or_not_at_all() -> None:
    mark = marked(STORY, "Minister Aiko Mori", "would hold for ten years")
    moved = "New.\n" + STORY
    assert texts(reanchored([mark], moved).annotations["a1"], moved) == list(mark.quote)
    assert reanchored([mark], STORY.replace("would hold for ten years", "")).unplaced == ["a1"]


def test_the_old_text_tells_apart_what_looks_the_same() -> None:
    lines = [f"{number}. The two sides agreed.\n" for number in range(10, 20)]
    old = "".join(lines)
    mark = placed(Annotation("a1", "claim", (), ()), old, [Span(old.index("15.") + 4, old.index("15.") + 17)])
    new = old.replace("12. The two sides agreed.\n", "")
    assert reanchored([mark], new, old).annotations["a1"].start == mark.start - len(lines[2])


def test_lines_broken_anew_and_other_quotation_marks_change_no_word() -> None:
    old = "He said: “The treaty – a good one – will hold for ten years.” Nobody in Ostia had asked for it, though."
    mark = marked(old, "The treaty – a good one – will hold for ten years")
    new = 'New.\n\nHe said: "The treaty - a good\n    one - will hold for\u00a0ten years."  Nobody had\nasked for it.'
    found = reanchored([mark], new)
    assert texts(found.annotations["a1"], new) == ["The treaty - a good\n    one - will hold for\u00a0ten years"]
    assert found.reworded == ["a1"]


def test_the_next_entry_of_a_list_is_no_place_for_one_that_was_taken_out() -> None:
    names = ("name", "tariff", "quota", "port", "licence")
    entries = [f"Version {n} is out.\n\nThe “{name}” field came with it.\n\n" for n, name in enumerate(names)]
    old, new = "".join(entries), "".join(entries[:2] + entries[3:])
    marks = [marked(old, f"The “{name}” field came", identifier=name) for name in names]
    for former in (None, old):
        found = reanchored(marks, new, former)
        assert found.unplaced == ["quota"]
        assert found.reworded == []
    assert reanchored(marks[2:3], new, old).unplaced == ["quota"]


def test_an_edited_sentence_is_not_placed_in_one_like_it_where_its_own_words_stand_elsewhere_near() -> None:
    lines = ["Sets the table. Renders the set with the default template of the ministry.\n\n",
             "Sets the list. Renders the set with the default template of the ministry.\n\n"]  # fmt: skip
    mark = marked(STORY + "\n\n" + lines[1], "Renders the set with the default")
    new = STORY + "\n\n" + lines[0] + lines[1]
    found = reanchored([mark], new).annotations["a1"]
    assert not found.fragments or found.start == new.rindex("Renders")


def test_other_words_between_the_same_contexts_are_the_place() -> None:
    mark = marked(STORY, "that the treaty would hold for ten years. Carlo Bianchi")
    changed = STORY.replace("would hold for ten years", "may or may not hold for ten")
    found = reanchored([mark], changed).annotations["a1"]
    assert texts(found, changed)[0].startswith("that the treaty may or may not")


def test_a_passage_that_was_moved_is_followed_with_what_stands_in_it() -> None:
    paragraphs = STORY.split("\n\n")
    marks = [
        marked(STORY, "Carlo Bianchi called it a good day", identifier="a1"),
        marked(STORY, "said that the treaty would hold for ten years", identifier="a2"),
        marked(STORY, "Fishermen in both countries", identifier="a3"),
    ]
    edited = paragraphs[1].replace("for ten years", "for some ten years")
    changed = "\n\n".join([paragraphs[0], paragraphs[2], edited])
    found = reanchored(marks, changed).annotations
    assert texts(found["a2"], changed) == ["said that the treaty would hold for some ten years"]
    assert [len(found[mark.id].fragments) for mark in marks] == [1, 1, 1]


def test_words_of_another_passage_are_known_by_the_old_text() -> None:
    old = f"{STORY}\n\nAt the end: Minister Aiko Mori said that the treaty would hold for ten years. So it was."
    mark = marked(old, "Minister Aiko Mori said that the treaty would hold for ten years")
    without = old.replace("Minister Aiko Mori said that the treaty would hold for ten years. Carlo", "Carlo")
    assert reanchored([mark], without, old).unplaced == ["a1"]


@pytest.mark.parametrize(("steps", "placed_at_least", "wrong_at_most"), [(3, 0.96, 0), (10, 0.88, 1), (25, 0.74, 2)])
@pytest.mark.parametrize("known", [False, True])
def test_texts_edited_at_random_have_hardly_a_wrong_place(
    steps: int, placed_at_least: float, wrong_at_most: int, *, known: bool
) -> None:
    right = wrong = total = 0
    for index, text in enumerate(SEEDS):
        for round_ in range(6):
            chance = random.Random(100 * round_ + index)
            marks = some_annotations(text, chance, 25)
            edited = edit(text, chance, steps)
            found = reanchored(marks, edited.text, text if known else None).annotations
            for mark in marks:
                verdict = _is_right(mark, found[mark.id], edited)
                right, wrong = right + (verdict is True), wrong + (verdict is False)
            total += len(marks)
    assert wrong <= wrong_at_most
    assert right >= placed_at_least * total


def _is_right(mark: Annotation, found: Annotation, edited: Edited) -> bool | None:
    """Whether at least half of every place is what survived there; None where it was left unplaced."""
    truth = [edited.span_now(span) for span in mark.fragments]
    if not found.fragments or None in truth:
        return None
    return all(
        2 * (min(true.end, got.end) - max(true.start, got.start)) >= got.end - got.start
        for true, got in zip(truth, found.fragments, strict=True)
        if true
    )


@given(st.sampled_from(SEEDS), st.integers(0, 10**6), st.integers(0, 8), st.booleans())
def test_whatever_was_edited_every_annotation_is_placed_with_its_words_or_said_to_have_others_or_none(
    text: str, seed: int, steps: int, known: bool
) -> None:
    chance = random.Random(seed)
    marks = some_annotations(text, chance, 10)
    marks[0] = marks[0]._replace(fragments=())
    edited = edit(text, chance, steps).text
    found = reanchored(marks, edited, text if known else None)
    assert list(found.annotations) == [mark.id for mark in marks]
    for mark in marks:
        placed = found.annotations[mark.id]
        assert placed._replace(fragments=mark.fragments) == mark
        assert (placed.fragments == ()) == (mark.id in found.unplaced)
        is_other = placed.fragments != () and tuple(texts(placed, edited)) != mark.quote
        assert is_other == (mark.id in found.reworded)
        assert len(placed.fragments) in (0, len(mark.quote))
        ends = [0, *(end for span in placed.fragments for end in span), len(edited)]
        assert ends == sorted(ends)
        assert all(start < end for start, end in placed.fragments)


@given(st.sampled_from(ONCE), st.integers(0, 10**6), st.integers(1, 4), st.booleans())
def test_quotes_are_found_again_where_lines_came_in_between_and_never_with_what_came(
    text: str, seed: int, number: int, known: bool
) -> None:
    chance = random.Random(seed)
    marks = some_annotations(text, chance, 15)
    taken = [span for mark in marks for span in mark.fragments]
    breaks = [found.end() for found in re.finditer("\n", text)]
    free = [at for at in breaks if not any(start < at < end for start, end in taken)]
    at = sorted(chance.sample(free, min(number, len(free))))
    lines = [f"{sentence}\n" for sentence in NEW_SENTENCES]
    parts = [text[start:end] for start, end in pairwise([0, *at, len(text)])]
    changed = parts[0] + "".join(line + part for line, part in zip(lines, parts[1:], strict=False))

    def now(span: Span) -> Span:
        more = sum(len(line) for line, place in zip(lines, at, strict=False) if place <= span.start)
        return Span(span.start + more, span.end + more)

    found = reanchored(marks, changed, text if known else None)
    assert found.reworded == []
    for mark in marks:
        placed = found.annotations[mark.id].fragments
        assert placed in ((), tuple(map(now, mark.fragments)))
    assert len(found.unplaced) <= 5


@given(st.sampled_from(SEEDS), st.integers(0, 10**6), st.booleans())
def test_in_the_same_text_everything_keeps_its_place(text: str, seed: int, known: bool) -> None:
    marks = some_annotations(text, random.Random(seed), 10)
    found = reanchored(marks, text, text if known else None)
    assert all(found.annotations[mark.id].fragments in (mark.fragments, ()) for mark in marks)
    assert found.reworded == []
    if known:
        assert [mark.id for mark in marks if len(mark.text) > 20 and mark.id in found.unplaced] == []


@pytest.mark.parametrize("former", [None, STORY])
def test_other_words_of_the_same_length_are_noticed(former: str | None) -> None:
    mark = marked(STORY, "said that the treaty would hold for ten years")
    changed = STORY.replace("ten years", "two years")
    found = reanchored([mark], changed, former)
    assert found.reworded == ["a1"]
    assert found.annotations["a1"].fragments == mark.fragments
    fragments = marked(STORY, "Minister Aiko Mori said", "would hold for ten years")
    found = reanchored([fragments], changed, former)
    assert "a1" in (*found.reworded, *found.unplaced)


def test_words_that_stand_twice_between_the_same_contexts_are_not_placed_without_neighbours() -> None:
    paragraph = "Ostia and Norland agreed on fishing. Nobody was surprised by that. The ministers went home.\n"
    old = paragraph * 3
    for number in range(3):
        start = old.index("Nobody was", number * len(paragraph))
        mark = placed(Annotation("a1", "claim", (), ()), old, [Span(start, start + 27)])
        changed = f"A new first line, which says nothing of it.\n{old}"
        spans = reanchored([mark], changed).annotations["a1"].fragments
        assert spans in ((), (Span(start + 44, start + 71),))
        spans = reanchored([mark], changed, old).annotations["a1"].fragments
        assert spans in ((), (Span(start + 44, start + 71),))


def test_two_that_stood_apart_are_not_both_put_in_one_place() -> None:
    old = "The treaty will hold for ten years, said Mori. " + STORY + " The treaty will hold for ten years, said Carlo."
    one = placed(Annotation("a1", "claim", (), ()), old, [Span(0, 34)])
    last = old.rindex("The treaty")
    other = placed(Annotation("a2", "claim", (), ()), old, [Span(last, last + 34)])
    changed = STORY + " The treaty will hold for ten years, said somebody."
    found = reanchored([one, other], changed).annotations
    places = [mark.fragments for mark in found.values() if mark.fragments]
    assert len(places) == len(set(places)) <= 1
    # Of one passage marked twice both go there.
    twin = other._replace(id="a3", type="agreement")
    found = reanchored([other, twin], changed).annotations
    assert found["a2"].fragments == found["a3"].fragments


def test_what_was_unplaced_before_finds_its_words() -> None:
    mark = marked(STORY, "Carlo Bianchi called it a good day for both")
    lost = mark._replace(fragments=())
    assert reanchored([lost], f"New.\n{STORY}").annotations["a1"].fragments == (Span(mark.start + 5, mark.end + 5),)


def test_what_began_the_text_is_known_by_that() -> None:
    mark = placed(Annotation("a1", "actor", (), ()), "Ostia left.", [Span(0, 5)])
    assert reanchored([mark], "Ostia left. Then Ostia left.").annotations["a1"].fragments == (Span(0, 5),)
    assert reanchored([mark], "Once Ostia left. Then Ostia left.").unplaced == ["a1"]


def test_fragments_that_stand_far_apart_are_placed_together() -> None:
    between = " ".join(f"Sentence {number} says nothing of it." for number in range(40))
    old = f"The minister said {between} that she would go. {STORY}"
    mark = marked(old, "The minister said", "that she would go")
    first, last = mark.fragments
    for new, more in ((f"{old} More.", 0), (old.replace("Sentence 20 says", "Sentence 20 really says"), 7)):
        found = reanchored([mark], new).annotations["a1"].fragments
        assert found == (first, Span(last.start + more, last.end + more))


def test_without_a_quote_there_is_nothing_to_find() -> None:
    mark = marked(STORY, "Minister Aiko Mori")
    for quote in ((), ("",), (*mark.quote, "")):
        assert reanchored([mark._replace(quote=quote)], f"New. {STORY}").unplaced == ["a1"]
    assert reanchored([], STORY).annotations == {}


def test_placing_tells_how_far_it_is() -> None:
    marks = [marked(STORY, words, identifier=words) for words in ("Ostia", "Minister Aiko Mori", "Carlo Bianchi")]
    told = list[tuple[int, int, str]]()
    reanchored(marks, f"New.\n{STORY}", progress=lambda *news: told.append(news))
    shares = [count / total for count, total, _what in told]
    assert shares == sorted(shares)
    assert len(told) >= len(marks)
    # All are looked at for certain places first, and that is half of the work.
    assert shares[:3] == pytest.approx([0, 1 / 6, 1 / 3], abs=0.01)
    assert {what for *_numbers, what in told} == {"Finding the annotations in the changed text"}


def test_check_and_export_read_a_sidecar_placed_in_the_text_as_it_is_now(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.path.write_text("A new first line.\n" + TEXT)
    read = read_annotated(desk.sidecar)
    assert [finding.code for finding in read.findings] == ["text-changed"]
    assert read.document is not None
    for annotation in read.layer.annotations.values():
        assert texts(annotation, read.document.text) == list(annotation.quote)
