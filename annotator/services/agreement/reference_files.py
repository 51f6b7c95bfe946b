"""A reference that lies apart from what is held to it: gold files in a folder of their own, or named in other case."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.formats.sidecar.called_alike import composed
from annotator.services.folder.document_files import DocumentFiles

NOT_JOINED = (
    "No document of this name, or more than one, was found among those that are to be held to it. Put it beside its "
    "document, as DOCUMENT.ANNOTATOR.ann.json."
)


def with_reference(documents: Iterable[DocumentFiles], reference: str) -> list[DocumentFiles]:
    """Give each file of the reference that lies alone to the one document of its name that has none of the reference.

    Names are compared without case, first with their folders, then without. What belongs to no document, or might
    belong to several, stays by itself.
    """
    listed = list(documents)
    alone = [files for files in listed if set(files.sidecars) == {reference}]
    others = [files for files in listed if reference not in files.sidecars]
    given: dict[str, DocumentFiles] = {}
    for files in alone:
        found = _called(files.name, others) or _called(files.name.rpartition("/")[2], others, folders=False)
        if len(found) == 1 and found[0].name not in given:
            given[found[0].name] = files
    joined = {id(files) for files in given.values()}
    return [
        replace(files, sidecars={**files.sidecars, reference: given[files.name].sidecars[reference]})
        if files.name in given and reference not in files.sidecars
        else files
        for files in listed
        if id(files) not in joined
    ]


def _called(name: str, documents: Iterable[DocumentFiles], *, folders: bool = True) -> list[DocumentFiles]:
    def key(of: str) -> str:
        return composed(of if folders else of.rpartition("/")[2]).casefold()

    return [files for files in documents if key(files.name) == key(name)]
