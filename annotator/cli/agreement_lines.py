"""Agreement as the command prints it: a line a document, and a block for every two annotators over all of them."""

from collections.abc import Iterable, Iterator
from typing import Any

from annotator.services.agreement.measure_table import WITHIN, measure, number
from annotator.services.agreement.measured_rows import (
    MeasuredRow,
    rows_of_all,
    rows_of_mean,
    rows_of_opinions,
    rows_of_pair,
)

_BRIEF = {"exact_f1": "F1 exact", "relaxed_f1": "relaxed", "alpha_u": "αU", "gamma": "γ"}
"""What stands in one line for a document, and how it is called there."""


def agreement_lines(agreement: dict[str, Any]) -> Iterator[str]:
    """Give the lines of what ``agreement_json`` made."""
    for document in agreement["documents"]:
        for pair in document["pairs"]:
            n = f"n = {pair['n']['exact_f1']:,}"
            yield f"{document['name']}  {pair['a']} – {pair['b']}  {_brief(pair)}  {n}"
    overall = agreement["overall"]
    for pair in overall["pairs"]:
        yield ""
        yield f"{pair['a']} – {pair['b']}, {pair['documents']:,} documents"
        yield from _block(rows_of_pair(pair))
        if pair["intervals_reason"]:
            yield f"  {pair['intervals_reason']}"
        if pair["intervals_within"]:
            yield f"  {WITHIN}"
    if len(overall["pairs"]) > 1:
        yield from _of_several(agreement)
    if overall["opinions"]:
        yield ""
        yield "opinions in review"
        yield from _block(rows_of_opinions(overall["opinions"]))


def _of_several(agreement: dict[str, Any]) -> Iterator[str]:
    overall = agreement["overall"]
    yield ""
    yield f"means over {len(overall['pairs']):,} pairs"
    yield from _block(rows_of_mean(overall))
    yield ""
    yield f"all annotators at once, {len(agreement['documents']):,} documents"
    yield from _block(rows_of_all(overall["all_annotators"]))


def _brief(pair: dict[str, Any]) -> str:
    return "  ".join(f"{words} {number(measure(key).found_in(pair))}" for key, words in _BRIEF.items())


def _block(rows: Iterable[MeasuredRow]) -> Iterator[str]:
    for row in rows:
        yield f"  {row.line:<44}{row.shown:<10} n = {row.n:,} {row.counted}{_ends(row)}"
        if row.caveat:
            yield f"    {row.caveat}"


def _ends(row: MeasuredRow) -> str:
    named = (("over documents", row.between), ("over annotations", row.within))
    return "".join(f"   95 % {words} {row.ends(ends)}" for words, ends in named if ends)
