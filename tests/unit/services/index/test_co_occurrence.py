"""What is named together in documents, sentences and annotations, as going through all passages says."""

import random
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.services.index.co_occurrence import ANNOTATION, DOCUMENT, SENTENCE, co_occurrence
from annotator.services.index.index import FolderIndex
from annotator.services.index.view import ALL
from tests.unit.folder_of_files import chance_folder
from tests.unit.services.index.test_index import indexed


@pytest.mark.parametrize("within", [DOCUMENT, SENTENCE, ANNOTATION])
@pytest.mark.parametrize("of", ["entity", "topic", "code"])
@pytest.mark.parametrize("seed", range(4))
def test_pairs_that_are_named_together(tmp_path: Path, seed: int, of: str, within: str) -> None:
    chance_folder(random.Random(seed), tmp_path, documents=10)
    view = indexed(tmp_path).view()
    table, rows = view.annotations, view.rows(ALL)
    sentences = np.where(table.start >= 0, table.start // 40, -1).astype(np.int64)
    there: defaultdict[Any, set[int]] = defaultdict(set)
    for row in rows.tolist():
        facts = view.facts(row)
        assert facts is not None
        unit: Any = facts.document if within == DOCUMENT else int(table.event[row])
        if within == SENTENCE:
            if sentences[row] < 0:
                continue
            unit = facts.document, int(sentences[row])
        if of == "entity":
            there[unit] |= {int(view.parts.entity[place]) for place in view.parts_in(row)}
        elif of == "code":
            there[unit] |= {int(view.codes.code[place]) for place in view.codes_in(row)}
        elif table.topic[row] >= 0:
            there[unit].add(int(table.topic[row]))
    expected = Counter(pair for named in there.values() for pair in combinations(sorted(named), 2))
    found = co_occurrence(view, rows, of, within, sentences)
    assert (
        dict(zip(zip(found.one.tolist(), found.other.tolist(), strict=True), found.counts.tolist(), strict=True))
        == expected
    )
    for place in found.strongest(5).tolist():
        pair = int(found.one[place]), int(found.other[place])
        evidence = found.rows_of(*pair)
        assert len(evidence)
        assert expected[pair] == found.counts[place] <= max(expected.values())
    assert found.unplaced == (int((sentences[rows] < 0).sum()) if within == SENTENCE else 0)


def test_nothing_is_together_with_nothing(tmp_path: Path) -> None:
    view = FolderIndex(tmp_path).view()
    assert len(co_occurrence(view, view.rows()).counts) == 0
    chance_folder(random.Random(1), tmp_path)
    view = indexed(tmp_path).view()
    unknown = co_occurrence(view, view.rows(), "entity", SENTENCE)
    assert len(unknown.counts) == 0
    assert unknown.unplaced == len(view.rows())
