"""Annotation files that are there twice, as an export or a backup inside the folder makes them: they count once."""

from annotator.formats.regular_files import read_regular, regular_size
from annotator.formats.sidecar.called_alike import composed
from annotator.formats.sidecar.proportion import loads
from annotator.formats.sidecar.sidecar_json import SIZE_LIMIT
from annotator.services.folder.find_files import Found, FoundSidecar


def without_copies(found: Found) -> Found:
    """Leave out the copies of files that were found too, and name each with the one that counts.

    A copy has the name of another file in another folder, and annotations with the same ids, which no two files share
    otherwise. The one that lies least deep counts.
    """
    by_name: dict[str, list[FoundSidecar]] = {}
    for sidecar in found.sidecars:
        by_name.setdefault(composed(sidecar.path.name), []).append(sidecar)
    copies: dict[FoundSidecar, FoundSidecar] = {}
    for alike in by_name.values():
        if len(alike) > 1:
            copies.update(_copies_among(alike))
    left = [sidecar for sidecar in found.sidecars if sidecar not in copies]
    said = {copy.shown: kept.shown for copy, kept in copies.items()}
    return Found(left, found.problems, {**found.copies, **said})


def _copies_among(alike: list[FoundSidecar]) -> dict[FoundSidecar, FoundSidecar]:
    owner: dict[str, FoundSidecar] = {}
    copies: dict[FoundSidecar, FoundSidecar] = {}
    for sidecar in sorted(alike, key=lambda one: (len(one.path.parts), one.shown)):
        ids = _ids(sidecar)
        if of := next((owner[one] for one in ids if one in owner), None):
            copies[sidecar] = of
        owner.update(dict.fromkeys(ids, of or sidecar))
    return copies


def _ids(sidecar: FoundSidecar) -> list[str]:
    try:
        with sidecar.at_hand() as path:
            if regular_size(path) > SIZE_LIMIT:
                return []
            return [str(annotation["id"]) for annotation in loads(read_regular(path))["annotations"]]
    except (OSError, ValueError, LookupError, TypeError):
        # What is wrong with it is said where it is read.
        return []
