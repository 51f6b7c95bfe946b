"""The codebook in use, to be looked up."""

from PySide6.QtWidgets import QWidget

from annotator.model.codebook import Codebook
from annotator.ui.dialogs.filtered_list import FilteredList
from annotator.ui.safe_text import PlainLabel


class CodebookView(FilteredList):
    """Codes with their definitions and examples, topics, and entities."""

    def __init__(self, codebook: Codebook, parent: QWidget | None) -> None:
        super().__init__(parent, "Codebook", "Search the codebook", ("Name", "For", "Definition"))
        self.resize(760, 520)
        self.list.setWordWrap(True)
        self.list.setUniformRowHeights(False)
        self.column.insertWidget(0, PlainLabel(codebook.name or "No codebook"))
        for code in codebook.codes:
            group = f"{code.type}, one of {code.group}" if code.one_of_group else code.type
            examples = "\n".join(f"Example: {example}" for example in code.examples)
            tip = "\n\n".join(filter(None, (code.definition, examples)))
            self.add_row((code.name, group, "\n".join(filter(None, (code.definition, examples)))), tip=tip)
        for topic in codebook.topics:
            self.add_row((topic.name, "topic", topic.note))
        for entity in codebook.entities:
            self.add_row((entity.name, entity.type, ", ".join(entity.aliases)))
        self.ready()
