"""Files that come with the program: in the installed package, or beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def resource(name: str) -> Path:
    """Give the path of a file or folder of ``resources/``."""
    installed = _PACKAGE / "resources"
    return (installed if installed.is_dir() else _PACKAGE.parent / "resources") / name


def guide_folder() -> Path:
    """Give the path of the folder with the guide and its pictures."""
    installed = _PACKAGE / "resources" / "docs"
    return installed if installed.is_dir() else _PACKAGE.parent / "docs"


def sample_folder() -> Path:
    """Give the path of the sample articles with their annotations."""
    installed = _PACKAGE / "resources" / "seeds"
    return installed if installed.is_dir() else _PACKAGE.parent / "seeds"
