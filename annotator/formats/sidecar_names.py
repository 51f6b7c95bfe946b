"""The names of sidecars: ``<document file name>.<annotator id>.ann.json``."""

import re

SUFFIX = ".ann.json"
_NAME = re.compile(r"(?P<document>.+)\.(?P<annotator>[a-z0-9-]+)\.ann\.json", re.DOTALL)
# What is no bare file name on one system or another: separators, drives and streams, devices, parents.
_NOT_BARE = re.compile(r"[/\\:\x00]|^\.{0,2}$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[. ]$", re.IGNORECASE)


def sidecar_name(document_name: str, annotator_id: str) -> str:
    """Give the name of an annotator's sidecar of a document."""
    return f"{document_name}.{annotator_id}{SUFFIX}"


def split_sidecar_name(name: str) -> tuple[str, str] | None:
    """Give the document's name and the annotator's id, or None for a name that is no sidecar's."""
    match = _NAME.fullmatch(name)
    return (match["document"], match["annotator"]) if match else None


def is_bare(name: str) -> bool:
    """Tell whether a name can only mean a file in the folder at hand, whatever the system."""
    return _NOT_BARE.search(name) is None
