"""spaCy's own training files, as ``spacy train`` reads them (https://spacy.io/api/docbin)."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, Final

import orjson

from annotator.formats.exchange.protocols import FILE, FOLDER, ExportOptions, Place, Write
from annotator.formats.labels.spacy_json import SpacyFormat
from annotator.formats.quiet_import import import_quietly

if TYPE_CHECKING:
    from spacy.tokens import DocBin

# A folder holds files of so many documents, which spaCy reads one after the other: none has to hold all in memory.
_DOCUMENTS: Final = 1000


class DocBinFormat(SpacyFormat):
    """The same documents as the JSON lines hold, in spaCy's binary form."""

    name = "spacy-docbin"
    suffix = ".spacy"
    places: tuple[str, ...] = (FILE, FOLDER)
    extra = "spacy"

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        """Collect documents and write them as one file, or into a folder as several."""
        import_quietly("spacy")
        from spacy.tokens import Doc
        from spacy.vocab import Vocab

        numbers = count(1)
        vocabulary = Vocab()
        collected = _empty()

        def flush() -> None:
            nonlocal collected
            collected.to_disk(place.path(f"{next(numbers):04}{self.suffix}" if options.as_folder else ""))
            collected = _empty()

        def write(line: bytes) -> None:
            collected.add(Doc(vocabulary).from_json(orjson.loads(line)))
            if options.as_folder and len(collected) >= _DOCUMENTS:
                flush()

        yield write
        if len(collected) or not options.as_folder:
            flush()


DOCBIN: Final = DocBinFormat()


def _empty() -> "DocBin":
    from spacy.tokens import DocBin

    return DocBin(attrs=["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], store_user_data=True)
