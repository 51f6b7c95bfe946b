"""What every format stands on: the protocol, the registry, counted losses, and records that wait for their meaning."""

from typing import Any


def __getattr__(name: str) -> Any:
    """Give what this module held before there were versions, for packages that still look here; until 1.0."""
    if name.startswith("Read"):
        import annotator.formats.exchange.read_document as there

        return getattr(there, name)
    raise AttributeError(name)
