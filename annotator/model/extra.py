"""Fields that this version does not know, kept so that they can be written back where they stood."""

from typing import Any

# (the known key it stood behind, or "" for the beginning; its name; its JSON value)
Extra = tuple[tuple[str, str, Any], ...]
