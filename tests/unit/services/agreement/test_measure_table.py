"""The table of measures is the one place: whatever shows measures shows what stands there, and the page explains it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from annotator.cli.agreement_lines import agreement_lines
from annotator.services.agreement import measure_table
from annotator.services.agreement.agreement_json import agreement_json
from annotator.services.agreement.agreement_table import EVERYBODY, OVERALL, agreement_rows
from annotator.services.agreement.compare_files import CompareOptions, Comparison, compare_all
from annotator.services.agreement.measure_table import Measure, OfAll, measures
from annotator.services.agreement.measures.bootstrap import FEWEST
from annotator.services.agreement.measures.contents import FIELDS
from annotator.services.agreement.report import report_html
from annotator.services.folder.find_files import find_sidecars
from tests.places import ROOT
from tests.unit.making import annotated

PAGE = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")


@pytest.fixture
def comparison(tmp_path: Path) -> Comparison:
    for who in ("abe", "lrossi", "mkato"):
        annotated(tmp_path, annotator=who)
    return compare_all(find_sidecars([str(tmp_path)]).sidecars, CompareOptions(unfinished=True))


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Measure:
    """A measure that is added to the table, and nowhere else."""
    between = lambda _documents: (0.111, 0.222)  # noqa: E731
    of_all = OfAll(lambda _together: 0.75, between)
    odd = Measure("odd_one", "Odd one", "the odd one", "What odd means.", "Never.", lambda _pair: 0.25, between,
                  of_all=of_all)  # fmt: skip
    monkeypatch.setattr(measure_table, "TABLE", (*measure_table.TABLE, odd))
    return odd


def test_a_measure_that_is_added_appears_wherever_measures_are_shown(comparison: Comparison, odd: Measure) -> None:
    agreement = agreement_json(comparison.agreements)
    (document,) = agreement["documents"]
    assert [pair["odd_one"] for pair in (*document["pairs"], *agreement["overall"]["pairs"])] == [0.25] * 6
    assert agreement["overall"]["odd_one"] == 0.25
    assert agreement["overall"]["pairs"][0]["intervals"] is None
    agreement = agreement_json(comparison.agreements * FEWEST)
    assert agreement["overall"]["pairs"][0]["intervals"]["odd_one"] == (0.111, 0.222)
    for together in (document["all_annotators"], agreement["overall"]["all_annotators"]):
        assert together["odd_one"] == 0.75
    rows = {row[:5]: row[5:] for row in agreement_rows(agreement)}
    assert rows[OVERALL, "abe", "mkato", "odd_one", ""] == (0.25, 100, 0.111, 0.222, None, None, "")
    assert rows[OVERALL, EVERYBODY, "", "odd_one", ""] == (0.75, 150, 0.111, 0.222, None, None, "")
    lines = list(agreement_lines(agreement))
    assert [line.split()[:4] for line in lines if "odd" in line] == [
        *[["the", "odd", "one", "0.250"]] * 4, ["the", "odd", "one", "0.750"],
    ]  # fmt: skip
    page = report_html(comparison, agreement).decode()
    row = '<th scope="row">Odd one</th><td class="number">{}</td>'
    assert [page.count(row.format(value)) for value in ("0.250", "0.750")] == [4, 1]
    assert page.count("0.111 to 0.222") == 4


def test_every_measure_of_the_table_is_in_every_file_and_print(comparison: Comparison) -> None:
    agreement = agreement_json(comparison.agreements)
    page, lines = report_html(comparison, agreement).decode(), "\n".join(agreement_lines(agreement))
    whole = agreement["overall"]["pairs"][0]
    rows = {row[:5]: row[5] for row in agreement_rows(agreement)}
    for one in measures():
        assert rows[OVERALL, "abe", "lrossi", one.key, ""] == one.found_in(whole)
        assert one.name.replace("'", "&#39;") in page
        assert one.line in lines
        assert f">{whole['n'][one.key]:,} <span" in page
    assert len({one.key for one in measures()}) == len({one.name for one in measures()}) == len(measures())


def test_where_it_is_undefined_is_what_the_table_says(tmp_path: Path) -> None:
    values = _measured_of_nothing()
    for one in measures():
        # Nobody has marked anything: that is where the table says that every measure of agreement is undefined.
        assert (values[one.key] is None) == (one.key != "unannotated"), one.undefined
        assert one.undefined.startswith("Where ")
    assert measure_table.number(None) == measure_table.UNDEFINED


def test_the_page_has_a_section_for_every_measure_with_its_words_formula_and_source() -> None:
    sections = _sections()
    for one in measures():
        section = sections[f"{one.name} (`{one.key}`)"]
        _says(section, one.meaning, one.undefined)
    _says(sections["Fields (`field_alpha`, `field_percent`)"], *FIELDS)
    assert not [title for title, section in sections.items() if "`" in title and "**Formula**" not in section]
    named = {key for title in sections for key in re.findall(r"`(\w+)`", title)}
    assert named - {"field_alpha", "field_percent"} == {one.key for one in measures()}


def test_a_measure_that_the_page_forgets_is_noticed(odd: Measure) -> None:
    with pytest.raises(KeyError, match="odd_one"):
        test_the_page_has_a_section_for_every_measure_with_its_words_formula_and_source()


def _sections() -> dict[str, str]:
    parts = re.split(r"^### (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _says(section: str, *sentences: str) -> None:
    flat = " ".join(section.split())
    for sentence in sentences:
        assert sentence in flat
    for head in ("**Formula**", "**Undefined**", "**Source**"):
        assert head in flat


def _measured_of_nothing() -> dict[str, Any]:
    from annotator.services.agreement.agreement import PairAgreement
    from annotator.services.agreement.measures.characters import character_table

    nothing: Sequence[Any] = ()
    pair = PairAgreement("a", "b", characters=character_table(nothing, nothing, 10))
    return {one.key: one.value(pair) for one in measures()}
