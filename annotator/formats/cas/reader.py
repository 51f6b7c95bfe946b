"""UIMA CAS, as XMI or JSON: what INCEpTION, WebAnno and DKPro write. The library dkpro-cassis reads it."""

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.cas.records import records_of
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.exchange.input_files import file_beside, read_bytes
from annotator.formats.exchange.offset_units import UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.sidecar.proportion import OutOfProportionError, check_proportion
from annotator.model.utf16_offsets import Utf16Offsets

if TYPE_CHECKING:
    from lxml.etree import _Element

TYPE_SYSTEM: Final = "TypeSystem.xml"


class CasReader(ImportFormat):
    """One document a file; an XMI file needs its type system beside it, or in a folder above."""

    offset_units = (UTF16,)
    extra = "cas"

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give the one record of a file. Raises FormatError, OSError."""
        data = read_bytes(path)
        types = _type_system(path, options.root) if self.name == "cas-xmi" else None
        cas = _loaded(data, types, path.name)
        text = cas.sofa_string
        if not text:
            raise FormatError("It holds no text.")
        found = records_of(cas, Utf16Offsets(text).to_utf16)
        yield ReadDocument(
            found.title or path.stem, text, spans=found.spans, relations=found.relations, entities=found.entities,
            info={"language": cas.document_language},
        )  # fmt: skip


class XmiReader(CasReader):
    """XMI, with its type system."""

    name = "cas-xmi"
    title = "UIMA CAS as XMI"
    suffixes = (".xmi",)


class JsonReader(CasReader):
    """JSON, which has its type system in it."""

    name = "cas-json"
    title = "UIMA CAS as JSON"
    suffixes = (".json",)


XMI: Final = XmiReader()
JSON: Final = JsonReader()


def _loaded(data: bytes, types: bytes | None, name: str) -> Any:
    import cassis

    from annotator.formats.documents.xml_part import parse_xml

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if types is None:
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
