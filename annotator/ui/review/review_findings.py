"""What is wrong in the colleagues' files of a review, with the way to the annotation that it is about."""

from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.ui.dialogs.filtered_list import FilteredList
from annotator.ui.dialogs.findings_view import ANNOTATION
from annotator.ui.review.review_bridge import ReviewBridge

if TYPE_CHECKING:
    from annotator.services.review.colleagues import Colleague


class ReviewFindings(FilteredList):
    """One finding a row; choosing one looks at its annotation."""

    def __init__(self, bridge: ReviewBridge, parent: QWidget | None) -> None:
        super().__init__(
            parent, "Findings in the colleagues' files", "Search the findings", ("File", "What", "Where", "Sentence")
        )
        self.resize(900, 420)
        self._bridge = bridge
        for colleague in bridge.review.colleagues.values() if bridge.review else ():
            for finding in colleague.findings:
                cells = (colleague.path.name, finding.code, finding.path, finding.sentence)
                self.add_row(cells, _source(colleague, finding.path), tip=finding.sentence)
        self.ready()

    def chosen(self, key: object) -> None:
        if key:
            self.accept()
            self._bridge.look_for(str(key))


def _source(colleague: "Colleague", path: str) -> str:
    match = ANNOTATION.search(path)
    identifier = next(islice(colleague.layer.annotations, int(match[1]), None), None) if match else None
    return colleague.ref(identifier) if identifier else ""
