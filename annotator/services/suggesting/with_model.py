"""Suggesters with a model that can be asked besides the usual ones: found without loading any model."""

from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Final, NamedTuple

from annotator.services.suggesting.suggesters import is_own, suggester, suggester_names

PARSER: Final = "spacy"
_PIPELINES: Final = "spacy_models"
"""The group of entry points by which spaCy finds its pipelines."""


class WithModel(NamedTuple):
    """A suggester that is asked where it is chosen: ``key`` is what the settings keep, ``title`` is for lists."""

    key: str
    title: str


def with_model() -> list[WithModel]:
    """Give those that are installed: each pipeline of spaCy, and the suggesters of other packages that need a model.

    It imports these packages: not for the thread of a window.
    """
    found = [WithModel(f"{PARSER} {name}", f"spaCy: {name}") for name in pipelines()]
    added = [suggester(name) for name in suggester_names() if name != PARSER and not is_own(name)]
    return found + [WithModel(one.name, str(one.title)) for one in added if one.needs_model]


def pipelines() -> list[str]:
    """Give the names of the installed pipelines of spaCy."""
    return sorted({point.name for point in entry_points(group=_PIPELINES)}) if find_spec(PARSER) else []


def suggester_of(key: str) -> str:
    """Give the name of the suggester that a choice asks, "" where nobody is chosen."""
    return key.partition(" ")[0]


def pipeline_of(key: str) -> str:
    """Give the pipeline that a choice asks spaCy for, "" for any."""
    return key.partition(" ")[2]
