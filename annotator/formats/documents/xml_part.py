"""XML from anywhere: no entity is expanded, nothing outside is loaded, and no tree grows without bound."""

from typing import Final

from lxml import etree

from annotator.formats.documents.plain_text import SourceError

_FREE_TAGS: Final = 1_000_000
_BYTES_A_TAG: Final = 10


def refuse_mere_markup(data: bytes, name: str) -> None:
    """Raise SourceError where there is more markup than a document of its size has: each tag takes 100 bytes."""
    if data.count(b"<") > _FREE_TAGS + len(data) // _BYTES_A_TAG:
        raise SourceError(f"{name} is not opened: it holds more markup than a file of its size ever does.")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Give the root of a part of a document; raises SourceError where it is broken or declares entities."""
    refuse_mere_markup(data, name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from None
        raise SourceError(f"{name} is broken: the markup inside it cannot be read ({error.msg}).") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceError(
            f"{name} is not opened: the markup inside it declares entities, which no such document needs."
        )
    return root


def local_name(element: etree._Element) -> str:
    """Give an element's name without its namespace, which differs between editions of a format."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
