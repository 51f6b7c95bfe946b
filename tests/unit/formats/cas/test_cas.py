"""UIMA CAS: our own annotations come back, layers of others arrive, and XML that wants to do harm is refused."""

import json
from pathlib import Path
from xml.sax.saxutils import escape

import cassis
import pytest

from annotator.services.exporting.batch_export import export_all
from annotator.services.folder.find_files import find_sidecars
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
