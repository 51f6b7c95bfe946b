"""Annotated articles as pages, made by the command and read back: HTML by lxml, Word's files by their own XML."""

import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree, html

from annotator.__main__ import main
from annotator.formats.documents import docx_document
from annotator.model.vocabulary import ACTOR, AGREEMENT, CLAIM, PARTIES, SPEAKERS, TARGETS
from tests.unit.making import TEXT, Desk

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '<script>alert("1")</script>\u202eevil & Co'
RTL = "שלום עולם amid English\nEnglish first, then مرحبا"


@pytest.fixture
def talks(tmp_path: Path) -> Desk:
    """An article whose annotations overlap, with names that no page may take for anything but words."""
    desk = Desk(tmp_path)
    said = desk.annotate(CLAIM, "Minister Aiko Mori said she")
    desk.annotate(ACTOR, "Aiko Mori")
    agreed = desk.annotate(AGREEMENT, "she and her counterpart Carlo Bianchi agreed to train together")
    desk.role(
        said,
        SPEAKERS,
        "Mori",
    )
    desk.role(said, TARGETS, "Eve", attitude="critical")
    desk.role(agreed, PARTIES, "Mori", "Bianchi")
    desk.set(said, topic="They should train", stance="agree", note="first\nsecond")
    eve = next(one for one in desk.layer.entities.values() if one.name == "Eve")
    desk.layer.entities[eve.id] = replace(eve, name=HOSTILE)
    desk.save()
    return desk


def export(out: Path, *paths: Path | str) -> int:
    return main(["export", *map(str, paths), "--to", "report", "--out", str(out) if out.suffix else f"{out}/"])


def page_of(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def without_numbers(paragraph: html.HtmlElement) -> str:
    for extra in paragraph.xpath(".//sup | .//*[@class='heard']"):
        extra.drop_tree()
    return str(paragraph.text_content())


def test_a_page_has_the_whole_text_its_notes_lists_and_chart(talks: Desk, tmp_path: Path) -> None:
    assert export(tmp_path / "x.html", talks.path) == 0
    page = page_of(tmp_path / "x.html")
    assert page.xpath("string(//title)") == "talks.txt"
    assert page.xpath("count(//h1)") == 1
    lines = [without_numbers(paragraph) for paragraph in page.xpath("//div[@class='text']/p")]
    assert lines == [line.replace("\u2028", "\n") for line in TEXT.split("\n")]
    assert page.xpath("//h2/bdi/text()") == ["Text", "Notes", "Entities", "Topics", "Relationship chart"]
    notes = [str(note.text_content()) for note in page.xpath("//p[contains(@class, 'note')]")]
    assert notes[0].startswith("c1 Claim “Minister Aiko Mori said she”. Speaker: Mori. Target: ")
    assert "attitude critical" in notes[0]
    assert "Topic: They should train. Stance: agree. Note: first\nsecond" in notes[0]
    assert page.xpath("count(//figure/*[local-name()='svg'][@role='img'][@aria-label])") == 1
    relations = page.xpath("//table[caption='Relations']/tbody/tr[1]/td//text()")
    assert relations[:2] == ["Mori", "claim, critical"]


def test_a_page_needs_nothing_else_and_every_link_leads_somewhere(talks: Desk, tmp_path: Path) -> None:
    export(tmp_path / "x.html", talks.path)
    page = page_of(tmp_path / "x.html")
    assert page.xpath("//script | //link | //img | //iframe | //@onload | //@src") == []
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = page.xpath("//a/@href")
    assert len(links) > 8
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)
    assert "‹U+202E›" in page.text_content()
    assert "\u202e" not in page.text_content()


def test_types_are_told_without_colour_and_read_aloud(talks: Desk, tmp_path: Path) -> None:
    export(tmp_path / "x.html", talks.path)
    page = page_of(tmp_path / "x.html")
    style = page.xpath("string(//style)")
    lines = {
        kind: re.search(rf"\.{kind} {{ border-bottom: \S+ (\w+)", style) for kind in ("actor", "claim", "agreement")
    }
    assert len({found and found.group(1) for found in lines.values()}) == 3
    assert page.xpath("//sup/a/text()") == ["a2", "c1", "g3"]
    assert page.xpath("//sup/a/@aria-label") == ["actor 2 ends", "claim 1 ends", "agreement 3 ends"]
    heard = page.xpath("//*[@class='heard']/text()")
    assert heard == ["claim 1 begins: ", "actor 2 begins: ", "agreement 3 begins: "]
    nested = page.xpath("//span[@class='m claim l1']/span[@class='m actor l0']/text()")
    assert nested == ["Aiko Mori"]


def test_text_that_runs_leftwards_is_set_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path, RTL)
    desk.annotate(ACTOR, "שלום")
    desk.annotate(ACTOR, "English first")
    desk.save()
    export(tmp_path / "x.html", desk.path)
    paragraphs = page_of(tmp_path / "x.html").xpath("//div[@class='text']/p")
    # With dir="auto" the first letter outside of bdi and of what has a direction of its own decides.
    assert [paragraph.get("dir") for paragraph in paragraphs] == ["auto", "auto"]
    assert {heard.tag for heard in paragraphs[0].xpath(".//*[@class='heard']")} == {"bdi"}
    assert {number.get("dir") for number in paragraphs[0].xpath(".//sup")} == {"ltr"}
    export(tmp_path / "x.docx", desk.path)
    first, second = [one for one in body_of(tmp_path / "x.docx").iter(f"{W}p") if style_of(one) == "Article"]
    assert [one.find(f"{W}pPr/{W}bidi") is not None for one in (first, second)] == [True, False]
    leftwards = ["".join(run.itertext()) for run in second.iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]
    assert leftwards == ["مرحبا"]


def body_of(path: Path) -> etree._Element:
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        return etree.fromstring(archive.read("word/document.xml"))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(f"{W}val")) if style is not None else ""


def test_word_gets_the_text_links_that_lead_somewhere_and_a_drawn_chart(talks: Desk, tmp_path: Path) -> None:
    assert export(tmp_path / "x.docx", talks.path) == 0
    body = body_of(tmp_path / "x.docx")
    names = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    numbers = [one.get(f"{W}id") for one in body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) == len(set(numbers))
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", str(name)) for name in names)
    assert {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")} <= set(names)
    shapes = [one for one in body.iter() if etree.QName(one).localname == "wsp"]
    assert len(shapes) > 6
    lines = {one.get(f"{W}val") for one in body.iter(f"{W}u")}
    assert lines == {"single", "dash", "double"}
    article = "".join("".join(one.itertext()) for one in body.iter(f"{W}p") if style_of(one) == "Article")
    # Of what is under another's line the beginning is written too.
    assert "[c1Minister Aiko Moria2 said shec1]" in article.replace("[g3", "")
    assert HOSTILE.replace("\u202e", "‹U+202E›") in "".join(body.itertext())
    assert "Relationship chart" in docx_document.read((tmp_path / "x.docx").read_bytes(), "x.docx", None).text


def test_the_same_pages_are_the_same_bytes(talks: Desk, tmp_path: Path) -> None:
    for out in ("one.docx", "other.docx", "one.html", "other.html"):
        export(tmp_path / out, talks.path)
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "other.docx").read_bytes()
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "other.html").read_bytes()


def test_several_stand_behind_a_list_of_contents_every_annotator_s_file_by_itself(talks: Desk, tmp_path: Path) -> None:
    Desk(tmp_path, annotator="lrossi").save()
    Desk(tmp_path, "Other words.", name="a b#.txt").save()
    assert export(tmp_path / "x.html", tmp_path) == 0
    page = page_of(tmp_path / "x.html")
    assert page.xpath("count(//article)") == 3
    assert len(page.xpath("//nav//li")) == 3
    assert {link.removeprefix("#") for link in page.xpath("//nav//a/@href")} == set(
        page.xpath("//article/@aria-labelledby")
    )
    assert export(tmp_path / "x.docx", tmp_path) == 0
    breaks = list(body_of(tmp_path / "x.docx").iter(f"{W}pageBreakBefore"))
    assert len(breaks) == 3


def test_a_folder_has_a_page_each_and_one_that_leads_to_them(talks: Desk, tmp_path: Path) -> None:
    Desk(tmp_path, "Other words.", name="a b#.txt").save()
    assert export(tmp_path / "pages", tmp_path) == 0
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == [
        "a b#.txt.mkato.html", "index.html", "talks.txt.mkato.html",
    ]  # fmt: skip
    links = page_of(tmp_path / "pages" / "index.html").xpath("//nav//a/@href")
    assert links == ["a%20b%23.txt.mkato.html", "talks.txt.mkato.html"]


def test_what_cannot_be_a_page_is_said_and_the_others_are_made(
    talks: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = Desk(tmp_path, "Gone words.", name="gone.txt")
    gone.save()
    gone.path.unlink()
    (tmp_path / "broken.txt.mkato.ann.json").write_text("{")
    assert export(tmp_path / "x.html", tmp_path) == 1
    said = capsys.readouterr().err
    assert "Its document is not at hand, and a page shows its text." in said
    assert "broken.txt.mkato.ann.json" in said
    assert page_of(tmp_path / "x.html").xpath("count(//article)") == 1
    assert export(tmp_path / "x.odt", talks.path) == 2
    assert "x.odt should end in one of: .html, .docx, .pdf." in capsys.readouterr().err


def test_an_annotation_that_is_nowhere_in_the_text_is_told_all_the_same(talks: Desk, tmp_path: Path) -> None:
    claim = next(one for one in talks.layer.annotations.values() if one.type == CLAIM)
    talks.layer.annotations[claim.id] = claim._replace(fragments=(), quote=("words that are in no text",))
    talks.sidecar.unlink()
    talks.save()
    export(tmp_path / "x.html", talks.path)
    notes = [str(note.text_content()) for note in page_of(tmp_path / "x.html").xpath("//p[contains(@class, 'note')]")]
    assert notes[-1].startswith("c3 Claim “words that are in no text” (not found in the text)")
