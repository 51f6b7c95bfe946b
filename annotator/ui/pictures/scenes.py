"""All scenes by name."""

from typing import Final

from annotator.ui.pictures.camera import Scene
from annotator.ui.pictures.folder_scenes import FOLDER
from annotator.ui.pictures.names_scenes import NAMES
from annotator.ui.pictures.network_scenes import NETWORKS
from annotator.ui.pictures.passage_scenes import PASSAGE_SCENES
from annotator.ui.pictures.review_scenes import REVIEW
from annotator.ui.pictures.step_scenes import STEPS
from annotator.ui.pictures.suggestion_scenes import SUGGESTION_SCENES
from annotator.ui.pictures.trouble_scenes import TROUBLE
from annotator.ui.pictures.window_scenes import WINDOW

SCENES: Final[dict[str, Scene]] = {
    **WINDOW,
    **FOLDER,
    **NAMES,
    **NETWORKS,
    **PASSAGE_SCENES,
    **REVIEW,
    **STEPS,
    **SUGGESTION_SCENES,
    **TROUBLE,
}
