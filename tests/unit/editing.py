"""Texts changed as authors and editors change them, with the true place of every character kept."""

import random
import re
from collections.abc import Callable

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.services.editing.annotations import placed

NEW_SENTENCES = (
    "The ministry did not answer questions on Monday.",
    "Analysts had expected as much since the spring.",
    "A spokesman said that talks would go on.",
    "Neither side gave figures.",
)
NEW_WORDS = ("reportedly", "senior", "on Friday", "once more", "the so-called", "joint")


class Edited:
    """A text as a list of characters, each with the place it came from, None where it is new."""

    def __init__(self, text: str) -> None:
        self.characters: list[tuple[str, int | None]] = list(zip(text, range(len(text)), strict=True))

    @property
    def text(self) -> str:
        return "".join(character for character, _origin in self.characters)

    def replace(self, start: int, end: int, words: str) -> None:
        self.characters[start:end] = [(character, None) for character in words]

    def span_now(self, span: Span) -> Span | None:
        """Give from the first to the last surviving character of a span, None where fewer than half survive."""
        places = [
            index for index, (_c, origin) in enumerate(self.characters) if origin is not None and origin in range(*span)
        ]
        return Span(places[0], places[-1] + 1) if 2 * len(places) >= span.end - span.start else None


def edit(text: str, chance: random.Random, steps: int) -> Edited:
    """Make some edits."""
    edited = Edited(text)
    for _step in range(steps):
        chance.choice(EDITS)(edited, chance)
    return edited


def _word(edited: Edited, chance: random.Random) -> tuple[int, int]:
    return chance.choice([match.span() for match in re.finditer(r"\w+", edited.text)])


def _sentence(edited: Edited, chance: random.Random) -> tuple[int, int]:
    return chance.choice([match.span() for match in re.finditer(r"[^.\n]+\. ?", edited.text)] or [(0, 0)])


def _paragraph(edited: Edited, chance: random.Random) -> tuple[int, int]:
    return chance.choice([match.span() for match in re.finditer(r"[^\n]+\n+", edited.text)] or [(0, 0)])


def _mistype(edited: Edited, chance: random.Random) -> None:
    start, end = _word(edited, chance)
    at = chance.randrange(start, end)
    edited.replace(at, at + 1, chance.choice(("", "e", "ss")))


def _insert_word(edited: Edited, chance: random.Random) -> None:
    start, _end = _word(edited, chance)
    edited.replace(start, start, chance.choice(NEW_WORDS) + " ")


def _replace_word(edited: Edited, chance: random.Random) -> None:
    edited.replace(*_word(edited, chance), chance.choice(NEW_WORDS))


def _delete_words(edited: Edited, chance: random.Random) -> None:
    start, end = _word(edited, chance)
    edited.replace(start, min(len(edited.characters), end + chance.choice((1, 8))), "")


def _insert_sentence(edited: Edited, chance: random.Random) -> None:
    start, _end = _sentence(edited, chance)
    edited.replace(start, start, chance.choice(NEW_SENTENCES) + " ")


def _delete_sentence(edited: Edited, chance: random.Random) -> None:
    edited.replace(*_sentence(edited, chance), "")


def _repeat_sentence(edited: Edited, chance: random.Random) -> None:
    """A summary at the top that takes up a sentence of the text: its words stand twice from now on."""
    start, end = _sentence(edited, chance)
    edited.replace(0, 0, edited.text[start:end].strip() + "\n")


def _move_paragraph(edited: Edited, chance: random.Random) -> None:
    start, end = _paragraph(edited, chance)
    moved = edited.characters[start:end]
    del edited.characters[start:end]
    to = chance.choice([0, *(match.end() for match in re.finditer(r"\n+", edited.text))])
    edited.characters[to:to] = moved


def _reflow(edited: Edited, chance: random.Random) -> None:
    """Break the lines anew: a space becomes a line feed, as in a text pasted from a mail."""
    for index in range(60, len(edited.characters), chance.randrange(60, 90)):
        character, origin = edited.characters[index]
        if character == " ":
            edited.characters[index] = ("\n", origin)


def _straighten(edited: Edited, _chance: random.Random) -> None:
    """Another typesetter's quotation marks and dashes."""
    table = {"“": '"', "”": '"', "’": "'", "–": "-", '"': "”", "'": "’"}
    edited.characters = [(table.get(character, character), origin) for character, origin in edited.characters]


Edit = Callable[[Edited, random.Random], None]
EDITS: tuple[Edit, ...] = (
    _mistype, _mistype, _insert_word, _insert_word, _replace_word, _replace_word, _delete_words, _insert_sentence,
    _delete_sentence, _repeat_sentence, _move_paragraph, _reflow, _straighten,
)  # fmt: skip


def some_annotations(text: str, chance: random.Random, number: int) -> list[Annotation]:
    """Give annotations of names, phrases and sentences, some in two fragments."""
    names = [match.span() for match in re.finditer(r"[A-Z]\w+(?: [A-Z]\w+)*", text)]
    sentences = [match.span() for match in re.finditer(r"[^.\n]{15,}\.", text)]
    made = []
    for index in range(number):
        kind, spans = chance.choice((("actor", names), ("claim", sentences), ("agreement", sentences)))
        start, end = chance.choice(spans)
        if kind == "agreement":
            words = [match.span() for match in re.finditer(r"\w+", text[start:end])]
            first, last = sorted((chance.randrange(len(words)), chance.randrange(len(words))))
            start, end = start + words[first][0], start + words[last][1]
        pieces = [Span(start, end)]
        if kind == "claim" and end - start > 60 and chance.random() < 0.2:
            pieces = [Span(start, start + 25), Span(end - 25, end)]
        made.append(placed(Annotation(f"a{index}", kind, (), ()), text, pieces))
    return made
