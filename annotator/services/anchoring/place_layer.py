"""A layer as it was read, put where it belongs in the text as it is now."""

from collections.abc import Iterable
from pathlib import Path

from annotator.formats.sidecar.finding import Finding, shown
from annotator.formats.sidecar.quick_checks import all_quoted
from annotator.formats.sidecar.sidecar_checks import check_quotes, text_changed
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.services.running.progress import Progress, no_progress


def is_placed(columns: LayerColumns, document: Document) -> bool:
    """Tell whether ``place_layer`` would find and change nothing."""
    return columns.document.text_sha256 in ("", document.info.text_sha256) and all_quoted(columns, document.text)


def place_layer(
    layer: Layer, document: Document, places: Iterable[Path] = (), progress: Progress = no_progress
) -> list[Finding]:
    """Check a layer against its text; where that is another one by now, find the annotations' words in it again.

    What cannot be placed for certain stays in the layer without fragments, and its quote as it was made. ``places`` are
    where the document lies or lay: the text that they were made on may be at hand there, and tells where words went.
    """
    if layer.document.text_sha256 in ("", document.info.text_sha256):
        return check_quotes(layer, document.text)
    # These load libraries that nothing else needs.
    from annotator.services.anchoring.former_text import former_text
    from annotator.services.anchoring.reanchor import reanchored

    findings = [text_changed(layer, document.info)]
    before = dict(layer.annotations)
    placed = reanchored(before.values(), document.text, former_text(layer.document, places), progress)
    layer.annotations.update(placed.annotations)
    reworded = frozenset(placed.reworded)
    for index, (key, annotation) in enumerate(before.items()):
        now = layer.annotations[key]
        if annotation.fragments and not now.fragments:
            sentence = "This annotation's words were not found for certain in the changed text; it is unplaced now."
            findings.append(Finding("unplaced", f"$.annotations[{index}].fragments", sentence))
        elif key in reworded:
            here = " … ".join(document.text[start:end] for start, end in now.fragments)
            sentence = f"This annotation was placed by its context: the text says {shown(here)} there now."
            findings.append(Finding("reworded", f"$.annotations[{index}].quote", sentence))
    return findings
