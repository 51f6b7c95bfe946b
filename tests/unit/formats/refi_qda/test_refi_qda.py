"""REFI-QDA: projects of ours come back as they were, those of others are read, and harmful ones are not."""

import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from annotator.formats.codebooks.codebook_json import load_codebook
from annotator.formats.exchange.registry import export_format, import_format
from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.model.annotation import Annotation
from annotator.model.document import canonical
from annotator.model.layer import Annotator, Layer
from annotator.model.span import Span, in_order_and_apart
from annotator.services.editing.annotations import placed
from annotator.services.exporting.batch_export import ExportSummary, export_all
from annotator.services.folder.find_files import find_sidecars
from annotator.services.importing.batch_import import ImportSummary, import_all
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_mapping import make_mapping
from annotator.services.keeping.open_document import fresh_layer
from tests.patience import times
from tests.places import SEEDS
from tests.unit.formats.refi_qda.qualcoder_rules import rewritten
from tests.unit.making import Desk, annotated

SPACE = 'xmlns="urn:QDA-XML:project:1.0"'


def exported(folder: Path, out: Path, *, as_folder: bool = False) -> ExportSummary:
    found = find_sidecars([str(folder)]).sidecars
    return export_all(found, "refi-qda", out, unit="document", as_folder=as_folder)


def imported(source: Path, out: Path, *labels: str) -> ImportSummary:
    wanted = import_format("refi-qda")
    files = find_sources([str(source)], wanted.suffixes).files
    return import_all(wanted, files, out, mapping=make_mapping(None, labels, ()))


def only_layer(folder: Path, annotator: str = "*") -> Layer:
    (sidecar,) = folder.rglob(f"*.{annotator}.ann.json")
    return load_sidecar(sidecar.read_bytes()).layer


def said(layer: Layer) -> list[tuple[object, ...]]:
    """What REFI-QDA holds of annotations, with names in place of ids."""
    entity = {identifier: (record.name, record.type) for identifier, record in layer.entities.items()}
    topics = {identifier: record.name for identifier, record in layer.topics.items()}
    return sorted(
        (
            a.type, a.fragments, a.quote, a.codes, [entity[i] for i in a.entities], topics.get(a.topic or ""), a.note,
            [(name, entity[role.entity]) for name, role in a.roles()], str(a.stance), str(a.status), str(a.date),
        )
        for a in layer.annotations.values()
    )  # fmt: skip


def project(path: Path, inside: str, **texts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", inside)
        for name, data in texts.items():
            archive.writestr(f"Sources/{name}.txt", data)
    return path


def test_a_project_comes_back_with_all_it_holds_and_says_what_it_does_not(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    desk = annotated(tmp_path / "in")
    summary = exported(tmp_path / "in", tmp_path / "out.qdpx")
    assert summary.annotations == len(desk.layer.annotations)
    assert not summary.failed
    back = imported(tmp_path / "out.qdpx", tmp_path / "back")
    assert not back.failed
    layer = only_layer(tmp_path / "back")
    assert said(layer) == said(desk.layer)
    assert layer.head.annotator == Annotator("mkato", "M. Kato")
    assert sorted(link.type for link in layer.links.values()) == sorted(link.type for link in desk.layer.links.values())
    assert all(count > 0 for count in summary.losses.values())


def test_a_folder_holds_the_code_book_too_and_two_annotators_share_a_text(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    annotated(tmp_path / "in")
    other = Desk(tmp_path / "in", annotator="lrossi")
    other.annotate("claim", "Norland criticised Ostia")
    other.save()
    exported(tmp_path / "in", tmp_path / "out", as_folder=True)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"project.qdpx", "codebook.qdc"}
    book = etree.fromstring((tmp_path / "out" / "codebook.qdc").read_bytes())
    names = [code.get("name") for code in book.iterfind(".//{urn:QDA-XML:codebook:1.0}Code")]
    assert {"actor", "claim", "agreement"} <= set(names)
    with zipfile.ZipFile(tmp_path / "out" / "project.qdpx") as archive:
        assert len(archive.namelist()) == 2
    imported(tmp_path / "out" / "project.qdpx", tmp_path / "back")
    assert len(only_layer(tmp_path / "back", "lrossi").annotations) == 1
    assert len(only_layer(tmp_path / "back", "mkato").annotations) > 1


def test_codes_of_others_become_annotations_by_the_mapping(tmp_path: Path) -> None:
    text = "😀 Mori met Rossi.\r\nNorland left in May.\r\n"
    start = text.index("Norland") + 1  # in UTF-16 units, CR LF as two
    inside = f"""<Project {SPACE} name="p" origin="Other">
    <Users><User guid="U1" name="Lisa"/><User guid="u2" name="Omar"/></Users>
    <CodeBook><Codes><Code guid="{{C1}}" name="People"><Code guid="c2" name="PER"/></Code></Codes></CodeBook>
    <Cases><Case guid="k" name="North"><SourceRef targetGUID="S"/></Case></Cases>
    <Sources><TextSource guid="s" name="a: talks?" plainTextPath="internal://t.txt">
      <PlainTextSelection guid="x" name="Norland" startPosition="{start}" endPosition="{start + 7}" creatingUser="u1">
        <Description>moves</Description>
        <Coding creatingUser="u1"><CodeRef targetGUID="C2"/></Coding>
        <Coding creatingUser="u2"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection>
      <PlainTextSelection guid="y" startPosition="900" endPosition="901" creatingUser="u1"/>
    </TextSource><PictureSource><PictureSelection/></PictureSource></Sources></Project>"""
    summary = imported(project(tmp_path / "p.qdpx", inside, t=text.encode()), tmp_path / "out", "PER=actor/person")
    lisa, omar = only_layer(tmp_path / "out", "lisa"), only_layer(tmp_path / "out", "omar")
    found = {a.codes: a for a in lisa.annotations.values()}
    norland = found["person",]
    assert (norland.quote, norland.note, norland.attributes) == (("Norland",), "moves", {"code path": "People > PER"})
    assert found["selection without a code",].fragments == ()
    assert [a.quote for a in omar.annotations.values()] == [("Norland",)]
    assert (lisa.document.title, lisa.document.note) == ("a: talks?", "Case: North")
    assert summary.countings == {"UTF-16 units, CRLF as 2": 2}
    problems = "\n".join(*summary.problems.values())
    assert "1 × PictureSelection" in problems
    assert "fits best" not in problems  # a name bears it out
    assert (tmp_path / "out" / "a_ talks_.txt").read_bytes() == text.encode()


def test_without_names_the_counting_is_guessed_by_ends_of_words_and_said_so(tmp_path: Path) -> None:
    text = "😀😀 Mori met Rossi.\nNorland left."
    spots = [(text.index(words) + 2, text.index(words) + 2 + len(words)) for words in ("Mori", "Rossi", "Norland")]
    chosen = "".join(f'<PlainTextSelection startPosition="{a}" endPosition="{b}"/>' for a, b in spots)
    source = f"<TextSource name='a'><PlainTextContent>{text}</PlainTextContent>{chosen}</TextSource>"
    inside = f"<Project {SPACE}><Sources>{source}</Sources></Project>"
    summary = imported(project(tmp_path / "p.qdpx", inside), tmp_path / "out")
    found = only_layer(tmp_path / "out").annotations.values()
    assert {a.text for a in found} == {"Mori", "Rossi", "Norland"}
    (problem,) = next(iter(summary.problems.values()))
    assert "UTF-16 units fits best (3 of 3 selections begin and end with words)" in problem


def test_what_is_no_project_or_does_harm_is_refused_in_a_sentence(tmp_path: Path) -> None:
    entity = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project>&x;</Project>'
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", f"<Project {SPACE}/>")
        archive.writestr("../outside.txt", "x")
    (tmp_path / "leaves.qdpx").write_bytes(buffer.getvalue())
    (tmp_path / "broken.qdpx").write_bytes(b"PK no zip")
    (tmp_path / "book.qdc").write_bytes(b"<Project/>")
    project(tmp_path / "entity.qdpx", entity)
    project(tmp_path / "burst.qdpx", f"<Project {SPACE}/>", t=bytes(20 * 2**20))
    project(tmp_path / "empty.qdpx", f"<Project {SPACE}/>")
    for name, words in {
        "leaves.qdpx": "outside", "broken.qdpx": "zip", "entity.qdpx": "entities", "burst.qdpx": "unpack",
        "empty.qdpx": "no texts", "book.qdc": "no code book",
    }.items():  # fmt: skip
        (sentence,) = imported(tmp_path / name, tmp_path / "out").failed.values()
        assert words in sentence
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["project.qdpx", "codebook.qdc"])
def test_the_code_book_comes_back_too(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    desk = annotated(tmp_path / "in")
    desk.set(next(a for a in desk.layer.annotations.values() if a.type == "claim"), codes=("demand",))
    desk.sidecar.write_bytes(dump_sidecar(desk.layer))
    exported(tmp_path / "in", tmp_path / "out", as_folder=True)
    summary = imported(tmp_path / "out" / name, tmp_path / "back")
    book = load_codebook((tmp_path / "back" / "codebook.json").read_bytes(), "codebook.json")
    assert [(code.type, code.name) for code in book.codes] == [("claim", "demand")]
    assert {topic.name for topic in book.topics} == {"The two should train together"}
    assert {(e.name, e.type) for e in book.entities} == {(e.name, e.type) for e in desk.layer.entities.values()}
    assert any("codebook.json" in note for note in summary.notes)


def test_a_code_book_of_others_gets_its_meaning_and_never_replaces_one(tmp_path: Path) -> None:
    book = """<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code name="People" isCodable="false">
      <Code name="PER" isCodable="true" color="#aabbcc"><Description>Who acts</Description></Code></Code>
      <Code name="fee" isCodable="true"/></Codes></CodeBook>"""
    (tmp_path / "b.qdc").write_text(book)
    imported(tmp_path / "b.qdc", tmp_path / "out", "PER=actor/person", "fee=claim/demand")
    data = (tmp_path / "out" / "codebook.json").read_bytes()
    codes = load_codebook(data, "codebook.json").codes
    assert [(c.type, c.name, c.group, c.definition, c.color) for c in codes] == [
        ("actor", "person", "People", "Who acts", "#aabbcc"), ("claim", "demand", "", "", None),
    ]  # fmt: skip
    assert "left as it was" in imported(tmp_path / "b.qdc", tmp_path / "out").notes[0]
    assert (tmp_path / "out" / "codebook.json").read_bytes() == data


def test_a_missing_text_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    inside = f"""<Project {SPACE}><Sources><TextSource guid="s" name="gone" plainTextPath="internal://gone.txt"/>
    <TextSource guid="r" name="here"><PlainTextContent>Mori left.</PlainTextContent></TextSource></Sources></Project>"""
    summary = imported(project(tmp_path / "p.qdpx", inside), tmp_path / "out")
    assert "gone" in next(iter(summary.failed.values()))
    assert (tmp_path / "out" / "here.txt").read_text() == "Mori left."


@given(st.text("ab \r\n😀e\u0301ß𝔘", max_size=30).map("a{}z".format), st.data())
@times(0.6)
def test_places_survive_a_round_trip(came: str, data: st.DataObject) -> None:
    text = canonical(came)
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in").mkdir()
        desk = Desk(place / "in", came)
        assert desk.document.text == text
        points = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4)).map(
            lambda p: (p[0], min(len(text), sum(p)))
        )
        layer = fresh_layer(desk.document, Annotator("mkato"), place)
        for number, spans in enumerate(data.draw(st.lists(st.lists(points, min_size=1, max_size=3), max_size=4))):
            fragments = in_order_and_apart([Span(*span) for span in spans])
            # Nothing but space gives a selection no name, and offsets without names can mean other places too.
            assume(all(text[slice(*fragment)].strip() for fragment in fragments))
            made = placed(Annotation(f"a{number}", "claim", (), ()), text, list(fragments))
            layer.annotations[made.id] = made
        desk.sidecar.write_bytes(dump_sidecar(layer))
        assert not exported(place / "in", place / "p.qdpx").failed
        assert not imported(place / "p.qdpx", place / "out").failed
        back = only_layer(place / "out")
        assert sorted(a.fragments for a in back.annotations.values()) == sorted(
            a.fragments for a in layer.annotations.values()
        )


def test_both_directions_are_listed() -> None:
    assert export_format("refi-qda").suffix == ".qdpx"
    assert import_format("refi-qda").suffixes == (".qdpx", ".qdc")


@pytest.mark.parametrize("nests_codes", [True, False])
def test_the_sample_comes_back_from_qualcoder_as_it_was(tmp_path: Path, nests_codes: bool) -> None:
    exported(SEEDS, tmp_path / "a.qdpx")
    (tmp_path / "b").mkdir()
    rewritten(tmp_path / "a.qdpx", tmp_path / "b" / "b.qdpx", nests_codes=nests_codes)
    summary = imported(tmp_path / "b", tmp_path / "out")
    assert (summary.failed, summary.unplaced, dict(summary.unmapped)) == ({}, 0, {})
    sidecars = sorted(SEEDS.glob("*.ann.json"))
    came = sorted((tmp_path / "out").glob("*.txt.*.ann.json"))
    assert [path.name for path in came] == [path.name for path in sidecars]
    layers = [(_layer(path), _layer(tmp_path / "out" / path.name)) for path in sidecars]
    assert sum(len(back.annotations) for _was, back in layers) == sum(len(was.annotations) for was, _back in layers)
    for was, back in layers:
        assert (said(back), linked(back)) == (said(was), linked(was))
        assert back.head.annotator == was.head.annotator


def _layer(sidecar: Path) -> Layer:
    return load_sidecar(sidecar.read_bytes()).layer


def linked(layer: Layer) -> list[tuple[str, ...]]:
    at = layer.annotations
    return sorted((link.type, at[link.source].text, at[link.target].text) for link in layer.links.values())


def test_what_shares_a_place_or_a_name_is_told_apart_after_qualcoder(tmp_path: Path) -> None:
    (source := tmp_path / "a").mkdir()
    desk = Desk(source, "Mori and Rossi met, said Mori; so did Rome.\n")
    for name in ("Mori", "Rome"):
        actor = desk.annotate("actor", "Mori")
        desk.set(actor, codes=(name, "speaker: Mori"), note="claim")
    for topic in ("topic: They met", "claim"):
        claim = desk.annotate("claim", "Mori and Rossi met")
        desk.set(claim, topic=topic, stance="agree", codes=("agree", "Rome"))
        desk.role(claim, "speakers", "Mori")
    agreement = desk.annotate("agreement", "Mori and Rossi met")
    desk.role(agreement, "parties", "Mori", "Rome", "claim")
    desk.save()
    exported(source, tmp_path / "a.qdpx")
    (tmp_path / "b").mkdir()
    rewritten(tmp_path / "a.qdpx", tmp_path / "b" / "b.qdpx")
    for qdpx in (tmp_path / "a.qdpx", tmp_path / "b"):
        imported(qdpx, tmp_path / f"of-{qdpx.stem}")
        assert said(only_layer(tmp_path / f"of-{qdpx.stem}")) == said(desk.layer)


def test_codings_of_a_place_without_marks_are_one_annotation_of_each_type(tmp_path: Path) -> None:
    def coding(code: str, number: int) -> str:
        place = "startPosition='0' endPosition='4' name='Mori' creatingUser='u'"
        inner = f"<Coding guid='k{number}'><CodeRef targetGUID='{code}'/></Coding>"
        return f"<PlainTextSelection guid='x{number}' {place}>{inner}</PlainTextSelection>"

    book = """<Code guid='a' name='actor'/><Code guid='c' name='claim'><Code guid='cd' name='demand'/></Code>
      <Code guid='e' name='entity' isCodable='false'><Code guid='p' name='person' isCodable='false'>
      <Code guid='pm' name='Aiko Mori'/></Code></Code>
      <Code guid='s' name='stance' isCodable='false'><Code guid='sa' name='agree'/></Code><Code guid='o' name='own'/>"""
    codings = "".join(coding(code, number) for number, code in enumerate(("pm", "sa", "cd", "o", "a", "c")))
    text = f"<TextSource name='a'><PlainTextContent>Mori left.</PlainTextContent>{codings}</TextSource>"
    head = f"<Users><User guid='u' name='ana'/></Users><CodeBook><Codes>{book}</Codes></CodeBook>"
    project(tmp_path / "in.qdpx", f"<Project {SPACE}>{head}<Sources>{text}</Sources></Project>")
    imported(tmp_path / "in.qdpx", tmp_path / "out")
    layer = only_layer(tmp_path / "out")
    found = {(one.type, one.codes, one.stance) for one in layer.annotations.values()}
    assert found == {("actor", (), None), ("claim", ("demand",), "agree"), ("actor", ("own",), None)}
    assert {layer.entities[one.entities[0]].name for one in layer.annotations.values() if not one.codes} == {
        "Aiko Mori"
    }


@pytest.mark.parametrize("member", ["Env Att.qde", "PROJECT.QDE", "inner\\project.qde"])
@pytest.mark.parametrize("text", ["sources\\t 1.txt", "Sources/T 1.TXT", "sources/t 1.txt"])
def test_parts_may_be_called_as_programs_call_them(tmp_path: Path, member: str, text: str) -> None:
    inside = f"""<Project {SPACE}><CodeBook><Codes><Code guid='c' name='PER'/></Codes></CodeBook>
      <Sources><TextSource name='a' plainTextPath='internal://t%201.txt'>
      <PlainTextSelection startPosition='0' endPosition='4' name='Mori'><Coding><CodeRef targetGUID='c'/></Coding>
      </PlainTextSelection></TextSource></Sources></Project>"""
    with zipfile.ZipFile(tmp_path / "a.qdpx", "w") as archive:
        archive.writestr(_as_it_is(member), inside)
        archive.writestr(_as_it_is(text), "Mori left.")
    summary = imported(tmp_path / "a.qdpx", tmp_path / "out")
    assert (summary.failed, summary.annotations, summary.unplaced) == ({}, 1, 0)


def _as_it_is(name: str) -> zipfile.ZipInfo:
    """Give a part whose name keeps its backslashes."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    return info
