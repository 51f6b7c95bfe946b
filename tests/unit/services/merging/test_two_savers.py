"""Editors save one file at the same moment, and nobody who is told "saved" loses anything."""

import pytest

from tests.torture.interleavings import MODES, Figures, play


@pytest.mark.parametrize("mode", MODES)
def test_nothing_that_was_told_saved_is_lost(mode: str) -> None:
    figures = play(25, mode, Figures(), first=300)
    assert not figures.lost, figures
    assert figures.switches > 300
    assert figures.told_changed > 20
    if mode in ("exchange and lock", "lock alone"):
        assert figures.written_over == 0
