"""Words and sentences against the test files of Unicode Standard Annex 29, but for what docs/languages.md names."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from annotator.formats.languages.sentences import sentences
from annotator.formats.languages.words import pattern, tokens
from annotator.model.language import Language
from annotator.model.span import Span

FILES = Path(__file__).parent / "unicode"
WITH = r"[\p{WB=Extend}\p{WB=Format}\p{WB=ZWJ}]*"
WORDS_OTHERWISE = {
    "a colon parts": ":",
    "signs inside a word need not be between two of a kind": rf"[\p{{L}}\p{{N}}_]{WITH}['.]{WITH}[\p{{L}}\p{{N}}_]",
    "a low line joins no Katakana": rf"_{WITH}\p{{WB=Katakana}}|\p{{WB=Katakana}}{WITH}_",
    "an apostrophe behind a Hebrew word may be a quotation mark": rf"\p{{Hebrew}}{WITH}'(?!{WITH}\p{{L}})",
    "a letter takes no picture with it": rf"[a\u2701]{WITH}\u200d[\u2701🛑]",
}
SENTENCES_OTHERWISE = {"a full stop, “!” and “?” need a space behind them": r"[.!?][\p{SB=Close}\u2060\u0308]*(?!\s)."}


def cases(name: str) -> Iterator[tuple[str, list[str]]]:
    """Give each text of a file with its parts between the places where it may be broken."""
    for line in (FILES / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, borders = "", []
        for part in line.split():
            if part == "÷":
                borders.append(len(text))
            elif part != "×":
                text += chr(int(part, 16))
        yield text, [text[start:end] for start, end in pairwise(borders)]


def compared(name: str, otherwise: dict[str, str], parted: dict[str, list[str]]) -> Counter[str]:
    """Count the texts that are parted as the file says, and those that are not for a reason that is given."""
    seen: Counter[str] = Counter()
    for text, parts in cases(name):
        wanted = [part for part in (part.strip() for part in parts) if part]
        if parted[text] == wanted:
            seen["alike"] += 1
            continue
        why = [reason for reason, words in otherwise.items() if pattern(f"(?s){words}").search(text)]
        assert why, (text, parted[text], wanted)
        seen[why[0]] += 1
    return seen


def words(text: str, spans: Iterator[Span] | list[Span]) -> list[str]:
    return [text[start:end] for start, end in spans]


def test_words_are_those_of_unicode() -> None:
    found = {text: words(text, tokens(text)) for text, _parts in cases("WordBreakTest.txt")}
    seen = compared("WordBreakTest.txt", WORDS_OTHERWISE, found)
    assert seen.keys() == {"alike", *WORDS_OTHERWISE}

    assert seen["alike"] > 1700


def test_sentences_are_those_of_unicode() -> None:
    plain = Language("xx")
    found = {text: words(text, sentences(text, plain)) for text, _parts in cases("SentenceBreakTest.txt")}
    seen = compared("SentenceBreakTest.txt", SENTENCES_OTHERWISE, found)
    assert seen.keys() == {"alike", *SENTENCES_OTHERWISE}
    assert seen["alike"] > 475
