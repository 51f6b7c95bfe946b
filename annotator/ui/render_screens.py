"""Pictures of every screen, made from the real window without a display: for the guide, and to look at."""

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from annotator.ui.main_window import MainWindow

Screen = Callable[["MainWindow"], "QWidget"]
_ARTICLE = "nato-summit-madrid.txt"
_GUIDE = ("window", "preferences-appearance", "find-in-folder")
"""The screens that the guide shows, in the light theme."""
_SETTLE_SECONDS = 1.0


def main(arguments: list[str] | None = None) -> int:
    """Draw the screens; gives the exit code."""
    parser = argparse.ArgumentParser(prog="render_screens", description="Draw every screen, or those of the guide.")
    parser.add_argument("sample", type=Path, help="the folder of the sample articles; a copy is opened")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the PNG files")
    parser.add_argument("--size", action="append", help="width x height of the window; may be given several times")
    parser.add_argument("--guide", action="store_true", help="only what the guide shows")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.out.mkdir(parents=True, exist_ok=True)
    sizes = options.size or ["1280x800"]
    with TemporaryDirectory() as folder:
        sample = Path(shutil.copytree(options.sample, Path(folder) / "Articles"))
        for size in sizes:
            for theme_name in ("light", "dark"):
                label = f"-{size}" if len(sizes) > 1 else ""
                _draw_all(options, sample, theme_name, size, f"{label}-{theme_name}.png")
    return 0


def _draw_all(options: argparse.Namespace, sample: Path, theme_name: str, size: str, ending: str) -> None:
    from annotator.services.settings import SettingsStore
    from annotator.ui import theme
    from annotator.ui.application import make_application
    from annotator.ui.main_window import MainWindow

    application = make_application()
    theme.apply(theme_name)
    store = SettingsStore(sample.parent / "settings.json")
    store.settings.annotator_id, store.settings.annotator_name = "mkato", "M. Kato"
    store.settings.theme = theme_name
    store.settings.first_steps_done = True
    window = MainWindow(store)
    window.resize(*map(int, size.split("x")))
    window.show()
    for name, screen in _screens(sample).items():
        if options.guide and not (name in _GUIDE and (theme_name == "light" or name == "window")):
            continue
        shown = screen(window)
        _settle(application)
        shown.grab().save(str(options.out / f"{name}{ending}"))
        if shown is not window:
            shown.close()
            _settle(application, 0.05)
    window.files.autosave.watch(None)
    window.close()
    sys.stdout.write(f"{options.out}: {theme_name}, {size}\n")


def _screens(sample: Path) -> dict[str, Screen]:
    """Give the screens by name, in an order in which each finds what it needs open."""
    from annotator.ui.actions import key_table
    from annotator.ui.dialogs.command_palette import CommandPalette
    from annotator.ui.dialogs.guide import open_guide
    from annotator.ui.dialogs.identity import IdentityDialog
    from annotator.ui.dialogs.key_help import KeyHelp

    return {
        "start": lambda window: window,
        "identity": lambda window: _shown(IdentityDialog(window, None)),
        "first-steps": lambda window: _first_steps(window, sample),
        "window": lambda window: _window(window, sample),
        "preferences-annotating": _preferences(0),
        "preferences-appearance": _preferences(1),
        "preferences-keys": _preferences(2),
        "find-in-folder": _find,
        "export": lambda window: window.folder_commands.export(),
        "codebook": lambda window: window.folder_commands.codebook(),
        "import": lambda window: window.folder_commands.import_(),
        "keys": lambda window: _shown(KeyHelp(key_table(window.actions_by_name), window)),
        "palette": lambda window: _shown(CommandPalette(window.actions_by_name, window)),
        "guide": open_guide,
        "review": lambda window: _review(window, sample),
    }


def _review(window: "MainWindow", sample: Path) -> "QWidget":
    reviewed = sample / "senkaku-patrols.txt"
    window.open_paths([reviewed.with_name(f"{reviewed.name}.{who}.ann.json") for who in ("lrossi", "mkato")])
    return window


def _first_steps(window: "MainWindow", sample: Path) -> "QWidget":
    _window(window, sample)
    _hint(window).show()
    return window


def _hint(window: "MainWindow") -> "QWidget":
    from annotator.ui.first_steps import FirstSteps

    hint = window.findChild(FirstSteps)
    assert hint
    return hint


def _window(window: "MainWindow", sample: Path) -> "QWidget":
    window.open_paths([sample])
    window.open_paths([sample / _ARTICLE])
    window.chart.load()
    _hint(window).hide()
    session = window.bridge.session
    if session:
        claims = (each for each in session.layer.in_order() if each.type == "claim" and each.targets)
        window.bridge.select(next(claims).id)
    return window


def _preferences(tab: int) -> Screen:
    def show(window: "MainWindow") -> "QWidget":
        dialog = window.preferences.open()
        dialog.tabs.setCurrentIndex(tab)
        return dialog

    return show


def _find(window: "MainWindow") -> "QWidget":
    dialog = window.folder_work.find()
    dialog.edit.setText("Japan")
    dialog.search()
    return dialog


def _shown(dialog: "QWidget") -> "QWidget":
    dialog.show()
    return dialog


def _settle(application: "QApplication", seconds: float = _SETTLE_SECONDS) -> None:
    from PySide6.QtCore import QElapsedTimer

    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < seconds * 1000:
        application.processEvents()


if __name__ == "__main__":
    sys.exit(main())
