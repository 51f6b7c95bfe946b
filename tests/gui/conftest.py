"""Widgets are tested without a screen, in a font that every machine of ours has."""

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session", autouse=True)
def _one_font(qapp: QApplication) -> None:
    qapp.setFont(QFont("DejaVu Sans", 10))
