"""What narrows the chart, each as a button above it that takes it back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from annotator.model.networks.relation_graph import NodeKey, RelationGraph
from annotator.services.charting.chart_filters import DEFAULT_KINDS, ChartFilters
from annotator.ui.chart.folds import Folds
from annotator.ui.toolkit.chips import Chip
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


def fold_chips(
    folds: Folds, graph: RelationGraph, fold: Callable[[NodeKey], object], show_whole: Callable[[bool], object]
) -> Iterator[Chip]:
    """Give what is folded, each with what lets it out again."""
    for key in folds.groups:
        yield Chip(f"{graph.nodes[key].label if key in graph.nodes else key[1]} folded", partial(fold, key))
    if folds.last.folded or folds.last.left_out:
        yield Chip(f"{folds.last.folded:,} folded, {folds.last.left_out:,} left out", partial(show_whole, True))
    elif folds.whole:
        yield Chip("all nodes", partial(show_whole, False))


def _narrowed(filters: ChartFilters, field: str, value: Any) -> ChartFilters:
    return replace(filters, narrowed=replace(filters.narrowed, **{field: value}))
