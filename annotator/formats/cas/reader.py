"""UIMA CAS, as XMI or JSON: what INCEpTION, WebAnno and DKPro write. The library dkpro-cassis reads it."""

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.cas.records import records_of
from annotator.formats.documents.plain_text import SourceError, in_utf8
from annotator.formats.documents.zip_archive import ZipArchive
from annotator.formats.exchange.input_files import file_beside, read_bytes
from annotator.formats.exchange.offset_units import UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.proportion import OutOfProportionError, check_proportion
from annotator.model.utf16_offsets import Utf16Offsets

if TYPE_CHECKING:
    from lxml.etree import _Element

TYPE_SYSTEM: Final = "TypeSystem.xml"
XMI_NAME: Final = "cas-xmi"
_ZIP: Final = b"PK\x03\x04"


class CasReader(ImportFormat):
    """One document a file; an XMI file needs its type system beside it, or in a folder above.

    INCEpTION hands out both in a zip archive, called by the annotator in a folder called by the document.
    """

    offset_units = (UTF16,)
    extra = "cas"

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give the record of a file, or those of an archive. Raises FormatError, OSError."""
        data = read_bytes(path)
        if data.startswith(_ZIP):
            yield from self._in_archive(path, data)
            return
        types = _type_system(path, options.root) if self.name == XMI_NAME else None
        yield _document(_loaded(data, types, path.name), path.stem)

    def _in_archive(self, path: Path, data: bytes) -> Iterator[ReadDocument]:
        try:
            archive = ZipArchive(data, path.name)
            names = [name for name in archive.names() if self._is_document(name)]
            if not names:
                raise FormatError(f"It is a zip archive without a {self.suffixes[0]} file.")
            for name in names:
                types = _type_system_in(archive, name) if self.name == XMI_NAME else None
                read = _document(_loaded(archive.read(name), types, name), PurePosixPath(name).stem)
                whose = path.stem if read.name == path.absolute().parent.name else ""
                yield replace(read, annotator=whose)
        except SourceError as error:
            raise FormatError(str(error)) from None

    def _is_document(self, name: str) -> bool:
        bare = PurePosixPath(name).name
        return bare.lower().endswith(self.suffixes[0]) and not bare.startswith(".")


class XmiReader(CasReader):
    """XMI, with its type system."""

    name = XMI_NAME
    suffixes = (".xmi", ".zip")


class JsonReader(CasReader):
    """JSON, which has its type system in it."""

    name = "cas-json"
    suffixes = (".json", ".zip")


XMI: Final = XmiReader()
JSON: Final = JsonReader()


def _document(cas: Any, name: str) -> ReadDocument:
    text = cas.sofa_string
    if not text:
        raise FormatError("It holds no text.")
    found = records_of(cas, Utf16Offsets(text).to_utf16)
    return ReadDocument(
        found.title or name, text, spans=found.spans, relations=found.relations, entities=found.entities,
        info={"language": cas.document_language},
    )  # fmt: skip


def _loaded(data: bytes, types: bytes | None, name: str) -> Any:
    import cassis

    from annotator.formats.documents.xml_part import parse_xml

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if types is None:
                data = in_utf8(data)
                check_proportion(data)
                _refuse_code(_features_in_json(json.loads(data)))
                return cassis.load_cas_from_json(data.decode())
            # The library expands entities; what declares any is refused before it sees it.
            _refuse_code(_features_in_xml(parse_xml(types, TYPE_SYSTEM)))
            parse_xml(data, name)
            return cassis.load_cas_from_xmi(data.decode(), cassis.load_typesystem(types.decode()))
    except FormatError:
        raise
    except SourceError as error:
        raise FormatError(str(error)) from None
    except OutOfProportionError as error:
        raise FormatError(f"It {error}") from None
    except UnicodeDecodeError as error:
        raise FormatError(f"It is not UTF-8 (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        raise FormatError(f"It is not whole JSON (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise FormatError("It is nested too deeply.") from None
    except Exception as error:
        # The library raises whatever its input makes it stumble over.
        why = f"{type(error).__name__}: {str(error)[:200]}"
        raise FormatError(f"It is no CAS that can be read; export it anew as UIMA CAS ({why}).") from error


def _refuse_code(features: Iterator[str]) -> None:
    """Raise FormatError for a feature whose name is none: the library makes Python source of them, and runs it."""
    wrong = next((name for name in features if not name.isidentifier()), None)
    if wrong is not None:
        raise FormatError(f"Its type system has a feature “{wrong[:40]}”, which is no name. It was not read.")


def _features_in_json(tree: Any) -> Iterator[str]:
    types = tree.get("%TYPES") if isinstance(tree, dict) else None
    for of_type in types.values() if isinstance(types, dict) else ():
        yield from (name for name in of_type if not name.startswith("%")) if isinstance(of_type, dict) else ()


def _features_in_xml(root: "_Element") -> Iterator[str]:
    for element in root.iter("{*}featureDescription"):
        yield from ((name.text or "").strip() for name in element.iter("{*}name"))


def _type_system(path: Path, root: Path) -> bytes:
    found = file_beside(path, TYPE_SYSTEM, root)
    if found is None:
        raise FormatError(f"Its type system is missing: put {TYPE_SYSTEM} beside it, as the export has it.")
    return read_bytes(found)


def _type_system_in(archive: ZipArchive, name: str) -> bytes:
    places = [*(str(folder / TYPE_SYSTEM) for folder in PurePosixPath(name).parents)]
    others = [other for other in archive.names() if other.lower().endswith(".xml")]
    found = next((place for place in places if place in archive), others[0] if len(others) == 1 else "")
    if not found:
        raise FormatError(f"The type system of {name} is missing in it: {TYPE_SYSTEM}, as the export has it.")
    return archive.read(found)
