"""A folder of annotated documents for steps over all of them, with files that have to stay as they are."""

from collections.abc import Iterable
from pathlib import Path

from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.layer import Annotator, Layer
from annotator.services.recoding.planning import Planner, Preview, Target, preview_of
from annotator.services.recoding.recodings import Recoding
from annotator.services.recoding.stepping import Outcome, make, prepare
from tests.unit.making import annotated

KATO = Annotator("mkato", "M. Kato")


def folder_of(folder: Path, count: int = 3) -> list[Path]:
    """Make documents annotated by Kato; give the annotation files."""
    folder.mkdir(exist_ok=True)
    return [annotated(folder, name=f"{number}.txt").sidecar for number in range(count)]


def layer_of(sidecar: Path) -> Layer:
    """Read a file as it is on disk."""
    return load_sidecar(sidecar.read_bytes()).layer


def ids_of(sidecar: Path, annotation_type: str) -> tuple[str, ...]:
    """Give the ids of the annotations of a type."""
    return tuple(key for key, one in layer_of(sidecar).annotations.items() if one.type == annotation_type)


def held_by(folder: Path) -> dict[str, bytes]:
    """Give what all files of a folder hold."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def look(recoding: Recoding, targets: Iterable[Target], root: Path) -> Preview:
    """Look what a recoding would change."""
    return preview_of(recoding, targets, KATO, root)


def begin(preview: Preview, root: Path) -> Outcome:
    """Record the step that was looked at."""
    outcome = prepare(preview, Planner(preview.recoding, KATO, root))
    assert outcome is not None
    return outcome


def recode(recoding: Recoding, targets: Iterable[Target], root: Path) -> Outcome:
    """Make a step."""
    return make(begin(look(recoding, targets, root), root))
