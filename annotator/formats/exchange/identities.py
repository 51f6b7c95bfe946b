"""Who an IRI means: Wikidata's by its number, any other as it stands."""

import re
from typing import Final

WIKIDATA: Final = "wikidata"
URL: Final = "url"
ENTITY_OF_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_WIKIDATA = re.compile(r"https?://(?:www\.|m\.)?wikidata\.org/(?:entity|wiki)/(Q\d+)")
_IRI = re.compile(r"(?:[a-z][a-z0-9+.-]*://|urn:)\S+", re.IGNORECASE)


def is_iri(words: str) -> bool:
    """Tell whether words are an address rather than a name."""
    return _IRI.fullmatch(words) is not None


def external_ids(iri: str) -> dict[str, str]:
    """Give an IRI as the external ids of an entity."""
    found = _WIKIDATA.fullmatch(iri)
    return {WIKIDATA: found[1]} if found else {URL: iri}


def iri_of(ids: dict[str, str]) -> str:
    """Give external ids as an IRI, "" where none of them is one."""
    number = ids.get(WIKIDATA, "")
    return f"{ENTITY_OF_WIKIDATA}{number}" if number else ids.get(URL, "")
