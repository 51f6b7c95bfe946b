"""Agreement as the command prints it: a line a document, and a block for every two annotators over all of them."""

from collections.abc import Iterator
from typing import Any

from annotator.services.agreement.measure_table import measure, measures, number

_BRIEF = {"exact_f1": "F1 exact", "relaxed_f1": "relaxed", "alpha_u": "αU", "gamma": "γ"}
"""What stands in one line for a document, and how it is called there."""


def agreement_lines(agreement: dict[str, Any]) -> Iterator[str]:
    """Give the lines of what ``agreement_json`` made."""
    for document in agreement["documents"]:
        for pair in document["pairs"]:
            yield f"{document['name']}  {pair['a']} – {pair['b']}  {_brief(pair)}"
    overall = agreement["overall"]
    for pair in overall["pairs"]:
        yield ""
        yield f"{pair['a']} – {pair['b']}, {pair['documents']:,} documents"
        for name, value in _of_pair(pair):
            yield f"  {name:<44}{value}"
        if pair["intervals_reason"]:
            yield f"  {pair['intervals_reason']}"
    if len(overall["pairs"]) > 1:
        yield from _of_several(agreement)


def _of_several(agreement: dict[str, Any]) -> Iterator[str]:
    overall = agreement["overall"]
    yield ""
    yield f"mean of {len(overall['pairs']):,} pairs  {_brief(overall)}"
    yield f"standard deviation over pairs  F1 exact {number(overall['exact']['deviation'])}"
    together = overall["all_annotators"]
    yield ""
    yield f"all annotators at once, {len(agreement['documents']):,} documents"
    for one in (each for each in measures() if each.of_all):
        yield f"  {one.line:<44}{number(together[one.key])}{_interval(together, one.key)}"
    if not together["gamma_is_proved"]:
        yield "  γ rests on an alignment that was searched for and may not be quite the best"


def _brief(pair: dict[str, Any]) -> str:
    return "  ".join(f"{words} {number(measure(key).found_in(pair))}" for key, words in _BRIEF.items())


def _of_pair(pair: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for one in measures():
        yield one.line, one.shown(one.found_in(pair)) + _interval(pair, one.key)
        if one.nested:
            yield from ((f"  of type {name}", number(value)) for name, value in pair[one.nested]["by_type"].items())
    for name, measured in pair["fields"].items():
        share = "" if measured["percent"] is None else f", {measured['percent']:.0f} % the same"
        yield f"α of {name} in aligned annotations", f"{number(measured['alpha'])}{share}, n = {measured['n']:,}"


def _interval(values: dict[str, Any], key: str) -> str:
    ends = (values["intervals"] or {}).get(key)
    return f"   95 % over documents {ends[0]:.3f} to {ends[1]:.3f}" if ends else ""
