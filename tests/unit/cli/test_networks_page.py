"""docs/networks.md explains every choice of ``annotator chart``: one that is added there has to be added here."""

import argparse
import re

import pytest

from annotator.cli.arguments import make_parser
from annotator.formats.networks.graph_values import COMMUNITY, EDGE_KEYS, NODE_KEYS
from annotator.model.networks.annotation_filter import IMPRECISE, NO_DATE, OUTSIDE
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS, ONE_MODE, TWO_MODE
from annotator.model.networks.relation_graph import EDGE_KINDS
from annotator.model.networks.statements import NOT_STANDING, VARIABLES
from annotator.model.networks.time_windows import KERNELS, WINDOW_UNITS
from annotator.services.charting.discourse import PAIR_WEIGHTS
from annotator.services.exporting.chart_endings import PICTURES, TABLES
from tests.places import ROOT

PAGE = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
FLAT = " ".join(PAGE.split())


def _options() -> list[argparse.Action]:
    (commands,) = (action for action in make_parser()._actions if isinstance(action, argparse._SubParsersAction))
    return [action for action in commands.choices["chart"]._actions if action.option_strings and action.dest != "help"]


def _row(option: str) -> str:
    """Give what the table of options says of one."""
    found = re.search(rf"^\| [^|]*`{option}`[^|]* \|(.*)\|$", PAGE.split("## Options")[1], re.MULTILINE)
    assert found, f"{option} has no row in docs/networks.md"
    return found[1]


@pytest.mark.parametrize("option", _options(), ids=lambda action: str(action.option_strings[-1]))
def test_every_option_is_explained_with_each_of_its_choices(option: argparse.Action) -> None:
    row = _row(option.option_strings[-1])
    assert len(row.split()) > 3
    missing = [choice for choice in option.choices or () if f"`{choice}`" not in row]
    assert not missing


def test_every_ending_kind_attribute_and_reason_is_named() -> None:
    for word in (*PICTURES, *TABLES, *EDGE_KINDS, *EDGE_KEYS, *NODE_KEYS, *COMMUNITY, *KERNELS, *WINDOW_UNITS):
        assert f"`{word}`" in FLAT
    for reason in (
        "without a speaker",
        "without a topic",
        "without a stance",
        "mixed",
        NOT_STANDING,
        NO_DATE,
        IMPRECISE,
        OUTSIDE,
        "counted before",
    ):
        assert f"*{reason}*" in FLAT


def test_the_command_offers_what_the_networks_know() -> None:
    choices = {option.dest: tuple(option.choices or ()) for option in _options()}
    assert choices["rows"] == choices["columns"] == VARIABLES
    assert (choices["unit"], choices["pair_weight"], choices["kernel"]) == (WINDOW_UNITS, PAIR_WEIGHTS, tuple(KERNELS))


@pytest.mark.parametrize("mode", [ONE_MODE, TWO_MODE])
def test_every_formula_stands_under_its_network(mode: str) -> None:
    section = PAGE.split(f"(`{mode}`)")[1].split("###")[0]
    for word in (*AGGREGATES[mode], *NORMALISATIONS[mode]):
        assert word == "none" or re.search(rf"^\| `{word}` \||`--normalise {word}`", section, re.MULTILINE)
