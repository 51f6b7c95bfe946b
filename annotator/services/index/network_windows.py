"""A folder's network through time: its windows, and the network of each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import sqrt
from typing import Any, Final

import numpy as np

from annotator.model.networks.discourse_network import (
    ONE_MODE,
    Counts,
    one_mode,
    two_mode,
)
from annotator.model.networks.relation_graph import (
    RelationGraph,
)
from annotator.model.networks.statements import (
    Statement,
)
from annotator.model.networks.time_windows import STATEMENTS, WindowSeries
from annotator.services.charting.discourse import WindowCount
from annotator.services.index.countable import on_one_day
from annotator.services.index.days import NO_DAY, OPEN_END, OPEN_START, date_of, day_numbers, months_of
from annotator.services.index.digest import STANCES
from annotator.services.index.networks import FolderNetwork, network_among
from annotator.services.index.statement_rows import Ints


def window_counts(network: FolderNetwork) -> list[WindowCount]:
    """Give the windows of a network that moves through time, with how many statements and edges each has."""
    return [
        WindowCount(day, len(statements), len(graph.source) if isinstance(graph, FolderNetwork) else len(graph.edges))
        for day, statements, graph in _windows(network)
    ]


def network_at(network: FolderNetwork, day: str) -> RelationGraph:
    """Give the network of the window with a centre (``WindowCount.day``): its edges, and the nodes of the whole."""
    for centre, places, weights in window_places(network):
        if centre == day:
            graph = network_of_window(network, places, weights)
            edges = graph.graph().edges if isinstance(graph, FolderNetwork) else graph.edges
            return RelationGraph(network.graph(np.empty(0, np.intp)).nodes, dict(edges), (day,))
    return RelationGraph({}, {})


def _windows(network: FolderNetwork) -> Any:
    for centre, places, weights in window_places(network):
        yield centre, places, network_of_window(network, places, weights)


def network_of_window(network: FolderNetwork, places: Ints, weights: Sequence[float]) -> FolderNetwork | RelationGraph:
    """Give the network of the statements in a window: without a kernel as numbers, else by the model."""
    options = network.options
    part = network.statements.at(places)
    if options.kernel == "uniform":
        return network_among(part, network.found, options, Counter())
    kept = [sqrt(weight) for weight in weights] if options.pair_weight != "product" else weights
    counts = Counts(_as_statements(network, places), kept)
    if options.network == ONE_MODE:
        return one_mode(counts, options.aggregate, options.normalise, options.statements.rows)
    return two_mode(counts, options.aggregate, options.normalise)


def _as_statements(network: FolderNetwork, places: Ints) -> list[Statement]:
    found = network.statements
    rows = dict(zip(network.row_numbers.tolist(), network.rows, strict=True))
    columns = {number: network.found.topics.units.of(number)
               for number in np.unique(found.topics.counted[places]).tolist()}  # fmt: skip
    return [
        Statement(
            rows[int(found.actors.counted[at])],
            columns[int(found.topics.counted[at])],
            STANCES[int(found.stance[at])],
            str(int(found.files[at])),
            str(date_of(int(found.first[at])) or ""),
            str(int(found.rows[at])),
        )
        for at in places.tolist()
    ]


def window_places(network: FolderNetwork) -> Any:
    """Give the windows: the day of each, the places of its statements, and what these weigh."""
    options, found = network.options, network.statements
    whole = np.arange(len(found))
    dated = _as_statements(network, whole) if options.unit == STATEMENTS or options.kernel != "uniform" else None
    ends = tuple(_end(text, which) for which, text in enumerate((options.counting.start, options.counting.end)))
    numbers = {id(one): place for place, one in enumerate(dated)} if dated else {}
    if dated is not None:
        for window in WindowSeries(dated, options.window, options.kernel, (ends[0], ends[1]), options.unit):
            places = np.array([numbers[id(one)] for one in window.statements], np.int64)
            yield window.centre.isoformat(), places, list(window.weights)
        return
    yield from _plain_windows(network, ends)


def _end(text: str, which: int) -> Any:
    number = day_numbers(text)[which]
    return None if number in (NO_DAY, OPEN_START, OPEN_END) else date_of(number)


def _plain_windows(network: FolderNetwork, ends: tuple[Any, ...]) -> Any:
    """Give windows without a kernel: which statements lie in each is looked up in their sorted days."""
    options, found = network.options, network.statements
    dated = np.flatnonzero(on_one_day(found))
    if not len(dated):
        return
    dated = dated[np.argsort(found.first[dated], kind="stable")]
    unit = _UNITS[options.unit]
    numbers = unit(found.first[dated])
    first = int(unit(np.array([ends[0].toordinal() - 1]))[0]) + 1 if ends[0] else int(numbers[0])
    last = int(unit(np.array([ends[1].toordinal() + 1]))[0]) - 1 if ends[1] else int(numbers[-1])
    half = options.window // 2
    centres = range(first + half, last - half + 1)
    low = np.searchsorted(numbers, np.arange(first, last - 2 * half + 1), "left")
    high = np.searchsorted(numbers, np.arange(first + 2 * half, last + 1), "right")
    for at, centre in enumerate(centres):
        places = dated[low[at] : high[at]]
        yield _day_of(options.unit, centre), places, ()


_UNITS: Final[Mapping[str, Callable[[Ints], Ints]]] = {
    "days": lambda numbers: numbers,
    "weeks": lambda numbers: (numbers - 1) // 7,
    "months": months_of,
    "years": lambda numbers: months_of(numbers) // 12,
}


def _day_of(unit: str, number: int) -> str:
    """Give the first day of a unit."""
    if unit == "days":
        return date.fromordinal(number).isoformat()
    if unit == "weeks":
        return date.fromordinal(number * 7 + 1).isoformat()
    year, month = divmod(number, 12) if unit == "months" else (number, 0)
    return date(year, month + 1, 1).isoformat()
