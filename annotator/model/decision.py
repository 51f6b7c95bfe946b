"""What was decided about annotations in review, and which annotations were deleted."""

from dataclasses import dataclass

from annotator.model.extra import Extra


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict on an annotation, with the colleagues' annotations it rests on as ``annotator:annotation``."""

    target: str
    verdict: str
    by: str
    at: str
    sources: tuple[str, ...] = ()
    comment: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Deletion:
    """The trace of a deleted annotation, so that merging does not bring it back."""

    id: str
    at: str
    by: str
    extra: Extra = ()
