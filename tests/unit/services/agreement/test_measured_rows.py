"""What stands beside a value: what it rests on, in how many pairs it is defined, and what to mind."""

from pathlib import Path

import pytest

from annotator.model.layer import Layer
from annotator.services.agreement.agreement import DocumentAgreement, document_agreement
from annotator.services.agreement.agreement_json import agreement_json
from annotator.services.agreement.agreement_table import COLUMNS, agreement_rows
from annotator.services.agreement.compare_files import CompareOptions, compare_all
from annotator.services.agreement.measured_rows import rows_of_all, rows_of_mean, rows_of_pair
from annotator.services.agreement.measures.categories import CODES, TYPES, categorised, self_overlaps
from annotator.services.agreement.report import report_html
from annotator.services.folder.find_files import find_sidecars
from annotator.services.settling.calibration import OpinionCounts, calibration
from tests.unit.colleagues import layer, marked
from tests.unit.services.settling.test_majority import claim, several
from tests.unit.services.settling.test_review_progress import adjudicate, three


def compared(*layers: Layer, length: int = 100, categories: str = TYPES) -> DocumentAgreement:
    named = {f"{number}": one for number, one in enumerate(layers)}
    return document_agreement("x", named, length, categories=categories)


def test_overlap_of_one_annotator_and_empty_text_are_said_beside_what_they_hide() -> None:
    """αU, α and κ read 1.000 beside F1 0.667: an annotation within another of the same type is not seen by them."""
    one = layer([marked("a", "claim", (10, 40)), marked("b", "claim", (15, 20))])
    other = layer([marked("a", "claim", (10, 40))])
    (pair,) = agreement_json([compared(one, other)])["overall"]["pairs"]
    rows = {row.key: row for row in rows_of_pair(pair) if not row.part}
    assert (rows["alpha_u"].shown, rows["kappa"].shown, rows["exact_f1"].shown) == ("1.000", "1.000", "0.667")
    for key in ("alpha_u", "alpha_nominal", "kappa", "pi"):
        assert "2 of 3 annotations overlap another of the same annotator" in rows[key].caveat
    assert "70% of the text is unannotated" in rows["kappa"].caveat
    assert "unannotated" not in rows["alpha_u"].caveat
    assert rows["gamma"].caveat == rows["exact_f1"].caveat == ""
    assert (rows["exact_f1"].n, rows["kappa"].n, rows["kappa"].counted) == (3, 100, "characters")


def test_overlaps_are_of_one_category_and_one_annotation_does_not_overlap_itself() -> None:
    found = [
        marked("a", "claim", (0, 10), (12, 20)), marked("b", "actor", (0, 5)), marked("c", "claim", (20, 30)),
        marked("d", "claim", (22, 24)), marked("e", "claim", (25, 26)),
    ]  # fmt: skip
    assert self_overlaps(found) == 3
    assert self_overlaps(found[:3]) == 0
    assert self_overlaps([marked("a", "claim", (0, 10), (5, 20))]) == 0


def test_a_mean_says_of_how_many_pairs_it_is() -> None:
    made = [layer([claim(stance="agree")]), layer([claim(stance="agree")]), layer([marked("a1", "actor", (50, 60))])]
    overall = agreement_json([compared(*made)])["overall"]
    rows = {(row.key, row.of): row for row in rows_of_mean(overall)}
    assert rows["exact_f1", ""].caveat == ""
    assert rows["field_percent", "stance"].caveat == "Mean over 1 of 3 pairs; it is undefined for 2."
    assert (rows["field_percent", "stance"].shown, rows["field_percent", "stance"].n) == ("100 %", 1)
    assert rows["tuples_f1", ""].caveat == "Mean over 0 of 3 pairs; it is undefined for 3."
    assert overall["exact"]["defined_by_type"] == {"actor": 2, "claim": 3}
    assert overall["exact"]["n_by_type"] == {"actor": 2, "claim": 4}
    assert {row.key for row in rows_of_all(overall["all_annotators"])} == {"alpha_u", "gamma", "alpha_nominal"}


def test_codes_are_told_apart_where_they_are_asked_for() -> None:
    """Imported entity types lie on actors as codes: PER and LOC are one category unless codes are asked for."""
    one = layer([marked("a", "actor", (10, 20), codes=("PER",)), marked("b", "actor", (50, 60))])
    other = layer([marked("a", "actor", (10, 20), codes=("LOC",)), marked("b", "actor", (50, 60))])
    keys = ("alpha_u", "gamma", "alpha_nominal", "kappa", "pi")
    whole, fine = (compared(one, other, categories=categories) for categories in (TYPES, CODES))
    types, codes = (agreement_json([found])["overall"]["pairs"][0] for found in (whole, fine))
    assert [types[key] for key in keys] == pytest.approx([1] * 5)
    assert all(codes[key] < 0.8 for key in keys)
    assert fine.together.alpha_nominal == pytest.approx(codes["alpha_nominal"])
    assert fine.pairs[0].characters == {("", ""): 80, ("actor/PER", "actor/LOC"): 10, ("actor", "actor"): 10}
    several_codes = categorised([marked("a", "actor", (0, 1), codes=("b", "a"))], CODES)
    assert [annotation.type for annotation in several_codes] == ["actor/a + b"]
    assert (types["exact"], types["relaxed"]) == (codes["exact"], codes["relaxed"])


def test_few_documents_have_intervals_over_annotations() -> None:
    def made(who: str, shift: int) -> Layer:
        stances = ("agree", "disagree")
        return layer(
            [
                marked(
                    f"a{n}", "claim", (n * 20, n * 20 + 10 + shift * (n % 4 == 0)), stance=stances[n % (2 + shift) % 2]
                )
                for n in range(40)
            ],
            who,
        )

    document = compared(made("a", 0), made("b", 1), length=1000)
    (pair,) = agreement_json([document])["overall"]["pairs"]
    low, high = pair["intervals_within"]["exact_f1"]
    assert low < pair["exact"]["f1"] == 0.75 < high
    assert pair["intervals"] is None
    assert pair["intervals_within"]["relaxed_f1"] is None, "nothing differs"
    for part in ("alpha", "percent"):
        low, high = pair["intervals_within"]["fields"]["stance"][part]
        assert low < pair["fields"]["stance"][part] < high
    shown = {row.key: row.ends(row.within) for row in rows_of_pair(pair) if row.within}
    assert shown["field_percent"].endswith(" %")
    few = compared(layer([claim()]), layer([claim()]))
    assert agreement_json([few])["overall"]["pairs"][0]["intervals_within"]["exact_f1"] is None
    assert agreement_json([document] * 10)["overall"]["pairs"][0]["intervals_within"] is None


def test_whose_opinions_a_review_took_is_counted_and_exported(tmp_path: Path) -> None:
    bench = several([claim(stance="agree")], [claim(stance="agree")], [claim(stance="mixed")], [])
    bench.settle(bench.number("stance"), "cleo")
    counts = calibration(bench.review)
    assert counts["anna"] == counts["bert"] == OpinionCounts(differences=2, decided=1)
    assert counts["cleo"] == OpinionCounts(differences=2, alone=1, decided=1, accepted=1)
    assert counts["dora"] == OpinionCounts(differences=1, alone=1)
    assert (counts["cleo"].share, counts["dora"].share) == (1, None)
    adjudicate(three(tmp_path))
    comparison = compare_all(find_sidecars([str(tmp_path)]).sidecars, CompareOptions(listed=True))
    agreement = agreement_json(comparison.agreements)
    assert agreement["overall"]["opinions"] == agreement["documents"][0]["opinions"]
    by_name = {found["annotator"]: (found["share"], found["alone"]) for found in agreement["overall"]["opinions"]}
    assert by_name == {"anna": (1, 0), "bert": (1, 0), "cleo": (0, 1)}
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in agreement_rows(agreement)]
    (taken,) = [row for row in rows if (row["measure"], row["of"]) == ("opinion_taken", "cleo") and row["a"] == ""][1:]
    assert (taken["value"], taken["n"]) == (0, 1)
    page = report_html(comparison, agreement).decode()
    assert "Opinions taken: cleo" in page
    assert "Adjudicated files are compared with --against" in page, "a file that is left out is named, with the reason"
