"""Two people's changes of one codebook as one: what both say is kept, and contradictions are named."""

from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from annotator.model import edits
from annotator.model.codebook import Codebook, CodebookHead
from annotator.model.codebook_layer import codebook_layer_of, codebook_of
from annotator.model.fields import CODEBOOK, OF_TABLE
from annotator.model.three_way import merge_record, merge_table


@dataclass(slots=True)
class Merged:
    """The codebook of both; ``conflicts`` has a sentence for each thing that both changed, each in another way."""

    codebook: Codebook
    conflicts: list[str] = field(default_factory=list)


def merge_codebooks(base: Codebook, mine: Codebook, theirs: Codebook) -> Merged:
    """Join what was changed from ``base`` on both sides; contradictions go to ``theirs`` and are listed.

    A record that one side deleted and the other changed stays. The order is that of ``mine``, what is new in
    ``theirs`` last.
    """
    merged, *sides = (codebook_layer_of(book, "") for book in (theirs, base, mine, theirs))
    merging = _Merging()
    for table in merged.tables:
        if table != edits.DOCUMENT:
            old, own, other = (getattr(side, table) for side in sides)
            records = merge_table((old, own, other), partial(merging.both, table), merging.tell_kept)
            setattr(merged, table, records)
    whole = _without_dangling(codebook_of(merged, theirs.modified), (base, mine, theirs))
    return Merged(whole, merging.conflicts)


class _Merging:
    def __init__(self) -> None:
        self.conflicts: list[str] = []

    def both(self, table: str, base: Any, mine: Any, theirs: Any) -> Any:
        def tell(what: str, kept: Any, lost: Any) -> None:
            self.conflicts.append(f"{_called(theirs)}: both changed the {what}; “{kept}” is kept, “{lost}” is not.")

        return merge_record(base, theirs, mine, CODEBOOK if table == edits.HEADS else OF_TABLE[table], tell)

    def tell_kept(self, record: Any) -> None:
        self.conflicts.append(f"{_called(record)}: deleted on one side and changed on the other; it is kept.")


def _called(record: Any) -> str:
    return "The codebook" if isinstance(record, CodebookHead) else str(record.name)


def _without_dangling(merged: Codebook, sides: tuple[Codebook, ...]) -> Codebook:
    """Take away what names an entity or topic that one side deleted while the other began to name it."""
    entities, topics = {entity.id for entity in merged.entities}, {topic.id for topic in merged.topics}
    known = {entity.id for side in sides for entity in side.entities}
    known |= {topic.id for side in sides for topic in side.topics}
    gone = known - entities - topics
    if not gone:
        return merged
    return replace(
        merged,
        topics=tuple(replace(t, broader=None) if t.broader in gone else t for t in merged.topics),
        entities=tuple(
            replace(entity, member_of=tuple(group for group in entity.member_of if group not in gone))
            for entity in merged.entities
        ),
        distinct=tuple(pair for pair in merged.distinct if not gone & set(pair)),
    )
