"""The same chart is the same picture, whatever the process."""

import os
import subprocess
import sys

from tests.places import ROOT

_TELL = """
from tests.unit.charts import ONE_DOCUMENT, chart_of, ring_and_leaves
from annotator.services.charting.plain_letters import PlainLetters
from annotator.services.charting.composing import picture_of
for graph in (chart_of(ONE_DOCUMENT[0]), ring_and_leaves(160)):
    print(picture_of(graph, (620, 560), PlainLetters())[0])
"""


def _told(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", _TELL], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    ).stdout


def test_two_processes_compose_the_same_picture() -> None:
    assert _told("1") == _told("2")
