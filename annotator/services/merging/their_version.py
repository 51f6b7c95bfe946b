"""The sidecar as somebody else wrote it meanwhile: what is new in it, and both versions made into one."""

from dataclasses import dataclass
from hashlib import sha256

from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.model import edits
from annotator.model.annotation import Annotation
from annotator.model.decision import Decision
from annotator.model.edits import Edit
from annotator.model.layer import Layer, edits_between
from annotator.model.transaction import Transaction
from annotator.services.keeping.annotated_file import read_sidecar_bytes
from annotator.services.keeping.desk import Desk
from annotator.services.keeping.open_document import OpenError, placed_layer
from annotator.services.merging.merge_layers import merge_layers

_VERBS = {(False, True): "added", (True, False): "removed", (True, True): "changed"}
_ONE_OF = {edits.ENTITIES: "entity", edits.TOPICS: "topic", edits.LINKS: "link", edits.CODES: "code"}


@dataclass(frozen=True, slots=True)
class TheirVersion:
    """The layer that is on disk now, and the hash of its bytes."""

    layer: Layer
    sha256: str


def read_their_version(desk: Desk) -> TheirVersion:
    """Read the file that was changed on disk; raises OpenError where that cannot be done for certain."""
    sidecar = desk.session.sidecar
    try:
        data = read_sidecar_bytes(sidecar)
        loaded = load_sidecar(data)
    except (SidecarError, OSError) as error:
        raise OpenError(
            f"{sidecar.name} as it is on disk cannot be understood and was left as it is. {error} "
            "Keep yours (theirs stays beside it as .bak), or save elsewhere."
        ) from error
    if loaded.newer:
        raise OpenError(f"{loaded.findings[0].sentence} Save yours elsewhere meanwhile.")
    return TheirVersion(placed_layer(loaded, desk.session.document, [desk.document_path])[0], sha256(data).hexdigest())


def changes(before: Layer, after: Layer) -> list[tuple[str, str]]:
    """Give what was done to a layer as rows: the verb, and on what; the traces of what was removed are left out."""
    return [
        (_VERBS[edit.before is not None, edit.after is not None], _what(edit, after))
        for edit in edits_between(before, after)
        if edit.table != edits.DELETED
    ]


def merge_their_version(desk: Desk, theirs: TheirVersion) -> list[str]:
    """Take their changes into the session as one step; gives a sentence for everything in which one had to give way.

    The next save replaces the file that was merged.
    """
    session = desk.session
    merged = merge_layers(session.layer, theirs.layer, desk.base)
    found = edits_between(session.layer, merged.layer)
    if found:
        time = session.draft().time
        session.apply(Transaction(found, f"Merge with {session.sidecar.name} on disk", session.author, time))
    desk.rest_on(theirs.layer, theirs.sha256)
    return merged.conflicts


def _what(edit: Edit, layer: Layer) -> str:
    record = edit.after or edit.before
    if isinstance(record, Annotation):
        return f"{record.type} “{record.text}”"
    if isinstance(record, Decision):
        # What compares annotators is loaded with the first review alone.
        from annotator.services.comparing.decided import slot_decided

        target = layer.annotations.get(record.target)
        about = slot_decided(record).partition(" ")[0]
        return f"decision on {about or 'all'}{f' of “{target.text}”' if target else ''}: {record.verdict}"
    if edit.table == edits.DOCUMENT:
        return "the document's details"
    if edit.table == edits.HEADS:
        return "what the codebook says of itself"
    return f"{_ONE_OF[edit.table]} {getattr(record, 'name', '') or getattr(record, 'type', '')}".strip()
