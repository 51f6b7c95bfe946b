"""How far this analyst's claims and agreements reach: counts by pattern, which say the likeliest extent next time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_SHARED: Final = 0.15
"""What an extent counts for one pattern where it was chosen for another."""
_PRIOR: Final = 1.0
"""What the program's own choice counts before anything is known."""
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Habits:
    """How often each extent was chosen, by pattern; and how many annotations each word of a topic stood by."""

    counts: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def learned(self, pattern: str, extent: str, weight: float = 1.0) -> "Habits":
        """Give the habits with one more decision."""
        row = dict(self.counts.get(pattern, {}))
        row[extent] = row.get(extent, 0.0) + weight
        return Habits({**self.counts, pattern: row})

    def weights(self, pattern: str, first: str) -> dict[str, float]:
        """Give what speaks for each extent of a pattern; ``first`` is the program's own choice."""
        found = {first: _PRIOR}
        for other, row in self.counts.items():
            for extent, count in row.items():
                found[extent] = found.get(extent, 0.0) + (count if other == pattern else _SHARED * count)
        return found

    def to_json(self) -> dict[str, Any]:
        """Give the counts as they are kept."""
        return {"version": VERSION, "counts": {pattern: dict(row) for pattern, row in self.counts.items()}}

    @classmethod
    def from_json(cls, tree: Any) -> "Habits":
        """Take counts as they are kept; whatever is not of this shape counts nothing."""
        counts = tree.get("counts") if isinstance(tree, dict) and tree.get("version") == VERSION else None
        if not isinstance(counts, dict):
            return cls()
        return cls(
            {
                str(pattern): {str(extent): float(n) for extent, n in row.items() if isinstance(n, int | float)}
                for pattern, row in counts.items()
                if isinstance(row, dict)
            }
        )


def dumped(habits: Habits) -> bytes:
    """Give habits as bytes of JSON."""
    return json.dumps(habits.to_json(), ensure_ascii=False, sort_keys=True).encode()
