"""Numbers each once, as numpy gives them."""

import numpy as np
import pytest

from annotator.services.index.distinct import distinct


@pytest.mark.parametrize("numbers", [[], [7], [3, 3, 3], [5, -2, 5, 0, 2**40, -2]])
def test_they_are_those_of_numpy(numbers: list[int]) -> None:
    column = np.array(numbers, np.int64)
    found = distinct(column)
    assert found.tolist() == np.unique(column).tolist()
    assert found.dtype == column.dtype
    assert column.tolist() == numbers
