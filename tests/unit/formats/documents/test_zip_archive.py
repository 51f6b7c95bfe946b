"""Archives that were damaged anywhere are said to be broken, and nothing else comes of them."""

import zipfile
from contextlib import suppress
from io import BytesIO
from random import Random

import pytest

from annotator.formats.documents.plain_text import SourceError
from annotator.formats.documents.zip_archive import ZipArchive

PARTS = {"project.qde": b"<Project/>" * 50, "sources/\u00e9.txt": b"text" * 20}


def packed() -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
    return whole.getvalue()


def test_a_whole_archive_is_read() -> None:
    archive = ZipArchive(packed(), "a.qdpx")
    assert {name: archive.read(name) for name in PARTS if name in archive} == PARTS


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_one_gives_its_parts_or_a_sentence(seed: int) -> None:
    random, sound = Random(seed), packed()
    for _time in range(1500):
        data = bytearray(sound)
        for _change in range(random.randint(1, 4)):
            # The directory, at the end, is what is believed first.
            back = random.randint(1, 150) if random.random() < 0.6 else random.randint(1, len(data))
            data[-back] = random.choice((0, 1, 0x80, 0xFF, random.randrange(256)))
        with suppress(SourceError):
            archive = ZipArchive(bytes(data), "a.qdpx")
            for name in filter(archive.__contains__, PARTS):
                archive.read(name)
