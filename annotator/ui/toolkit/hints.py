"""What stands in an empty field to say what belongs there."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolButton


def show_hint(field: QLineEdit | QPlainTextEdit, hint: str) -> None:
    """Show a hint while a field is empty, slanted, so that nobody takes it for what somebody entered."""
    field.setPlaceholderText(hint)
    for button in field.findChildren(QToolButton):
        # The one that Qt makes to empty a field has no name.
        button.setAccessibleName("Empty the field")
    # The text of a note is also put in without the field's saying so.
    changed = field.document().contentsChanged if isinstance(field, QPlainTextEdit) else field.textChanged
    changed.connect(lambda *_text: _slant(field))
    _slant(field)


def _slant(field: QLineEdit | QPlainTextEdit) -> None:
    font = field.font()
    is_empty = field.document().isEmpty() if isinstance(field, QPlainTextEdit) else not field.text()
    if font.italic() != is_empty:
        font.setItalic(is_empty)
        field.setFont(font)
