"""What narrows the chart, each as a button above it that takes it back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotator.services.charting.chart_filters import DEFAULT_KINDS, ChartFilters
from annotator.ui.toolkit.words_on_screen import ENTITY_TYPE_WORDS

_USUAL = ChartFilters()
_KINDS = {
    "agreement": "agreements",
    "claim": "claims",
    "position": "positions",
    "co-mention": "in one sentence",
    "membership": "memberships",
}


def filters_in_words(filters: ChartFilters) -> Iterator[tuple[str, ChartFilters]]:
    """Give each choice that is not the usual one in words, with the filters as they are without it."""
    for kind in sorted(filters.kinds ^ DEFAULT_KINDS):
        words = f"no {_KINDS[kind]}" if kind in DEFAULT_KINDS else _KINDS[kind]
        yield words, replace(filters, kinds=filters.kinds ^ {kind})
    if filters.positions != _USUAL.positions:
        yield "positions of all", replace(filters, positions=_USUAL.positions)
    if filters.level != _USUAL.level:
        yield "as those they act for", replace(filters, level=_USUAL.level)
    for one in sorted(filters.entity_types):
        words = f"only {ENTITY_TYPE_WORDS.get(one, one)}"
        yield words, replace(filters, entity_types=filters.entity_types - {one})
    for field in ("topics", "stances", "statuses"):
        for one in sorted(getattr(filters.narrowed, field)):
            yield f"only {one}", _narrowed(filters, field, getattr(filters.narrowed, field) - {one})
    for field, word in (("start", "from"), ("end", "to")):
        if day := getattr(filters.narrowed, field):
            yield f"{word} {day}", _narrowed(filters, field, "")


def _narrowed(filters: ChartFilters, field: str, value: Any) -> ChartFilters:
    return replace(filters, narrowed=replace(filters.narrowed, **{field: value}))
