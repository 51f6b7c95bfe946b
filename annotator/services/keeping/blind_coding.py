"""What stays hidden in a folder whose codebook asks for blind coding: colleagues' work, until one's own is done."""

from collections.abc import Iterable
from pathlib import Path

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.formats.sidecar.called_alike import file_called
from annotator.formats.sidecar.sidecar_names import sidecar_name
from annotator.model.vocabulary import FINISHED
from annotator.services.codebook.folder_codebook import folder_codebook, nearest_codebook
from annotator.services.folder.sidecar_head import sidecar_state


def hidden_until_done(sidecars: Iterable[Path], document: Path, annotator: str) -> str:
    """Say why sidecars of a document may not be looked at yet by somebody who annotates it too, or give "".

    Whoever has no annotation file of the document is no annotator of it, and may review it.
    """
    own = file_called(document.with_name(sidecar_name(document.name, annotator)))
    if all(sidecar == own for sidecar in sidecars) or not own.is_file() or sidecar_state(own) in FINISHED:
        return ""
    try:
        blind = folder_codebook(nearest_codebook(document.parent)).blind
    except CodebookError:
        return ""
    return (
        f"The codebook of this folder hides colleagues' annotations until your own of {document.name} are done. "
        "Mark your document as done first."
        if blind
        else ""
    )
