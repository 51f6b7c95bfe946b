"""Finding annotations again in a text that was changed since: by quote and context, or not at all."""

from annotator.model.annotation import Annotation
from annotator.model.span import Span


def anchored(annotation: Annotation, text: str) -> Annotation:
    """Give the annotation at its place in another text, or unplaced where that place is not certain.

    Certain is a quote that stands where it stood, or once in the whole text, or once with its old context on both
    sides. All fragments have to be found, in order and apart; a wrong place would be worse than none.
    """
    if annotation.fragments and _stands(annotation, text):
        return annotation
    found: list[Span] = []
    for index, quote in enumerate(annotation.quote):
        before = annotation.before if index == 0 else ""
        after = annotation.after if index == len(annotation.quote) - 1 else ""
        start = _only_place(text, quote, before, after, found[-1].end if found else 0)
        if start is None:
            return annotation._replace(fragments=())
        found.append(Span(start, start + len(quote)))
    return annotation._replace(fragments=tuple(found))


def _stands(annotation: Annotation, text: str) -> bool:
    first, last = annotation.fragments[0], annotation.fragments[-1]
    words = all(
        text[start:end] == quote for (start, end), quote in zip(annotation.fragments, annotation.quote, strict=False)
    )
    before = text[max(0, first.start - len(annotation.before)) : first.start] == annotation.before
    after = text[last.end : last.end + len(annotation.after)] == annotation.after
    return words and len(annotation.quote) == len(annotation.fragments) and (before or after)


def _only_place(text: str, quote: str, before: str, after: str, behind: int) -> int | None:
    if not quote:
        return None
    for context_before, context_after in ((before, after), ("", "")):
        wanted = context_before + quote + context_after
        start = text.find(wanted, max(0, behind - len(context_before)))
        if start >= 0 and text.find(wanted, start + 1) < 0:
            return start + len(context_before)
    return None
