"""Comments on an annotation, which travel in the file."""

from annotator.model.clock import a_second_after
from annotator.model.decision import Decision
from annotator.model.edits import key_of
from annotator.services.editing.draft import Draft


def comment(draft: Draft, annotation_id: str, text: str) -> None:
    """Put a comment on an annotation, in the author's name."""
    made = Decision(annotation_id, "open", draft.author, draft.time, (), text)
    # Times count seconds, and a second comment in the same one must not take the first one's place.
    while draft.decision(key_of(made)):
        made = Decision(annotation_id, "open", draft.author, a_second_after(made.at), (), text)
    draft.put_decision(made)
