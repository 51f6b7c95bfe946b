"""The lines of large charts, handed to the painter as arrays: thousands of them cost no more than a few calls.

Apart, since pyqtgraph takes a while to load, and only charts of dots need it.
"""

from collections.abc import Sequence

import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6.QtGui import QPainterPath

from annotator.services.charting.picture import EdgeLine


def lines_path(edges: Sequence[EdgeLine]) -> QPainterPath:
    """Give straight lines as one path."""
    ends = np.array([(edge.start, edge.end) for edge in edges], dtype=np.float64).reshape(-1, 2)
    path: QPainterPath = arrayToQPath(ends[:, 0].copy(), ends[:, 1].copy(), connect="pairs")
    return path
