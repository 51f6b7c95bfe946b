"""The desktop app: the one place that knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - puts an import of its own in place of Python's

# That one reads the source of each module that is loaded later, and keeps it, to see whether it names PySide6: for
# features (snake_case, true_property) that nothing here uses. A window loads 500 modules, 4 MB of source.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
