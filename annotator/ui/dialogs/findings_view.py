"""What is wrong in an annotation file, with the way to the place."""

import re
from collections.abc import Sequence
from itertools import islice

from PySide6.QtWidgets import QWidget

from annotator.formats.finding import Finding
from annotator.ui.dialogs.filtered_list import FilteredList
from annotator.ui.session_bridge import SessionBridge

ANNOTATION = re.compile(r"annotations\[(\d+)\]")
"""Finds in a finding's path the number of its annotation."""


class FindingsView(FilteredList):
    """One finding a row; choosing one selects its annotation."""

    def __init__(self, findings: Sequence[Finding], bridge: SessionBridge, parent: QWidget | None) -> None:
        super().__init__(
            parent, "Findings in the annotation file", "Search the findings", ("What", "Where", "Sentence")
        )
        self.resize(820, 420)
        self._bridge = bridge
        for finding in findings:
            self.add_row((finding.code, finding.path, finding.sentence), finding.path, tip=finding.sentence)
        self.ready()

    def chosen(self, key: object) -> None:
        match, session = ANNOTATION.search(str(key)), self._bridge.session
        if match and session:
            identifier = next(islice(session.layer.annotations, int(match[1]), None), None)
            self.accept()
            self._bridge.select(identifier)
