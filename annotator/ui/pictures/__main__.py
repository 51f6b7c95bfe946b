"""Draw the scenes: each in a window of its own, on a fresh copy of the sample articles, with a new user's folders."""

import argparse
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

GUIDE = ("window", "preferences-appearance", "find-in-folder", "review")
"""The scenes that the guide shows, in the light theme; ``window`` in both."""
_SCREEN = """{"screens": [{"name": "screen", "width": 3840, "height": 2160}]}"""
"""Large enough for every window; else the screenless platform puts menus as if the screen ended at 800 pixels."""
_SCREENLESS = "This plugin does not support"
"""How the screenless platform begins what it says of every window."""


def main(arguments: list[str] | None = None) -> int:
    """Draw the scenes that were asked for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="annotator.ui.pictures", description="Draw every screen.")
    parser.add_argument("sample", type=Path, help="the folder of the sample articles; copies are opened")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the PNG files")
    parser.add_argument("--size", action="append", help="width x height of the window; may be given several times")
    parser.add_argument("--theme", action="append", choices=("light", "dark"))
    parser.add_argument("--only", action="append", help="the name of a scene; may be given several times")
    parser.add_argument("--guide", action="store_true", help="only what the guide shows")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    sizes = options.size or ["1280x800"]
    with TemporaryDirectory() as folder:
        screen = Path(folder) / "screen.json"
        screen.write_text(_SCREEN, encoding="utf-8")
        os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={screen}")
        for size in sizes:
            for theme_name in options.theme or ("light", "dark"):
                ending = f"-{size}-{theme_name}.png" if len(sizes) > 1 else f"-{theme_name}.png"
                _draw(options, theme_name, size, ending)
    return 0


def _draw(options: argparse.Namespace, theme_name: str, size: str, ending: str) -> None:
    from PySide6.QtCore import qInstallMessageHandler

    from annotator.ui.pictures.camera import shoot
    from annotator.ui.pictures.scenes import SCENES
    from annotator.ui.pictures.stage import Stage
    from annotator.ui.window.application import make_application

    qInstallMessageHandler(
        lambda _kind, _context, said: None if said.startswith(_SCREENLESS) else sys.stderr.write(f"{said}\n")
    )
    make_application().setCursorFlashTime(0)
    wanted = options.only or [name for name in SCENES if not options.guide or _in_guide(name, theme_name)]
    for name in wanted:
        with TemporaryDirectory(ignore_cleanup_errors=True) as home:
            _become_new_user(Path(home))
            folder = Path(shutil.copytree(options.sample, Path(home) / "Articles"))
            stage = Stage(folder, theme_name, size)
            shown = shoot(stage, SCENES[name], options.out / f"{name}{ending}")
            sys.stdout.write(f"{name}{ending} {shown}\n")


def _in_guide(name: str, theme_name: str) -> bool:
    return name in GUIDE and (theme_name == "light" or name == "window")


def _become_new_user(home: Path) -> None:
    folders = {
        "HOME": "",
        "XDG_CONFIG_HOME": ".config",
        "XDG_STATE_HOME": ".state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_DOCUMENTS_DIR": "Documents",
    }
    os.environ.update({name: str(home / folder) for name, folder in folders.items()})


if __name__ == "__main__":
    sys.exit(main())
