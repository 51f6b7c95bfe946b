"""What does not make sense in a file: each finding with its place, and the quick check that agrees with the slow."""

import re
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.quick_checks import is_valid
from annotator.formats.sidecar.sidecar_checks import check_meaning, check_name, check_quotes, check_text
from annotator.model import vocabulary
from annotator.model.annotation import Role
from annotator.model.decision import Decision
from annotator.model.document import DocumentInfo, text_sha256
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.link import Link
from annotator.model.span import Span
from tests.unit.colleagues import Entity, Topic, layer, marked

TEXT = "Mori said Bianchi agreed."


def made() -> Layer:
    """A layer with one record of everything, in which nothing is wrong."""
    actor = marked("a1", "actor", (0, 4), entities=("e1",), quote=("Mori",))
    claim = marked(
        "a2", "claim", (0, 4), (10, 17), quote=("Mori", "Bianchi"), speakers=(Role("e1", "a1", acts_for="e2"),),
        targets=(Role("e2", attitude="critical"),), topic="t1", stance="agree", date="2022-04", certainty="likely",
    )  # fmt: skip
    agreement = marked(
        "a3", "agreement", (18, 24), quote=("agreed",), parties=(Role("e1"), Role("e2")), status="signed"
    )
    whole = layer(
        [actor, claim, agreement],
        entities=[Entity("e1", "Mori", "person", member_of=("e2",)), Entity("e2", "Ostia", "state")],
        topics=[Topic("t1", "Peace", "t2"), Topic("t2", "Hope")],
        links=[Link("l1", "supports", "a2", "a3")],
    )
    whole.review["d"] = Decision("a2", "accepted", "adjudicated", "2026-01-01T00:00:00Z")
    whole.document = replace(
        whole.document, published="2022-04-12", reliability="B", text_sha256=text_sha256(TEXT), characters=len(TEXT)
    )
    return whole


def changed(table: str, key: str, **values: Any) -> Layer:
    whole = made()
    if table == "document":
        whole.document = replace(whole.document, **values)
        return whole
    records = getattr(whole, table)
    record = records[key]
    records[key] = record._replace(**values) if hasattr(record, "_replace") else replace(record, **values)
    return whole


FAULTS = [
    ("document", "", {"name": "../x"}, "document-name", "$.document.name"),
    ("document", "", {"reliability": "G"}, "unknown-value", "$.document.reliability"),
    ("document", "", {"state": "lost"}, "unknown-value", "$.document.state"),
    ("document", "", {"published": "yesterday"}, "date", "$.document.published"),
    ("entities", "e2", {"type": "planet"}, "unknown-value", "$.entities[1].type"),
    ("entities", "e1", {"member_of": ("e2", "e9")}, "unknown-entity", "$.entities[0].member_of[1]"),
    ("topics", "t2", {"broader": "t9"}, "unknown-topic", "$.topics[1].broader"),
    ("annotations", "a1", {"entities": ("e1", "e9")}, "unknown-entity", "a1: entities[1]"),
    ("annotations", "a1", {"origin": "heaven"}, "unknown-value", "a1: origin"),
    ("annotations", "a2", {"stance": "perhaps"}, "unknown-value", "a2: stance"),
    ("annotations", "a2", {"topic": "t9"}, "unknown-topic", "a2: topic"),
    ("annotations", "a2", {"date": "2022-02-30"}, "date", "a2: date"),
    ("annotations", "a2", {"speakers": (Role("e9"),)}, "unknown-entity", "a2: speakers[0].entity"),
    ("annotations", "a2", {"speakers": (Role("e1", "a9"),)}, "unknown-annotation", "a2: speakers[0].mention"),
    ("annotations", "a2", {"speakers": (Role("e1", "a3"),)}, "mention-type", "a2: speakers[0].mention"),
    ("annotations", "a2", {"speakers": (Role("e1", acts_for="e9"),)}, "unknown-entity", "a2: speakers[0].for"),
    ("annotations", "a2", {"via": (Role("e1"), Role("e9"))}, "unknown-entity", "a2: via[1].entity"),
    ("annotations", "a2", {"targets": (Role("e1", attitude="cold"),)}, "unknown-value", "a2: targets[0].attitude"),
    ("annotations", "a2", {"fragments": (Span(4, 4), Span(10, 17))}, "empty-fragment", "a2: fragments[0]"),
    ("annotations", "a2", {"fragments": (Span(10, 17), Span(0, 4))}, "fragment-order", "a2: fragments[1]"),
    ("annotations", "a2", {"fragments": (Span(0, 4), Span(3, 7))}, "fragment-order", "a2: fragments[1]"),
    ("annotations", "a3", {"status": "hoped for"}, "unknown-value", "a3: status"),
    ("annotations", "a3", {"parties": (Role("e1"), Role("e9"))}, "unknown-entity", "a3: parties[1].entity"),
    ("links", "l1", {"type": "likes"}, "unknown-value", "$.links[0].type"),
    ("links", "l1", {"source": "a9"}, "unknown-annotation", "$.links[0].from"),
    ("links", "l1", {"target": "a9"}, "unknown-annotation", "$.links[0].to"),
    ("review", "d", {"verdict": "shrugged"}, "unknown-value", "$.review[0].verdict"),
]  # fmt: skip


def test_nothing_is_wrong_where_nothing_is() -> None:
    assert is_valid(LayerColumns.of(made()))
    assert is_valid(LayerColumns.of(layer()))
    assert check_meaning(made()) == []
    with mock.patch("annotator.formats.sidecar.sidecar_checks.is_valid", return_value=False):
        assert check_meaning(made()) == []


@pytest.mark.parametrize(("table", "key", "values", "code", "path"), FAULTS)
def test_each_fault_is_found_where_it_is_by_the_quick_check_too(
    table: str, key: str, values: dict[str, Any], code: str, path: str
) -> None:
    whole = changed(table, key, **values)
    path = re.sub(r"a(\d): ", lambda match: f"$.annotations[{int(match[1]) - 1}].", path)
    assert not is_valid(LayerColumns.of(whole))
    assert [(finding.code, finding.path) for finding in check_meaning(whole)] == [(code, path)]
    assert all(finding.sentence.endswith(".") for finding in check_meaning(whole))


def test_every_value_that_is_known_may_be_used_in_one_file() -> None:
    stances = (*vocabulary.STANCES, None)
    whole = layer([marked(f"a{number}", "claim", (0, 4), stance=stance) for number, stance in enumerate(stances)])
    assert is_valid(LayerColumns.of(whole))


def test_fragments_that_touch_are_in_order() -> None:
    whole = changed("annotations", "a2", fragments=(Span(0, 4), Span(4, 9)))
    assert is_valid(LayerColumns.of(whole))


@pytest.mark.parametrize(
    ("fragments", "quote", "found"),
    [
        ((Span(0, 4),), ("Mori",), []),
        ((Span(18, 25),), ("agreed.",), []),
        ((Span(0, 4),), ("Mo\u00adri\u2060",), []),
        ((), ("lost",), []),
        ((), (), []),
        ((Span(0, 4),), ("mori",), [("quote-differs", "quote[0]", "The text at [0, 4) is “Mori”, not “mori”.")]),
        ((Span(0, 4), Span(10, 17)), ("Mori", "Rossi"), [
            ("quote-differs", "quote[1]", "The text at [10, 17) is “Bianchi”, not “Rossi”."),
        ]),
        ((Span(18, 26),), ("agreed.",), [
            ("outside-text", "fragments[0]", "[18, 26) lies outside the text, which has 25 characters."),
        ]),
        ((Span(-1, 4),), ("Mori",), [
            ("outside-text", "fragments[0]", "[-1, 4) lies outside the text, which has 25 characters."),
        ]),
        ((Span(4, 0),), ("",), [
            ("outside-text", "fragments[0]", "[4, 0) lies outside the text, which has 25 characters."),
        ]),
        ((Span(0, 4),), ("Mori", "more"), [("quote-count", "quote", "1 fragments have 2 quotes.")]),
        ((Span(0, 4), Span(10, 17)), ("Mori",), [("quote-count", "quote", "2 fragments have 1 quotes.")]),
    ],
)  # fmt: skip
def test_quotes_say_what_stands_in_the_text(
    fragments: tuple[Span, ...], quote: tuple[str, ...], found: list[tuple[str, str, str]]
) -> None:
    whole = layer([marked("a1", "actor", (5, 9), quote=("said",)), marked("a2", "actor", quote=quote)])
    whole.annotations["a2"] = whole.annotations["a2"]._replace(fragments=fragments)
    expected = [Finding(code, f"$.annotations[1].{path}", sentence) for code, path, sentence in found]
    assert check_quotes(whole, TEXT) == expected


def test_another_text_is_said_and_another_reader_is_named() -> None:
    whole = made()
    assert check_text(whole, TEXT) == []
    found = check_text(whole, f"{TEXT} ")
    assert [(finding.code, finding.path) for finding in found] == [("text-changed", "$.document.text_sha256")]
    assert found[0].sentence == "The document has another text than the one that was annotated."
    unknown = changed("document", "", text_sha256="")
    assert check_text(unknown, f"{TEXT} ") == []
    read = replace(whole.document, reader="html 2")
    for now, words in (
        (read, "The file is the same, but “html 2” reads another text in it than “plain 1” did."),
        (replace(read, bytes_sha256="0"), found[0].sentence),
        (whole.document, found[0].sentence),
    ):
        assert check_text(whole, "", now)[0].sentence == words


def test_a_name_agrees_with_what_the_file_says() -> None:
    whole = layer(who="mkato")
    assert check_name(whole, "talks.txt.mkato.ann.json") == []
    assert check_name(whole, "talks.json") == [
        Finding("file-name", "$", "“talks.json” is not named “<document>.<annotator>.ann.json”.")
    ]
    assert check_name(whole, "speech.txt.lrossi.ann.json") == [
        Finding("annotator-differs", "$.annotator.id", "The file is named for “lrossi”, its annotator is “mkato”."),
        Finding(
            "document-differs", "$.document.name", "The file is named for “speech.txt”, its document is “talks.txt”."
        ),
    ]
    whole.document = DocumentInfo("../talks.txt")
    assert check_name(whole, "speech.txt.mkato.ann.json") == []
