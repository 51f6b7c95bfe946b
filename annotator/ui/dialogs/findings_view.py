"""What is wrong in an annotation file, with the way to the place."""

import re
from collections.abc import Sequence
from itertools import islice

from PySide6.QtWidgets import QWidget

from annotator.formats.sidecar.finding import Finding
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.ui.session_bridge import SessionBridge
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.row_list import one_line
from annotator.ui.toolkit.screen_room import open_with

_ANNOTATION = re.compile(r"annotations\[(\d+)\]")
_QUOTE = 40


class FindingsView(FilteredList):
    """One finding a row; choosing one selects its annotation."""

    def __init__(self, findings: Sequence[Finding], bridge: SessionBridge, parent: QWidget | None) -> None:
        super().__init__(parent, "Findings in the annotation file", "Search the findings", ("About", "What"))
        open_with(self, 900, 420)
        self._bridge = bridge
        for finding in findings:
            annotation = annotation_at(bridge.session.layer, finding.path) if bridge.session else None
            cells = (about(finding, annotation), finding.sentence)
            self.add_row(cells, annotation.id if annotation else None, tip=in_full(finding))
        self.add_buttons()
        self.ready()

    def chosen(self, key: object) -> None:
        if key:
            self.accept()
            self._bridge.select(str(key))


def annotation_at(layer: Layer, path: str) -> Annotation | None:
    """Give the annotation that a finding's path leads to."""
    match = _ANNOTATION.search(path)
    return next(islice(layer.annotations.values(), int(match[1]), None), None) if match else None


def about(finding: Finding, annotation: Annotation | None) -> str:
    """Say in a few words what a finding is about: the annotation, else the place in the file."""
    if annotation is None:
        return "the document" if finding.path.startswith("$.document") else finding.path
    words = one_line(annotation.text)
    return f"{annotation.type} “{words if len(words) <= _QUOTE else f'{words[:_QUOTE]}…'}”"


def in_full(finding: Finding) -> str:
    """Give a finding with its kind and its place in the file."""
    return f"{finding.sentence}\n{finding.code}, {finding.path}"
