"""The menus, made from the table of actions."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from annotator.services.user.settings import Settings
from annotator.ui.actions.actions import ROWS
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.panes import Panes
from annotator.ui.toolkit.safe_text import no_mnemonic

_THEME_NAMES = {theme.SYSTEM: "As the &system", theme.LIGHT: "&Light", theme.DARK: "&Dark"}


def fill_menus(
    menus: Mapping[str, QMenu],
    actions: Mapping[str, QAction],
    panes: Panes,
    *,
    settings: Settings,
    choose_theme: Callable[[str], None],
    open_path: Callable[[Path], object],
) -> None:
    """Fill the menu bar's menus, by name: the table's actions, recent files, panes and themes."""
    for row in ROWS:
        if not row.in_menu:
            continue
        if row.starts_group:
            menus[row.menu].addSeparator()
        menus[row.menu].addAction(actions[row.name])
        if row.name == "open_folder":
            _add_recent(menus["File"], settings, open_path)
    _add_panes(menus["View"], panes)
    _add_themes(menus["View"], settings, choose_theme)


def _add_recent(menu: QMenu, settings: Settings, open_path: Callable[[Path], object]) -> None:
    recent = menu.addMenu("Open re&cent")

    def fill() -> None:
        recent.clear()
        for name in settings.recent:
            # An ampersand in a path is no mnemonic.
            action = recent.addAction(no_mnemonic(name))
            action.triggered.connect(lambda _checked=False, name=name: open_path(Path(name)))
        if not settings.recent:
            recent.addAction("Nothing yet").setEnabled(False)

    recent.aboutToShow.connect(fill)


def _add_panes(menu: QMenu, panes: Panes) -> None:
    submenu = menu.addMenu("Pan&es")
    for dock in panes:
        submenu.addAction(dock.toggleViewAction())


def _add_themes(menu: QMenu, settings: Settings, choose_theme: Callable[[str], None]) -> None:
    submenu = menu.addMenu("The&me")
    group = QActionGroup(submenu)
    for choice in theme.CHOICES:
        action = submenu.addAction(_THEME_NAMES[choice])
        action.setCheckable(True)
        action.setChecked(settings.theme == choice)
        action.triggered.connect(lambda _checked=False, choice=choice: choose_theme(choice))
        group.addAction(action)
        submenu.aboutToShow.connect(lambda a=action, choice=choice: a.setChecked(settings.theme == choice))
