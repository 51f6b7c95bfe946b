"""Where ``annotator.formats.v1`` stood before there were versions, for packages that still look here; until 1.0."""

from typing import Any


def __getattr__(name: str) -> Any:
    from annotator.formats import v1

    return getattr(v1, name)
