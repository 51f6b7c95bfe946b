"""Which statements of a folder count in a network, and why others do not."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from annotator.model.networks.annotation_filter import IMPRECISE, NO_DATE, OUTSIDE
from annotator.model.networks.statements import ALL, FOR, MIXED, SPEAKER, Counting
from annotator.services.index.days import NO_DAY, OPEN_END, OPEN_START, day_numbers, months_of
from annotator.services.index.digest import NONE
from annotator.services.index.network_cells import LEVEL_OF, MIXED_STANCE
from annotator.services.index.statement_rows import FolderStatements, Ints
from annotator.services.index.view import Mask

_FIRST_DAY, _LAST_DAY = 1, 3_652_059
_WORD: Final = {FOR: SPEAKER}


def countable(found: FolderStatements, counting: Counting) -> tuple[FolderStatements, Counter[str]]:
    """Leave out what ``model/networks/statements.countable`` leaves out, with the same reasons."""
    kept, left_out = np.ones(len(found), np.bool_), Counter[str]()

    def leave_out(which: Mask, reason: str) -> None:
        count = int((kept & which).sum())
        if count:
            left_out[reason] += count
            kept[which] = False

    for axis, variable in ((found.actors, counting.rows), (found.topics, counting.columns)):
        leave_out(axis.counted == NONE, f"without a{'n' * (variable == 'author')} {_WORD.get(variable, variable)}")
    if not counting.mixed:
        leave_out(found.stance == MIXED_STANCE, MIXED)
    leave_out(~np.isin(found.stance, [*LEVEL_OF, MIXED_STANCE]), "without a stance")
    for which, reason in _outside(found, counting):
        leave_out(which, reason)
    periods = _periods(found, counting.duplicates)
    undated = found.last == NO_DAY
    imprecise = periods == NONE
    if counting.daily:
        imprecise = imprecise | ~on_one_day(found)
    leave_out(imprecise & undated, NO_DATE)
    leave_out(imprecise, IMPRECISE)
    places = np.flatnonzero(kept)
    if counting.duplicates != ALL and len(places):
        stance = np.zeros(len(places), np.int64) if counting.ignore_stance else found.stance[places]
        units = (found.actors.counted[places] << 32) | found.topics.counted[places]
        order = np.lexsort((places, periods[places], stance, units))
        columns = [column[order] for column in (units, stance, periods[places])]
        same = np.logical_and.reduce([column[1:] == column[:-1] for column in columns])
        first = order[np.concatenate([[True], ~same])]
        if again := len(places) - len(first):
            left_out["counted before"] += again
        places = places[np.sort(first)]
    return found.at(places), left_out


def _outside(found: FolderStatements, counting: Counting) -> list[tuple[Mask, str]]:
    """Give what lies outside the time that counts, as ``why_not_in_time`` does."""
    if not (counting.start or counting.end):
        return []
    first, last = found.first, found.last
    low, high = day_numbers(counting.start)[0], day_numbers(counting.end)[1]
    no_low, no_high = low in (NO_DAY, OPEN_START), high in (NO_DAY, OPEN_END)
    undated = last == NO_DAY
    outside = np.zeros(len(found), np.bool_)
    inside = np.ones(len(found), np.bool_)
    if not no_low:
        outside |= (last != OPEN_END) & (last < low)
        inside &= (first != OPEN_START) & (first >= low)
    if not no_high:
        outside |= (first != OPEN_START) & (first > high)
        inside &= (last != OPEN_END) & (last <= high)
    if counting.possible:
        inside[:] = True
    return [(undated, NO_DATE), (outside, OUTSIDE), (~inside, IMPRECISE)]


def on_one_day(found: FolderStatements) -> Mask:
    """Tell of which statements the one day is known."""
    single: Mask = (found.first == found.last) & (found.first >= _FIRST_DAY) & (found.first <= _LAST_DAY)
    return single


def _periods(found: FolderStatements, duplicates: str) -> Ints:
    """Give the stretch in which a statement counts once, ``NONE`` where its date does not say."""
    if duplicates == "document":
        return found.view.document_order[found.files].astype(np.int64)
    if duplicates not in _STRETCHES:
        return np.zeros(len(found), np.int64)
    closed = (found.first > OPEN_START) & (found.last != OPEN_END) & (found.last != NO_DAY)
    first, last = np.where(closed, found.first, 1), np.where(closed, found.last, 1)
    number = _STRETCHES[duplicates]
    one, other = number(first), number(last)
    # What is counted from before the calendar may be below 0, as NONE is.
    return np.where(closed & (one == other), one - one.min(initial=0), NONE)


def _weeks(numbers: Ints) -> Ints:
    """Give weeks; days that Python's calendar does not reach stand for themselves."""
    inside = (numbers >= _FIRST_DAY) & (numbers <= _LAST_DAY)
    return np.where(inside, (numbers - 1) // 7, numbers * 7 + 2**40)


_STRETCHES: Final[Mapping[str, Callable[[Ints], Ints]]] = {
    "week": _weeks,
    "month": months_of,
    "year": lambda numbers: months_of(numbers) // 12,
}
