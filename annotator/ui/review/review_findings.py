"""What is wrong in the colleagues' files of a review, with the way to the annotation that it is about."""

from PySide6.QtWidgets import QWidget

from annotator.ui.dialogs.findings_view import about, annotation_at, in_full
from annotator.ui.review.review_bridge import ReviewBridge
from annotator.ui.toolkit.filtered_list import FilteredList
from annotator.ui.toolkit.screen_room import open_with


class ReviewFindings(FilteredList):
    """One finding a row; choosing one looks at its annotation."""

    def __init__(self, bridge: ReviewBridge, parent: QWidget | None) -> None:
        super().__init__(parent, "Findings in the colleagues' files", "Search the findings", ("Whose", "About", "What"))
        open_with(self, 900, 420)
        self._bridge = bridge
        for colleague in bridge.review.colleagues.values() if bridge.review else ():
            for finding in colleague.findings:
                annotation = annotation_at(colleague.layer, finding.path)
                cells = (colleague.name, about(finding, annotation), finding.sentence)
                key = colleague.ref(annotation.id) if annotation else ""
                self.add_row(cells, key, tip=f"{colleague.path.name}\n{in_full(finding)}")
        self.add_buttons()
        self.ready()

    def chosen(self, key: object) -> None:
        if key:
            self.accept()
            self._bridge.look_for(str(key))
