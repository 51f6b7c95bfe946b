"""UIMA CAS: our own annotations come back, layers of others arrive, and XML that wants to do harm is refused."""

import json
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import cassis
import pytest

from annotator.services.editing.named import entity_for_name
from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
from tests.places import SEEDS
from tests.unit.imports import bring, layer_in, told
from tests.unit.making import Desk

NER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
def test_own_annotations_come_back(tmp_path: Path, name: str) -> None:
    source = tmp_path / "a"
    source.mkdir()
    desk = Desk(source)
    mori = desk.annotate("actor", "Aiko Mori")
    claim = desk.annotate("claim", "Aiko Mori said she and her counterpart Carlo Bianchi agreed to train together")
    desk.role(claim, "speakers", "Aiko Mori", mention=mori.id)
    desk.set(claim, topic="The two should train", stance="agree", note="a\nb <&>", codes=("demand", "offer"))
    desk.annotate("agreement", "مصر watches\u00a0closely")
    desk.save()
    found = find_sidecars([str(source)]).sidecars
    summary = export_all(found, name, tmp_path / "cas", unit="document", as_folder=True)
    assert +summary.losses == {"entities with a type, aliases, memberships, external ids or a note": 1}
    back = bring(name, tmp_path / "cas", tmp_path / "b")
    assert (back.failed, back.problems, back.unmapped, back.kept_apart) == ({}, {}, {}, {})
    assert list(back.countings) == ["UTF-16 units (no quotes to check by)"]
    names = [path.name for path in back.written if path.suffix == ".json"]
    assert told(layer_in(tmp_path / "b" / names[0])) == told(desk.layer)


def test_layers_of_others_arrive(tmp_path: Path) -> None:
    types = cassis.TypeSystem()
    entity = types.create_type(NER, "uima.tcas.Annotation")
    for feature in ("value", "identifier"):
        types.create_feature(entity, feature, "uima.cas.String")
    cas = cassis.Cas(types)
    cas.sofa_string = "😀 Mori met Rossi."
    cas.add(entity(begin=2, end=6, value="PER", identifier="http://www.wikidata.org/entity/Q1"))
    (tmp_path / "lisa").mkdir()
    (tmp_path / "TypeSystem.xml").write_text(types.to_xml())
    (tmp_path / "lisa" / "doc.txt.xmi").write_text(cas.to_xmi())
    assert 'begin="3"' in cas.to_xmi()
    summary = bring("cas-xmi", tmp_path, tmp_path / "out", maps=("PER=actor/person",))
    assert (summary.failed, summary.problems) == ({}, {})
    found = layer_in(tmp_path / "out" / "doc.txt.lisa.ann.json")
    (annotation,) = found.annotations.values()
    assert (annotation.text, annotation.codes) == ("Mori", ("person",))
    assert found.entities[annotation.entities[0]].external_ids == {"wikidata": "Q1"}


def test_harm_and_nonsense_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "TypeSystem.xml").write_text(cassis.TypeSystem().to_xml())
    leak = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x>&e;</x>'
    for number, content in enumerate((leak, "<xmi", "", "no xml")):
        (tmp_path / "in" / f"{number}.xmi").write_text(content)
    summary = bring("cas-xmi", tmp_path / "in", tmp_path / "out")
    assert len(summary.failed) == 4
    assert "declares entities" in summary.failed[str(tmp_path / "in" / "0.xmi")]
    assert not (tmp_path / "out").exists()
    (tmp_path / "in" / "TypeSystem.xml").unlink()
    assert "type system" in next(iter(bring("cas-xmi", tmp_path / "in", tmp_path / "out").failed.values()))
    (tmp_path / "in" / "x.json").write_text("[" * 5000)
    assert len(bring("cas-json", tmp_path / "in", tmp_path / "out").failed) == 1


HARMFUL = ("value=print(1),other", "a b", "value]", "f{x}", "a\nimport os", "", "1a")


@pytest.mark.parametrize("name", HARMFUL)
def test_no_name_of_a_feature_becomes_source(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The library makes classes of type systems by writing Python.
    types = cassis.TypeSystem()
    evil = types.create_type("custom.Evil", "uima.tcas.Annotation")
    types.create_feature(evil, "feature_name", "uima.cas.String")
    cas = cassis.Cas(types)
    cas.sofa_string = "Mori"
    (source := tmp_path / "in").mkdir()
    (source / "TypeSystem.xml").write_text(types.to_xml().replace("feature_name", escape(name)))
    (source / "a.xmi").write_text(cas.to_xmi())
    (source / "a.json").write_text(cas.to_json().replace('"feature_name"', json.dumps(name)))
    monkeypatch.setattr(cassis, "load_cas_from_json", None)
    monkeypatch.setattr(cassis, "load_typesystem", None)
    for kind in ("cas-xmi", "cas-json"):
        (why,) = bring(kind, source, tmp_path / "out").failed.values()
        assert why == f"Its type system has a feature “{name[:40]}”, which is no name. It was not read."


METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type."


def _by_others(folder: Path) -> tuple[cassis.Cas, cassis.TypeSystem]:
    """Give a CAS as INCEpTION hands it out, with what it says of itself; the folder gets its type system."""
    types = cassis.TypeSystem()
    entity = types.create_type(NER, "uima.tcas.Annotation")
    types.create_feature(entity, "value", "uima.cas.String")
    tag_set = types.create_type(f"{METADATA}TagsetDescription", "uima.tcas.Annotation")
    types.create_feature(tag_set, "name", "uima.cas.String")
    title = types.create_type("custom.DocumentMetaData", "uima.tcas.Annotation")
    types.create_feature(title, "documentTitle", "uima.cas.String")
    element = types.create_type("org.dkpro.core.api.xml.type.XmlElement", "uima.tcas.Annotation")
    cas = cassis.Cas(types)
    cas.sofa_string = "Mori met Rossi."
    cas.add(tag_set(begin=0, end=0, name="NE tags"))
    cas.add(title(begin=0, end=15, documentTitle="talks.txt"))
    cas.add(element(begin=0, end=15))
    cas.add(entity(begin=0, end=4, value="PER"))
    folder.mkdir(parents=True)
    (folder / "TypeSystem.xml").write_text(types.to_xml())
    return cas, types


def test_what_a_file_says_of_itself_is_no_annotation(tmp_path: Path) -> None:
    cas, _types = _by_others(tmp_path / "in")
    (tmp_path / "in" / "talks.xmi").write_text(cas.to_xmi())
    summary = bring("cas-xmi", tmp_path / "in", tmp_path / "out")
    assert (summary.annotations, summary.unplaced, summary.all_well) == (1, 0, True)
    assert dict(summary.unmapped) == {"PER": 1}


def test_what_covers_no_text_is_said_and_kept_without_a_place(tmp_path: Path) -> None:
    cas, types = _by_others(tmp_path / "in")
    cas.add(types.get_type(NER)(begin=5, end=5, value="GAP"))
    (tmp_path / "in" / "talks.xmi").write_text(cas.to_xmi())
    summary = bring("cas-xmi", tmp_path / "in", tmp_path / "out")
    assert (summary.annotations, summary.unplaced) == (2, 1)
    ((problem,),) = summary.problems.values()
    assert problem.endswith("(GAP) covers no text, at 5; it is kept without a place.")


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
def test_an_archive_is_read_as_inception_hands_it_out(tmp_path: Path, name: str) -> None:
    cas, types = _by_others(tmp_path / "types")
    for annotator in ("lisa", "omar"):
        path = tmp_path / "in" / "annotation" / "talks.txt" / f"{annotator}.zip"
        path.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(path, "w") as archive:
            if name == "cas-xmi":
                archive.writestr(f"{annotator}.xmi", cas.to_xmi())
                archive.writestr("TypeSystem.xml", types.to_xml())
            else:
                archive.writestr(f"{annotator}.json", cas.to_json())
    summary = bring(name, tmp_path / "in", tmp_path / "out")
    assert (summary.failed, summary.problems) == ({}, {})
    assert (len(summary.documents), summary.annotations) == (1, 2)
    sidecars = {path.name for path in summary.written if path.suffix == ".json"}
    assert sidecars == {"talks.txt.lisa.ann.json", "talks.txt.omar.ann.json"}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.txt": "x"}, "zip archive without a .xmi file"),
        ({"a.xmi": "<x/>"}, "type system of a.xmi is missing"),
        ({"../a.xmi": "<x/>"}, "would lie outside"),
    ],
)
def test_an_archive_that_is_none_is_refused(tmp_path: Path, files: dict[str, str], said: str) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    (why,) = bring("cas-xmi", tmp_path, tmp_path / "out").failed.values()
    assert said in why


NAMES = ('The "A" Group', "Ba; Sons", "C|D", "E\\", "F\\; ;G", "a;b")


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json", "webanno-tsv"])
def test_signs_in_names_and_codes_part_nothing(tmp_path: Path, name: str) -> None:
    (source := tmp_path / "a").mkdir()
    desk = Desk(source, "Those left.\n")
    those = desk.annotate("actor", "Those")
    draft = desk.session.draft()
    names = tuple(entity_for_name(draft, one).id for one in NAMES)
    desk.session.commit(draft, "Name")
    desk.set(those, entities=names, codes=NAMES)
    desk.save()
    export_all(find_sidecars([str(source)]).sidecars, name, tmp_path / "cas", unit="document", as_folder=True)
    back = bring(name, tmp_path / "cas", tmp_path / "b")
    assert back.all_well
    (found,) = layer_in(tmp_path / "b" / desk.sidecar.name).annotations.values()
    assert found.codes == NAMES
    assert told(layer_in(tmp_path / "b" / desk.sidecar.name)) == told(desk.layer)


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
def test_the_library_of_others_finds_the_sample_where_it_stood(tmp_path: Path, name: str) -> None:
    found = find_sidecars([str(SEEDS / "*.mkato.ann.json")]).sidecars
    export_all(found, name, tmp_path, unit="document", as_folder=True)
    types = tmp_path / "TypeSystem.xml"
    count = 0
    for file in (tmp_path / "mkato").iterdir():
        if name == "cas-xmi":
            cas = cassis.load_cas_from_xmi(file.read_text(), cassis.load_typesystem(types.read_text()))
        else:
            cas = cassis.load_cas_from_json(file.read_text())
        layer = layer_in(SEEDS / f"{file.name.removesuffix(file.suffix)}.mkato.ann.json")
        text = (SEEDS / file.name.removesuffix(file.suffix)).read_text()
        theirs = sorted(
            (one.type.name.rpartition(".")[2].lower(), one.begin, one.get_covered_text())
            for kind in ("Actor", "Claim", "Agreement")
            for one in cas.select(f"webanno.custom.{kind}")
        )
        ours = sorted((one.type, one.start, text[one.start : one.end]) for one in layer.annotations.values())
        assert theirs == ours
        count += len(theirs)
    assert count > 100
