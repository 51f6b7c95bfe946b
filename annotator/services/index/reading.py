"""From an annotation file to its digest, or to a sentence that says why there is none. Runs in any process."""

from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec

from annotator.formats.regular_files import LEADS_OUT, leads_out, read_regular, regular_size
from annotator.formats.sidecar.called_alike import meant
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT, SidecarError, load_sidecar, sound_columns
from annotator.formats.sidecar.sidecar_names import is_bare, split_sidecar_name
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.services.disk.at_path import not_read
from annotator.services.index.digest import Digest, digest_of_columns
from annotator.services.running.garbage import collector_paused

_OTHER_NAME: Final = "The file's name says that it is by “{}”, the file itself that it is by “{}”; the name counts."


class ReadFile(msgspec.Struct, frozen=True, gc=False):
    """One annotation file as it was read: whose it is by its name, of which document, and what it contributes.

    ``problem`` is a sentence where something is wrong; ``digest`` is None where nothing could be read, or where the
    file is gone (``gone``). ``sha256`` is that of the bytes.
    """

    path: Path
    document: Path
    annotator: str
    digest: Digest | None = None
    problem: str = ""
    sha256: bytes = b""
    gone: bool = False


def read_file(path: Path, root: Path | None = None) -> ReadFile:
    """Read an annotation file; never raises for what is in it, or for its being gone.

    A link that leads out of ``root``, the folder that is open, is not followed.
    """
    with collector_paused():
        return _read_file(path, root or path.parent)


def _read_file(path: Path, root: Path) -> ReadFile:
    document, annotator = whose_file(path)
    try:
        if leads_out(path, root):
            return ReadFile(path, document, annotator, problem=LEADS_OUT)
        if (size := regular_size(path)) > SIZE_LIMIT:
            sentence = (
                f"The file has {size / 2**20:,.0f} MiB; those of more than {SIZE_LIMIT // 2**20} MiB are not read."
            )
            return ReadFile(path, document, annotator, problem=sentence)
        data = read_regular(path)
        # What is sound is read without looking at what it means; of the rest the thorough reader says what is wrong.
        columns = sound_columns(data) or load_sidecar(data).columns
    except FileNotFoundError:
        return ReadFile(path, document, annotator, gone=True)
    except OSError as error:
        return ReadFile(path, document, annotator, problem=not_read("It", error))
    except (SidecarError, MemoryError, RecursionError) as error:
        return ReadFile(path, document, annotator, problem=str(error) or "It is too large for this computer's memory.")
    return _read(path, columns, sha256(data).digest())


def read_layer(path: Path, layer: Layer, digest: bytes = b"") -> ReadFile:
    """Give what a layer contributes that stands, or will stand, in a file; ``digest`` is the hash of its bytes."""
    with collector_paused():
        return _read(path, LayerColumns.of(layer), digest)


def _read(path: Path, layer: LayerColumns, digest: bytes) -> ReadFile:
    document, annotator = whose_file(path, layer)
    found = digest_of_columns(layer)
    other = found.facts.annotator
    problem = _OTHER_NAME.format(annotator, other) if other != annotator else ""
    return ReadFile(path, document, annotator, found, problem, digest)


def whose_file(path: Path, layer: LayerColumns | None = None) -> tuple[Path, str]:
    """Give the document that an annotation file belongs to, and whose it is: as its name says, else as it records."""
    name, annotator = split_sidecar_name(path.name) or (path.name, "")
    if layer is not None and not annotator and is_bare(layer.document.name):
        name, annotator = layer.document.name, layer.head.annotator.id
    document = path.with_name(name)
    return (document if name.isascii() else meant(document)), annotator


def share_an_id(one: Path, other: Path) -> bool:
    """Tell whether two files have annotations of one id."""
    found = [read_file(path).digest for path in (one, other)]
    ids = [set(digest.words.ids) if digest else set() for digest in found]
    return not ids[0].isdisjoint(ids[1])
