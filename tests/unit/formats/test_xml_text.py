"""Whatever a name holds, what is written of it in XML, SVG and HTML is well-formed."""

import io
import json
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.__main__ import main
from annotator.formats.xml_text import xml_text
from tests.unit.making import annotated

HOSTILE = "a\ufffe\uffff\x00\x01\x0b\x0c\x1f\x7f\x85\u202e<&>\"'🤝]]>\U0001ffff"


@given(st.text(st.characters(), max_size=20))
def test_any_text_can_be_written_at_its_length(text: str) -> None:
    held = xml_text(text)
    assert len(held) == len(text)
    assert xml_text(held) == held
    root = ET.Element("a", b=held)
    root.text = held
    ET.fromstring(ET.tostring(root, encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two annotators' files that hold the worst in every name and note, as a file from elsewhere may."""
    for annotator in ("mkato", "lisa"):
        path = annotated(tmp_path, annotator=annotator).sidecar
        tree = json.loads(path.read_text("utf-8"))
        tree["document"] |= {"title": HOSTILE, "note": HOSTILE}
        for entity in tree["entities"]:
            entity |= {"name": entity["name"] + HOSTILE + annotator, "aliases": [HOSTILE], "note": HOSTILE}
        for topic in tree["topics"]:
            topic["name"] += HOSTILE
        for annotation in tree["annotations"]:
            annotation |= {"note": HOSTILE, "codes": [HOSTILE], "attributes": {HOSTILE: HOSTILE}}
        path.write_text(json.dumps(tree), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_networks_are_well_formed(folder: Path, ending: str) -> None:
    out = folder / f"o.{ending}"
    assert main(["chart", str(folder), "--annotator", "mkato", "--out", str(out), "--quiet"]) == 0
    assert len(list(ET.parse(out).iter())) > 10


@pytest.mark.parametrize("name", ["refi-qda", "xlsx"])
def test_archives_hold_well_formed_parts(folder: Path, name: str) -> None:
    out = folder / {"refi-qda": "o.qdpx", "xlsx": "o.xlsx"}[name]
    main(["export", str(folder / "talks.txt.mkato.ann.json"), "--to", name, "--out", str(out), "--quiet"])
    archive = zipfile.ZipFile(io.BytesIO(out.read_bytes()))
    parts = [part for part in archive.namelist() if part.endswith((".xml", ".qde", ".rels"))]
    assert parts
    for part in parts:
        ET.fromstring(archive.read(part))


def test_a_report_holds_no_sign_that_no_page_may_hold_and_its_charts_are_well_formed(folder: Path) -> None:
    out = folder / "o.html"
    main(["compare", str(folder), "--unfinished", "--out", str(out), "--quiet"])
    page = out.read_text("utf-8")
    assert page == xml_text(page)
    charts = re.findall("<svg.*?</svg>", page, re.DOTALL)
    assert charts
    for chart in charts:
        ET.fromstring(chart)
