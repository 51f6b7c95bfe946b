"""Typed relations between two annotations."""

from dataclasses import replace

from annotator.model import edits
from annotator.model.link import Link
from annotator.services.editing.draft import Draft


def link(draft: Draft, source_id: str, target_id: str, link_type: str) -> Link | None:
    """Link two annotations, or give a known link of the two another type; None for an annotation with itself."""
    if source_id == target_id or not (draft.annotation(source_id) and draft.annotation(target_id)):
        return None
    for link_id in draft.references.links_of(source_id):
        known = draft.link(link_id)
        if known and {known.source, known.target} == {source_id, target_id}:
            changed = replace(known, type=link_type, source=source_id, target=target_id)
            draft.put(changed)
            return changed
    made = Link(draft.new_id(edits.LINKS), link_type, source_id, target_id, draft.author, draft.time)
    draft.put(made)
    return made


def unlink(draft: Draft, link_id: str) -> None:
    """Remove a link."""
    draft.remove(edits.LINKS, link_id)
