"""The conflict copies that sync tools leave of an annotator's own file, merged into it."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from annotator.formats.sidecar.called_alike import composed
from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import conflict_copy_of
from annotator.model.layer import edits_between
from annotator.model.transaction import Transaction
from annotator.services.disk.at_path import names_in
from annotator.services.keeping.annotated_file import read_sidecar_bytes
from annotator.services.keeping.desk import Desk
from annotator.services.keeping.open_document import OpenError, placed_layer
from annotator.services.merging.merge_layers import merge_layers

MERGED = ".merged.bak"
"""What is put behind the name of a copy that was merged, so that it is kept and not offered again."""


@dataclass(frozen=True, slots=True)
class MergedCopies:
    """The copies that were merged, and a sentence for everything in which one version had to give way."""

    copies: list[Path]
    conflicts: list[str]


def conflict_copies(sidecar: Path) -> list[Path]:
    """Give the conflict copies beside a sidecar, and one whose name only looks the same, by name.

    There are none where the folder cannot be listed.
    """
    names = names_in(sidecar.parent)
    own = composed(sidecar.name)
    others = (name for name in sorted(names) if name != sidecar.name)
    return [sidecar.with_name(name) for name in others if composed(conflict_copy_of(name) or name) == own]


def merge_copies(desk: Desk) -> MergedCopies:
    """Take what the copies of the open sidecar hold into the session, as one step.

    Raises OpenError for the first copy that cannot be understood; then nothing is changed.
    """
    session = desk.session
    copies = conflict_copies(session.sidecar)
    layer, conflicts = session.layer, []
    for copy in copies:
        try:
            loaded = load_sidecar(read_sidecar_bytes(copy))
        except (SidecarError, OSError) as error:
            raise OpenError(f"{copy.name} was not merged and was left as it is. {error}") from error
        merged = merge_layers(layer, placed_layer(loaded, session.document, [desk.document_path])[0])
        layer = merged.layer
        conflicts.extend(merged.conflicts)
    if found := edits_between(session.layer, layer):
        time = session.draft().time
        session.apply(Transaction(found, "Merge conflict copies", session.author, time))
    return MergedCopies(copies, conflicts)


def set_copies_aside(copies: list[Path]) -> None:
    """Rename copies whose contents are saved in the annotator's own file."""
    for copy in copies:
        with suppress(OSError):
            copy.rename(copy.with_name(copy.name + MERGED))
