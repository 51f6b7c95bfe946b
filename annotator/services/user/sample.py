"""The sample articles, copied to the user's documents so that trying never alters the installed ones."""

import shutil
from pathlib import Path

from annotator.formats.resource_files import sample_folder
from annotator.services.user.state_folders import documents

NAME = "Annotator sample"


def copy_sample(target: Path | None = None) -> Path:
    """Give the folder of the sample's copy, made where there is none yet. Raises OSError where it cannot be made."""
    folder = (target or documents()) / NAME
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(sample_folder(), folder)
    return folder
