"""Lines of 50,000 signs, made to hold up a search: whatever reads or looks at text is done in a second."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time

import pytest

from annotator.formats.codebooks.authority_list import read_authority_list
from annotator.formats.documents.html_text import html_text
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.formats.languages.names import name_at
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentence_at, sentences
from annotator.formats.languages.words import next_word_border, tokens
from annotator.model.document import Document, DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.services.editing.occurrences import occurrences
from annotator.services.searching.find_in_text import find_in_text
from tests.unit.imports import bring

SIGNS = 50_000
SECONDS = 1.0
UNITS = (" ", "\t", "\n", "a", "A", "A ", "a ", ". ", "A. ", "Mr. ", "The ", "Minister ", "A von ", '"', "。", "漢",
         "-", "’s", ".”", "A.B.", "1 ", "\\", "[1", "|", ";1 1", "=", "a:b ", "<a ", " \t", "A-", "(")  # fmt: skip
LINES = {
    "brat": ("T1 ", "T1\tPER 0 4", "T1\tPER 0 4;", "E1\tA:T1", "R1\tA Arg1:T1", "*\tSame T1", "A1\tCode T1",
             "A1\tCode T1 x", "N1\tReference T1 W:1", "#1\tNote T1", ""),
    "webanno-tsv": ("#T_SP=", "#Text=", "1-1\t0-4\t", "1-1\t0-4\tMori\t", "1-", "1-1\t0-", ""),
    "doccano": ('{"text": "', '{"text": "a", "label": "'),
    "prodigy": ('{"text": "', '{"text": "a", "spans": "'),
    "jsonl": ('{"text": "', ""),
    "label-studio": ('[{"data": {"text": "', ""),
    "web-annotation": ('{"target": "', ""),
    "annotator": ('{"format": "', ""),
}  # fmt: skip
HEADS = {"webanno-tsv": "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n#Text=Mori\n"}
SUFFIX = {
    "brat": ".ann",
    "webanno-tsv": ".tsv",
    "web-annotation": ".jsonld",
    "label-studio": ".json",
    "annotator": ".ann.json",
}


def took(work: Callable[[], object]) -> float:
    """Give the seconds of the processor that something takes."""
    begun = process_time()
    work()
    return process_time() - begun


def line(unit: str) -> str:
    return unit * (SIGNS // len(unit))


def layer(text: str) -> Layer:
    info = DocumentInfo("a.txt", language="en", characters=len(text))
    return Layer(LayerHead(Annotator("a"), "", "", "", None), info)


def find_all(text: str, unit: str) -> object:
    return [find_in_text(text, words) for words in ("A a", "a a b", unit * 20, f"{unit}x")]


def guesses(text: str, _unit: str) -> object:
    return [guess_entity_type(text, language) for language in (None, "es")]


def around(text: str, _unit: str) -> object:
    middle = len(text) // 2
    for language in map(rules_of, ("en", "de", "ja")):
        for place in (0, middle, len(text)):
            name_at(text, place, language)
            sentence_at(text, place, language)
    return [next_word_border(text, middle, step, ends=ends) for step in (1, -1) for ends in (True, False)]


def everywhere(text: str, unit: str) -> object:
    return occurrences(Document(text, layer(text).document), layer(text), [Entity("e", unit * 20, "person")])


WORK: dict[str, Callable[[str, str], object]] = {
    "name and sentence": around,
    "sentences": lambda text, _unit: sentences(text, rules_of("en")),
    "tokens": lambda text, _unit: list(tokens(text)),
    "find": find_all,
    "occurrences": everywhere,
    "entity": guesses,
    "html": lambda text, _unit: html_text(f"<p>{text}x<b>{text}</b>"),
}


@pytest.mark.parametrize("name", WORK)
def test_no_line_holds_up_what_looks_at_text(name: str) -> None:
    units = UNITS[::4] if name in ("occurrences", "entity") else UNITS
    slow = {unit: seconds for unit in units if (seconds := took(partial(WORK[name], line(unit), unit))) > SECONDS}
    assert slow == {}


@pytest.mark.parametrize("name", LINES)
def test_no_line_holds_up_an_importer(tmp_path: Path, name: str) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text("Mori")
    slow = {}
    for unit in (unit for unit in UNITS if unit != "\n"):
        lines = [f"{begin}{line(unit)}{end}" for begin in LINES[name] for end in ("", "x")]
        (source / f"a{SUFFIX.get(name, '.jsonl')}").write_text(HEADS.get(name, "") + "\n".join(lines))
        if (seconds := took(lambda: bring(name, source, tmp_path / "out"))) > SECONDS:
            slow[unit] = seconds
    assert slow == {}


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.rdf"])
def test_no_line_holds_up_a_list_of_names(name: str) -> None:
    def read(data: bytes) -> None:
        with pytest.raises(FormatError):
            read_authority_list(data, name)

    for unit in UNITS:
        assert took(partial(read, f"{line(unit)}\n{line(unit)}".encode())) < SECONDS


def test_fifty_thousand_lines_of_one_id_or_of_none_take_no_longer(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_text("Mori")
    for number, lines in enumerate((["T1\tPER 0 4\tMori"] * 5_000, ["T1\tPER 0 4\tMori", *["goes on"] * SIGNS])):
        (source / "a.ann").write_text("\n".join(lines))
        assert took(partial(bring, "brat", source, tmp_path / f"out{number}")) < 4 * SECONDS
    tsv = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n" + "#Text=goes on\n" * SIGNS + "1-1\t0-4\tgoes\t_\n"
    (source / "a.tsv").write_text(tsv)
    assert took(lambda: bring("webanno-tsv", source, tmp_path / "tsv")) < 4 * SECONDS


def test_a_token_beyond_every_text_is_refused_and_no_gap_is_made_for_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|label\n\n#Text=Mori\n"
    for place in ("9999999999-9999999999", f"{'9' * 5000}-{'9' * 5000}", "-1-3"):
        (tmp_path / "in" / "a.tsv").write_text(f"{head}1-1\t{place}\tMori\tPER\n")
        summary = bring("webanno-tsv", tmp_path / "in", tmp_path / "out")
        said = [*summary.failed.values(), *(each for problems in summary.problems.values() for each in problems)]
        assert said
        assert not any("Error" in each for each in said)
