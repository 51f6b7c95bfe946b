"""The corpora beside the project: claims of PolNeAR, names of GUM's news; none of them is copied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.formats.languages.rules import rules_of
from annotator.model.document import Document, DocumentInfo
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.services.suggesting.reading import Reading
from tests.places import SHARED
from tests.quality.scoring import Item, words_of

Place = tuple[int, int]
DATA = SHARED / "data"
_TITLES = rules_of("en").titles | {"the", "dr", "prime", "judge", "mayor", "general"}
_NO_NAMES = rules_of("en").openers | {"my", "here", "people"}
_KINDS = ("person", "organization", "place")
_JOINERS = frozenset(("'s", "of", "the", "de", "la", "al", "bin", "van", "von", "-", "&", "for"))
_BEHIND = frozenset((",", "who", "which", "that", "(", "of", "in", "from", "at", "on", "to", "with", "and", "'s"))


@dataclass
class Text:
    """A text of a corpus, as a document without annotations."""

    name: str
    document: Document
    layer: Layer
    reading: Reading


def a_text(name: str, text: str) -> Text:
    info = DocumentInfo(name, language="en")
    return Text(name, Document(text, info), Layer(LayerHead(Annotator("x")), info), Reading(text, "en"))


def claims(part: str) -> Iterator[tuple[Text, list[Item]]]:
    """Give the texts of a part of PolNeAR with the attributions of the first annotator of each."""
    folder = DATA / "polnear" / part
    for path in sorted((folder / "text").glob("*.txt")):
        files = sorted(each for each in (folder / "attributions").glob("*.ann") if each.name.startswith(path.stem))
        if files:
            text = a_text(path.stem, path.read_bytes().decode())
            yield text, list(_attributions(text, files[0]))


def _attributions(text: Text, path: Path) -> Iterator[Item]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("T"):
            places = cells[1].split(" ", 1)[1].split(";")
            spans[cells[0]] = [(int(start), int(end)) for start, end in (place.split() for place in places)]
        elif line.startswith("E"):
            parts = [part.split(":") for part in cells[1].split()[1:]]
            content, source, cue = (
                words_of(
                    text.reading,
                    [place for role, key in parts if role.startswith(wanted) for place in spans.get(key, ())],
                )
                for wanted in ("Content", "Source", "Cue")
            )
            if content:
                yield Item(content, source, cue=cue)


def news_names() -> Iterator[tuple[Text, list[tuple[int, int]]]]:
    """Give GUM's news with the names of persons, organizations and places.

    The files say what a mention is and not which words are its name: the capitals of its head are, without titles and
    pronouns.
    Of mentions in each other each has its own name ("Gary Chan" and "DAB" of "Gary Chan of DAB").
    """
    for path in sorted((DATA / "gum-news").glob("*.tsv")):
        words, mentions = _mentions(path)
        text, places = "", []
        for word in words:
            places.append((len(text), len(text) + len(word)))
            text += word + " "
        runs = {run for mention in mentions if (run := _name_of(words, mention, mentions))}
        spans = sorted((places[low][0], places[high - 1][1]) for low, high in runs)
        yield a_text(path.stem, text), spans


def _mentions(path: Path) -> tuple[list[str], list[tuple[int, int]]]:
    words: list[str] = []
    found: dict[str, list[int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not re.match(r"\d+-\d+\t", line):
            continue
        cells = line.split("\t")
        for label in cells[3].split("|"):
            match = re.match(r"(.*?)(?:\[(\d+)\])?$", label)
            if match and match[1] in _KINDS:
                found.setdefault(match[2] or f"alone {len(words)}", []).append(len(words))
        words.append(cells[2])
    return words, sorted({(numbers[0], numbers[-1] + 1) for numbers in found.values()})


def _name_of(words: list[str], mention: tuple[int, int], mentions: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Give the capitals at the head of a mention, before what follows it; None where its head is no name."""
    low, high = mention
    inner = [one for one in mentions if one != mention and low <= one[0] and one[1] <= high]
    end = next(
        (at for at in range(low + 1, high) if words[at] in _BEHIND and not _goes_on(words, at, high, inner)), high
    )
    starts = [one[1] for one in inner if one[1] < high and words[one[1] - 1] == "'s"]
    starts += [one[1] + 1 for one in inner if one[1] < high and words[one[1]] == "'s"]
    if starts:
        low = max(starts)
        end = next(
            (at for at in range(low + 1, high) if words[at] in _BEHIND and not _goes_on(words, at, high, inner)), high
        )
    is_syllable = end - low > 3 and words[end - 2] == "-" and words[end - 3][:1].isupper()
    if end <= low or not (words[end - 1][:1].isupper() or is_syllable):
        return None
    first = end - 1 - 2 * is_syllable
    while first > low and (words[first - 1][:1].isupper() or words[first - 1] in _JOINERS):
        first -= 1
    while first < end and (words[first].lower() in _TITLES | _NO_NAMES or not words[first][:1].isupper()):
        first += 1
    return (first, end) if first < end else None


def _goes_on(words: list[str], at: int, high: int, inner: list[tuple[int, int]]) -> bool:
    """Tell whether a name goes on behind "of" or "'s": of an institution, or where what stands there is nobody."""
    if words[at] == "'s":
        owns = any(one[1] in (at, at + 1) for one in inner)
        return at + 1 < high and words[at + 1][:1].isupper() and not owns
    behind = at + 1 + (words[at + 1 : at + 2] == ["the"])
    if words[at] != "of" or behind >= high:
        return False
    is_body = words[at - 1].lower() in ("ministry", "department", "university", "bank", "republic", "house", "court")
    is_named = words[at - 1][:1].isupper() and words[behind][:1].isupper()
    return is_body or (is_named and not any(one[0] in (at + 1, behind) for one in inner))
