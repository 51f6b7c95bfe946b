"""Runs of capitals are cut into names: ends that belong to no name go, and two names are two."""

import pytest

from annotator.services.suggesting.capitals import Capitals
from annotator.services.suggesting.name_parts import NameParts
from annotator.services.suggesting.reading import Reading


@pytest.mark.parametrize(
    ("text", "run", "names"),
    [
        ("They met Wen Bao - bin there .", (2, 6), ["Wen Bao - bin"]),
        ("They met Wen Bao de la Mancha and Wen Bao de there .", (8, 11), ["Wen Bao"]),
        ("They met FBI Director Ben Ono .", (2, 6), ["FBI", "Ben Ono"]),
        ("Unlike Ann Ito he went .", (0, 3), ["Ann Ito"]),
        ("They met Ann Ito Monday .", (2, 5), ["Ann Ito"]),
    ],
)
def test_a_run_is_cut_into_names(text: str, run: tuple[int, int], names: list[str]) -> None:
    reading = Reading(text, "en")
    found = NameParts(Capitals(reading)).of(run)
    assert [" ".join(reading.words[low:high]) for low, high in found] == names
