"""Documents of every kind: what is read in them, and that nothing harmful is."""

import re
import zipfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest

from annotator.formats.documents.kinds import KINDS, kind_of
from annotator.formats.documents.plain_text import SourceError, UnknownEncodingError
from annotator.model.layer import Annotator
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.keeping.desk import open_desk
from annotator.services.keeping.open_document import open_path
from annotator.services.reading.document_file import read_document
from annotator.services.reading.document_process import Limits, read_apart
from tests.unit import small_documents as small
from tests.unit.making import documents_in

KATO = Annotator("mkato", "M. Kato")


def text_of(data: bytes, name: str, encoding: str | None = None) -> str:
    kind = kind_of(name)
    assert kind
    return kind.extract(data, name, encoding).text


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(SourceError) as refused:
        text_of(data, name)
    assert name in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("name", small.OF_EVERY_KIND)
def test_a_document_is_opened_annotated_saved_and_found_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(small.OF_EVERY_KIND[name])
    desk = open_desk(path, KATO)
    document = desk.session.document
    assert "Aiko Mori said she and Carlo Bianchi agreed to train together." in document.text
    assert document.text.endswith("Ostia 🤝.\n" if "🤝" in document.text else "Ostia.\n")
    draft = desk.session.draft()
    draft.put_document(note="seen")
    desk.session.commit(draft, "Note")
    desk.save()
    desk.close()
    assert path.read_bytes() == small.OF_EVERY_KIND[name]
    annotated = read_annotated(tmp_path / f"{name}.mkato.ann.json")
    assert annotated.findings == []
    assert annotated.layer.document.text_sha256 == document.info.text_sha256
    kind = kind_of(name)
    assert kind
    assert annotated.layer.document.reader == kind.reader
    assert [found.name for found in documents_in(tmp_path)] == [name]


def test_the_libraries_that_decide_on_a_text_are_recorded_with_their_versions() -> None:
    assert {kind.name: "(" in kind.reader for kind in KINDS} == {
        "html": True, "docx": False, "odt": False, "rtf": True, "pdf": True, "eml": False,
    }  # fmt: skip


def test_another_reader_of_the_same_file_is_told_from_a_changed_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(small.docx())
    desk = open_desk(path, KATO)
    draft = desk.session.draft()
    draft.put_document(note="seen")
    desk.session.commit(draft, "Note")
    sidecar = desk.save()
    assert sidecar
    file = tmp_path / "a.docx.mkato.ann.json"
    text = file.read_text()
    info = desk.session.document.info
    desk.close()
    file.write_text(text.replace('"docx 2"', '"docx 1"').replace(info.text_sha256, "0" * 64))
    for findings in (read_annotated(file).findings, open_path(path, KATO).findings):
        assert [finding.code for finding in findings] == ["text-changed"]
        assert "file is the same, but “docx 2” reads another text in it than “docx 1”" in findings[0].sentence
    path.write_bytes(small.docx(["Other text"]))
    assert "file is the same" not in read_annotated(file).findings[0].sentence


def test_word_text_is_what_stands_after_all_changes() -> None:
    body = (
        "<w:p><w:pPr><w:pStyle/></w:pPr><w:r><w:t>Mori </w:t></w:r>"
        "<w:del><w:r><w:delText>did not</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>signed</w:t><w:tab/><w:t>twice</w:t><w:br/><w:t>here</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t> &amp; there</w:t></w:r></w:hyperlink></w:p>"
        "<w:p/><w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Japan</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    note = (
        b'<w:footnotes xmlns:w="urn:w"><w:footnote w:type="separator"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>'
    )
    note += b"<w:footnote><w:p><w:r><w:t> Note</w:t></w:r></w:p></w:footnote></w:footnotes>"
    data = small.zipped(word__document_xml=small.docx_body(body), word__footnotes_xml=note)
    assert text_of(data, "a.docx") == "Mori signed\ttwice\nhere & there\n\nIn a control\nJapan\t5\nNote\n"


def test_open_document_white_space_counts_as_its_standard_says() -> None:
    body = (
        "<text:h>Title</text:h><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        "<text:p> Mori  <text:span> said</text:span><text:s text:c='2'/>it<text:tab/>on\n  Tuesday<text:line-break/>"
        "again<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Note</text:p>"
        "</text:note-body></text:note>.</text:p><table:table><table:table-row><table:table-cell><text:p>A</text:p>"
        "</table:table-cell><table:table-cell><text:p>B</text:p></table:table-cell></table:table-row></table:table>"
    )
    expected = "Title\nMori said  it\ton Tuesday\nagain.\nA\tB\nNote\n"
    assert text_of(small.zipped(content_xml=small.odt_body(body)), "a.odt") == expected


def test_a_page_is_its_main_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(small.html())
    document = read_document(tmp_path / "a.html")
    assert "World news" not in document.text
    assert "alert" not in document.text
    info = document.info
    assert (info.title, info.author, info.published, info.language) == (
        "Ministers meet",
        "A Reporter",
        "2022-04-12",
        "en",
    )


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    lines = ["Grüße aus Köln", "Der Minister sagte, man müsse über Öl reden."]
    assert lines[1] in text_of(small.html(lines, "iso-8859-1"), "a.html")
    undeclared = small.html(lines, "cp1252").replace(b"charset", b"nothing")
    with pytest.raises(UnknownEncodingError):
        text_of(undeclared, "a.html")
    assert lines[1] in text_of(undeclared, "a.html", "cp1252")


def test_an_encoding_is_asked_for_across_the_process_too(tmp_path: Path) -> None:
    message = small.eml(["Gruß", "Der Minister sagte, man müsse reden."], "cp1252").replace(b"cp1252", b"unknown-8bit")
    (tmp_path / "a.eml").write_bytes(message)
    with pytest.raises(UnknownEncodingError) as asked:
        read_document(tmp_path / "a.eml")
    assert "cp1252" in asked.value.candidates
    assert "müsse" in asked.value.data.decode("cp1252")
    assert "man müsse reden." in read_document(tmp_path / "a.eml", "cp1252").text


def test_a_message_begins_with_who_wrote_and_when() -> None:
    kind = kind_of("A.EML")
    assert kind
    found = kind.extract(small.eml(), "a.eml", None)
    assert found.text.startswith(
        "From: Aiko Mori <mori@example.org>\nTo: press@example.org\nDate: Tue, 12 Apr 2022 23:30"
    )
    assert "\nSubject: Ministers meet\n\nAiko Mori said" in found.text
    assert (found.title, found.published) == ("Ministers meet", "2022-04-12")
    page = small.eml().replace(b"text/plain", b"text/html").replace(b"Aiko Mori said", b"<p><b>Aiko</b> Mori said")
    assert "\nAiko Mori said she" in text_of(page, "a.eml")


SYMBOL = '<w:sym w:font="{}" w:char="{}"/>'


def test_word_shows_no_rubies_and_nothing_hidden_and_signs_as_characters() -> None:
    body = (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>きしだ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>岸田</w:t></w:r></w:rubyBase>"
        "</w:ruby></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown </w:t></w:r><w:r>'
        + "".join(SYMBOL.format(*sign) for sign in (
            ("Symbol", "F061"), ("Symbol", "F0AE"), ("Wingdings", "F0FC"), ("Other", "F041"), ("Arial", "20AC"),
            ("Symbol", "x")))
        + "</w:r></w:p>"
    )  # fmt: skip
    assert text_of(small.zipped(word__document_xml=small.docx_body(body)), "a.docx") == "岸田 shown α→✓�€�\n"


def test_where_the_mark_of_a_paragraph_was_deleted_the_next_goes_on_with_it() -> None:
    def paragraph(text: str, mark: str = "") -> str:
        return f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    body = paragraph("Mori ", "<w:del/>") + paragraph("met ", "<w:moveFrom/>") + paragraph("Tom.") + paragraph("Then")
    assert text_of(small.zipped(word__document_xml=small.docx_body(body)), "a.docx") == "Mori met Tom.\nThen\n"
    table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    body = paragraph("A", "<w:del/>") + table + paragraph("B", "<w:del/>")
    assert text_of(small.zipped(word__document_xml=small.docx_body(body)), "a.docx") == "A\n\nB\n"


@pytest.mark.parametrize(
    ("part", "data", "text"),
    [
        ("afchunk.html", b"<p>Mori <b>said</b></p><p>so</p>", "Mori said\nso"),
        ("afchunk.txt", "Größe".encode(), "Größe"),
        ("afchunk.docx", small.docx(["Within"]), "Within"),
        ("afchunk.rtf", small.rtf(["Rich"]), "Rich"),
        ("afchunk.mht", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>A page</p>", "A page"),
    ],
)
def test_what_word_embeds_stands_in_its_place(part: str, data: bytes, text: str) -> None:
    relations = f'<Relationships xmlns="r"><Relationship Id="c1" Target="{part}"/></Relationships>'.encode()
    around = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    body = around.format("Before") + '<w:altChunk xmlns:r="r" r:id="c1"/>' + around.format("After")
    parts = {"word__document_xml": small.docx_body(body), "word___rels__document.xml.rels": relations}
    assert text_of(small.zipped(**parts, **{f"word__{part}": data}), "a.docx") == f"Before\n{text}\nAfter\n"
    assert "embeds is missing" in refusal(small.zipped(**parts), "a.docx")


PROSE = " Words follow here that say nothing of importance, and more of them, so that the page has a main text." * 4


def test_a_page_has_what_it_shows_and_not_what_is_struck_out() -> None:
    shown = (
        "<p>Trade rose 10<sup>3</sup> times on the 1<sup>st</sup>. The <del>old</del><ins>new</ins> treaty <s>was</s> "
        "is <strike>not</strike> signed by <ruby>岸田<rp>(</rp><rt>きしだ</rt><rp>)</rp></ruby>. "
        "She said <q>we <b>agree</b> with <q>them</q></q> and left.</p>"
    )
    expected = (
        "Trade rose 10³ times on the 1st. The new treaty is signed by 岸田. She said “we agree with ‘them’” and left."
    )
    page = f"<html><body><article>{shown}<p>{PROSE}</p></article></body></html>"
    assert " ".join(text_of(page.encode(), "a.html").splitlines()[0].split()) == expected
    message = f"From: a@b.c\nContent-Type: text/html; charset=utf-8\n\n{shown}"
    assert " ".join(text_of(message.encode(), "a.eml").splitlines()[-1].split()) == expected


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("us-ascii", "cp1252", "He said “yes”."),
        ("ISO-8859-1", "cp1252", "He said “yes” – it’s done."),
        ("gb2312", "gb18030", "朱镕基"),
        ("x-gbk", "gb18030", "朱镕基"),
        ("shift_jis", "cp932", "①岸田 髙市"),
        ("windows-31j", "cp932", "①岸田 髙市"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("iso-8859-9", "cp1254", "Türkiye’de"),
        ("tis-620", "cp874", "“ไทย”"),
        ("big5", "big5hkscs", "嘅"),
        ("koi8-r", "koi8-r", "Анна"),
    ],
)
def test_an_encodings_label_means_what_mail_programs_take_it_for(label: str, encoding: str, text: str) -> None:
    message = f"From: a@b.c\nContent-Type: text/plain; charset={label}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    assert text_of(message + text.encode(encoding), "a.eml").splitlines()[-1] == text
    page = f"<html><head><meta charset='{label}'></head><body><p>{text}</p></body></html>".encode(encoding)
    assert text in text_of(page, "a.html")
    subject = b64encode(text.encode(encoding)).decode()
    kind = kind_of("a.eml")
    assert kind
    assert kind.extract(f"From: a@b.c\nSubject: =?{label}?B?{subject}?=\n\nx".encode(), "a.eml", None).title == text


def test_rich_text_is_read_without_what_is_hidden_or_deleted() -> None:
    body = rb"""\u8220?yes\u8221? Caf\'e9 caf! {\v hidden}{\f0\deleted gone}x|y\par
{\field{\*\fldinst {HYPERLINK "http://a.b"}}{\fldrslt a link}} ends\par\trowd\cellx1 A\cell B\cell\row
\pard {\f1\'8a\'dd}"""
    body = body.replace(b"!", b"\xe9")
    data = small.rtf([""])[:-1] + body + b"}"
    assert text_of(data, "a.rtf") == "“yes” Café café x|y\na link ends\nA\tB\n岸\n"


@pytest.mark.parametrize(
    ("matrix", "page"),
    [
        ("1 0 0 1 50 700", ""),
        ("0 1 -1 0 500 50", "/Rotate 90"),
        ("0 -1 1 0 100 700", "/Rotate 270"),
        ("-1 0 0 -1 500 100", ""),
    ],
)
def test_a_turned_page_reads_as_an_upright_one(matrix: str, page: str) -> None:
    content = f"BT /F1 12 Tf {matrix} Tm 14 TL (Mrs Lane met Tom in the port of) Tj T* (Oslo on Tuesday.) Tj ET"
    assert text_of(small.pdf_of(content, page=page), "a.pdf") == "Mrs Lane met Tom in the port of Oslo on Tuesday.\n"


def test_columns_are_read_one_after_the_other_however_they_were_written() -> None:
    left = ["The minister of Norland said on", "Monday that her country will not", "join the pact that the others had",
            "signed in the spring, and left."]  # fmt: skip
    right = ["Ostia answered on Tuesday that it", "regrets this, and that there will",
             "be no second offer of this kind", "before the summer has passed."]  # fmt: skip
    rows = [f"1 0 0 1 50 {700 - 14 * row} Tm ({one}) Tj 1 0 0 1 320 {700 - 14 * row} Tm ({other}) Tj"
            for row, (one, other) in enumerate(zip(left, right, strict=True))]  # fmt: skip
    across = "A heading that runs across both of the columns of this page, all of it"
    heading = f"1 0 0 1 50 730 Tm ({across}) Tj"
    page = small.pdf_of(f"BT /F1 12 Tf {heading} {' '.join(rows)} ET")
    assert text_of(page, "a.pdf").splitlines() == [across, " ".join([*left, *right])]
    table = [
        f"1 0 0 1 50 {700 - 14 * row} Tm (Year {row}) Tj 1 0 0 1 320 {700 - 14 * row} Tm (5) Tj" for row in range(5)
    ]
    assert text_of(small.pdf_of(f"BT /F1 12 Tf {' '.join(table)} ET"), "a.pdf").startswith("Year 0 5")


@pytest.mark.parametrize(
    ("name", "what"),
    [("a.MHT", "save it as a plain web page"), ("a.tex", ".pdf"), ("a.xml", ".html"), ("a.doc", ".docx")],
)
def test_what_is_not_read_is_refused_with_what_to_do(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / name).write_text("<x>words</x>")
    with pytest.raises(SourceError, match=re.escape(what)):
        read_document(tmp_path / name)


def test_an_encoding_of_no_name_is_none() -> None:
    kind = kind_of("a.eml")
    assert kind
    message = b'From: Mori\nContent-Type: text/plain; charset="a\0b"\n\nBody.'
    assert "Body." in kind.extract(message, "a.eml", None).text


@pytest.mark.parametrize("date", ["Tue, 12 Apr 99999999999999999999 23:30:00 +0900", "12 Apr 2022 23:30 +99999999"])
def test_a_day_that_is_none_is_shown_as_it_stands(date: str) -> None:
    kind = kind_of("a.eml")
    assert kind
    found = kind.extract(f"From: Mori\nDate: {date}\n\nBody.".encode(), "a.eml", None)
    assert date in found.text
    assert found.published is None


def test_lines_of_a_page_are_joined_to_paragraphs() -> None:
    lines = [
        "Title",
        "",
        "Japan and Italy will step up their military coop-",
        "eration, the minister said on Tuesday, and Rolls-",
        "Royce will build the engine, as was decided long",
        "ago.",
        "Another paragraph begins after a short line, and",
        "it goes on here.",
    ]
    assert text_of(small.pdf(lines), "a.pdf") == (
        "Title\n"
        "Japan and Italy will step up their military cooperation, the minister said on Tuesday, and Rolls-Royce will "
        "build the engine, as was decided long ago.\n"
        "Another paragraph begins after a short line, and it goes on here.\n"
    )


def _leaving() -> bytes:
    buffer = BytesIO(small.docx())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("../../evil.txt", "x")
    return buffer.getvalue()


def _overlapping() -> bytes:
    data = bytearray(small.zipped(word__document_xml=small.docx_body(""), other_xml=b"x" * 40))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = (0).to_bytes(4, "little")
    return bytes(data)


_LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9}">' for n in range(1, 9)) + "]>"
).replace("&a0;", "&a;")
_FILE = '<!DOCTYPE w [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
_TEXT_F = "<w:p><w:r><w:t>&f;</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", b"PK\x03\x04broken", "broken"),
        ("a.docx", small.docx()[:-30], "broken"),
        ("a.docx", small.zipped(other_xml=b""), "word/document.xml is missing"),
        ("a.docx", small.zipped(word__document_xml=b"<w:p"), "markup inside it cannot be read"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password or of the older kind"),
        ("a.docx", small.zipped(word__document_xml=small.docx_body("<w:p/>" * 10_000_000)), "would unpack to"),
        ("a.docx", small.zipped(word__document_xml=small.docx_body("&a8;", _LAUGHS)), "markup inside it"),
        ("a.docx", small.zipped(word__document_xml=small.docx_body(_TEXT_F, _FILE)), "declares entities"),
        ("a.docx", _leaving(), "outside the archive"),
        ("a.docx", _overlapping(), "overlap"),
        ("a.odt", small.zipped(content_xml=b"", META_INF__manifest_xml=b""), "markup inside it"),
        ("a.odt", b"", "no whole zip"),
        ("a.pdf", b"%PDF-1.4 nothing", "broken"),
        ("a.pdf", small.encrypted_pdf(), "protected by a password"),
        ("a.pdf", small.pdf([]), "no text layer"),
        ("a.eml", b"just words", "no e-mail message"),
        ("a.html", b"\x00\x01\x02\x03", "binary"),
        ("a.rtf", b"just words", "no rich text"),
        ("a.rtf", b"{\\rtf1 \\u99999999999999999999 x}", "is broken"),
    ],
)
def test_what_is_broken_or_made_to_do_harm_is_refused_in_a_sentence(name: str, data: bytes, sentence: str) -> None:
    assert sentence in refusal(data, name)


def test_a_refused_document_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(small.pdf([]))
    with pytest.raises(SourceError, match="no text layer"):
        open_desk(tmp_path / "a.pdf", KATO)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize(
    ("limits", "sentence"), [(Limits(seconds=0), "seconds"), (Limits(memory=128 * 2**20), "memory|middle")]
)
def test_reading_ends_at_its_limits(limits: Limits, sentence: str) -> None:
    data = small.docx([f"Line {number * 7919 % 1_000_003} of {number}" for number in range(300_000)])
    with pytest.raises(SourceError, match=sentence) as refused:
        read_apart(data, "a.docx", None, limits)
    assert "a.docx" in str(refused.value)


def test_nothing_in_the_working_folder_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = "import pathlib; pathlib.Path(__file__).with_name('sprung').touch()\n"
    for module in ("lxml", "annotator", "zipfile"):
        (tmp_path / f"{module}.py").write_text(trap)
    monkeypatch.chdir(tmp_path)
    assert read_apart(small.docx(["Trap"]), "a.docx", None).extracted.text == "Trap\n"
    assert not (tmp_path / "sprung").exists()
