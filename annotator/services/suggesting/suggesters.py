"""Which suggesters there are: those of the program, and those that other packages add; a broken one stops none."""

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Final, NamedTuple, cast

from annotator.services.suggesting.checks import faults
from annotator.services.suggesting.protocol import Suggester, SuggesterError

GROUP: Final = "annotator.suggesters.v1"
# By name, so that asking for one loads no other.
_OWN: Final = {
    "rules": "annotator.services.suggesting.rules:RULES",
    "folder": "annotator.services.suggesting.folder_names:FOLDER",
    "spacy": "annotator.services.suggesting.universal:SPACY",
}
USUAL: Final = ("rules", "folder")
"""Those of the program that need no model."""


def suggester_names() -> list[str]:
    """Give the names of all suggesters that can be asked, the program's own first."""
    return [*_OWN, *(name for name in _points() if _added(name).suggester)]


def usual_suggesters() -> list[str]:
    """Give the names of those that are asked where none is named: all that are there and need no model."""
    added = (name for name in _points() if (one := _added(name).suggester) and not one.needs_model)
    return [*USUAL, *added]


def suggester(name: str) -> Suggester:
    """Give a suggester by its name. Raises SuggesterError."""
    if name in _OWN:
        module, _colon, attribute = _OWN[name].partition(":")
        return cast("Suggester", getattr(import_module(module), attribute))
    added = _added(name)
    if added.suggester:
        return added.suggester
    if added.fault:
        raise SuggesterError(f"The suggester “{name}” of another package cannot be loaded ({added.fault}).")
    raise SuggesterError(f"There is no suggester “{name}”. Those there are: {', '.join(suggester_names())}.")


def is_own(name: str) -> bool:
    """Tell whether a suggester is of this program and needs no process of its own."""
    return name in USUAL


def broken_suggesters() -> dict[str, str]:
    """Give the suggesters of other packages that cannot be used, each with what is wrong with it."""
    return {name: why for name in _points() if (why := _added(name).fault)}


class _Added(NamedTuple):
    suggester: Suggester | None = None
    fault: str = ""


@cache
def _points() -> dict[str, EntryPoint]:
    found: dict[str, EntryPoint] = {}
    for point in sorted(entry_points(group=GROUP)):
        name = point.name if point.name not in found else f"{point.name} ({point.value})"
        found[name] = point
    return dict(sorted(found.items()))


@cache
def _added(name: str) -> _Added:
    point = _points().get(name)
    if point is None:
        return _Added()
    if point.name in _OWN:
        return _Added(fault="it has the name of a suggester of this program")
    if point.name != name:
        return _Added(fault="another package has a suggester of this name")
    try:
        given = point.load()
        wrong = next(faults(given, name), "")
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a package of somebody else may raise anything
        return _Added(fault=f"{type(error).__name__}: {error}")
    return _Added(fault=f"it {wrong}") if wrong else _Added(given)
