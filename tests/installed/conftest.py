"""The screen that the end-to-end tests use."""

from tests.end2end.conftest import display, window_environment

__all__ = ["display", "window_environment"]
