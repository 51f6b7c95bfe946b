"""What the page on the chart promises of its pictures, counted on the samples."""

from functools import cache
from pathlib import Path

import pytest

from annotator.services.charting.composing import picture_of
from annotator.services.charting.picture import ChartPicture, Size
from annotator.services.charting.plain_letters import PlainLetters
from tests.unit.charts import ONE_DOCUMENT, chart_of, chart_of_folder, name_of, without_key

_NAMES = [name_of(path) for path in ONE_DOCUMENT]


@cache
def _picture(path: Path, pane: Size) -> ChartPicture:
    return picture_of(chart_of(path), without_key(pane), PlainLetters())[0]


def _holds(picture: ChartPicture, pane: Size, *, under: int, crossings: int, shortened: float) -> None:
    """Boxes are counted here once more, by plain arithmetic."""
    assert not picture.dots
    quality = picture.quality
    assert (quality.overlaps, quality.outside, quality.unnamed, quality.unseen) == (0, 0, 0, 0)
    boxes = picture.nodes
    for number, one in enumerate(boxes):
        assert one.lines
        assert min(one.x, one.y, pane[0] - one.x - one.width, pane[1] - one.y - one.height) >= 0
        for other in boxes[:number]:
            apart = abs(one.middle[0] - other.middle[0]) * 2, abs(one.middle[1] - other.middle[1]) * 2
            assert apart[0] >= one.width + other.width or apart[1] >= one.height + other.height
    assert (picture.quality.under_boxes or 0) <= under
    assert (picture.quality.crossings or 0) <= crossings
    assert sum(box.shortened for box in boxes) <= shortened * len(boxes)


@pytest.mark.parametrize("pane", [(600, 560), (600, 800)])
@pytest.mark.parametrize("path", ONE_DOCUMENT, ids=_NAMES)
def test_a_document_in_a_pane_of_the_usual_size(path: Path, pane: Size) -> None:
    _holds(_picture(path, pane), pane, under=1, crossings=2, shortened=0.05)


@pytest.mark.parametrize("path", ONE_DOCUMENT, ids=_NAMES)
def test_a_document_in_the_smallest_pane(path: Path) -> None:
    _holds(_picture(path, (460, 430)), (460, 430), under=2, crossings=4, shortened=0.15)


@pytest.mark.parametrize("path", ONE_DOCUMENT, ids=_NAMES)
def test_a_small_document_in_a_low_pane(path: Path) -> None:
    picture = _picture(path, (400, 300))
    if len(picture.nodes) <= 13:
        _holds(picture, (400, 300), under=2, crossings=4, shortened=0.15)


def test_the_folder_in_a_chart_view() -> None:
    picture, _held = picture_of(chart_of_folder(), without_key((1400, 900)), PlainLetters())
    _holds(picture, (1400, 900), under=8, crossings=10, shortened=0.05)


@pytest.mark.parametrize("pane", [(600, 560), (460, 430), (400, 300)])
@pytest.mark.parametrize("path", ONE_DOCUMENT, ids=_NAMES)
def test_loose_nodes_are_named_at_the_foot_or_counted(path: Path, pane: Size) -> None:
    picture = _picture(path, pane)
    assert len(picture.nodes) + len(picture.tray) + picture.tray_hidden == len(chart_of(path).nodes)
    assert len({entry.y for entry in picture.tray}) <= (1 if pane[1] < 320 else 2)
    for entry in picture.tray:
        assert entry.x + entry.width <= pane[0]
        assert min(entry.y - picture.tray_top, picture.height - entry.y - entry.height) >= 0
    assert all(box.y + box.height <= picture.tray_top for box in picture.nodes)
