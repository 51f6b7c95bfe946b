"""How far a sidecar has come and how many annotations it has, for lists of many."""

from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from annotator.formats.regular_files import read_regular, regular_size
from annotator.formats.sidecar.proportion import loads
from annotator.model.vocabulary import STATES
from annotator.services.folder.sidecar_head import UNREADABLE, sidecar_state
from annotator.services.folder.signature import Signature, signature_at

COUNTED_BYTES = 2 * 2**20
"""Annotations of larger files are not counted: it would take longer than a list is worth."""
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SidecarSummary:
    """``state`` is one of STATES or "unreadable"; ``annotations`` is None where they were not counted."""

    state: str
    annotations: int | None = None


def sidecar_summary(sidecar: Path) -> SidecarSummary:
    """Read a sidecar's summary; never raises for what is in the file, or for its being gone."""
    try:
        if regular_size(sidecar) > COUNTED_BYTES:
            return SidecarSummary(sidecar_state(sidecar))
        data = loads(read_regular(sidecar).removeprefix(_BOM))
        # A file without a state is read as one that somebody works on.
        state = data["document"].get("state", "in-progress")
        annotations = data.get("annotations", [])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return SidecarSummary(UNREADABLE)
    if state not in STATES or not isinstance(annotations, list):
        return SidecarSummary(UNREADABLE)
    return SidecarSummary(state, len(annotations))


class SummaryCache:
    """Reads only what was written since; may be used by one thread at a time."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Signature, bool, SidecarSummary]] = {}

    def summary(self, sidecar: Path, signature: Signature | None = None) -> SidecarSummary:
        """Give a sidecar's summary; ``signature`` is what the disk said of it just now, where that is known."""
        signature = signature or signature_at(sidecar)
        if signature is None:
            return SidecarSummary(UNREADABLE)
        known = self._known.get(sidecar)
        if known and known[0] == signature and not known[1]:
            return known[2]
        read_ns = time_ns()
        found = sidecar_summary(sidecar)
        if known and known[2] == found:
            found = known[2]
        self._known[sidecar] = signature, signature.is_in_doubt(read_ns), found
        return found

    def forget(self) -> None:
        """Read all anew."""
        self._known.clear()
