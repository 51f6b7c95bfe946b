"""The parts of a Word document that are always the same: styles, settings, what belongs to what."""

from html import escape
from typing import Final

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_PAGE_NUMBER: Final = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
    '<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)

DOCUMENT_START: Final = (
    f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:body>\n'
)
DOCUMENT_END: Final = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>\n"
)


def _style(kind: str, name: str, shown: str, inside: str, *, based: str = "", default: bool = False) -> str:
    first = ' w:default="1"' if default else ""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    named = f'<w:name w:val="{shown}"/>{on}<w:qFormat/>'
    return f'<w:style w:type="{kind}"{first} w:styleId="{name}">{named}{inside}</w:style>'


def _paragraph(spacing: str, run: str = "", more: str = "", level: int | None = None) -> str:
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    letters = f"<w:rPr>{run}</w:rPr>" if run else ""
    return f"<w:pPr>{more}<w:spacing {spacing}/>{outline}</w:pPr>{letters}"


def _heading(level: int, size: int) -> str:
    bold = f'<w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    inside = _paragraph('w:before="280" w:after="100"', bold, "<w:keepNext/><w:keepLines/>", level - 1)
    return _style("paragraph", f"Heading{level}", f"heading {level}", inside, based="Normal")


_FONTS: Final = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Yu Gothic" w:cs="Arial"/>'
_STYLES: Final = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}<w:sz w:val="21"/>'
    '<w:szCs w:val="21"/><w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
    + _style("paragraph", "Normal", "Normal", "", default=True)
    + _style("paragraph", "Title", "Title", _paragraph('w:after="160"', '<w:b/><w:sz w:val="40"/>'), based="Normal")
    + _heading(1, 34)
    + _heading(2, 26)
    + _style(
        "paragraph", "Article", "Article text", _paragraph('w:after="0" w:line="320" w:lineRule="auto"'), based="Normal"
    )
    + _style("paragraph", "Note", "Annotation note", _paragraph('w:after="60"', '<w:sz w:val="19"/>'), based="Normal")
    + _style("paragraph", "Contents", "Contents line", _paragraph('w:after="40"'), based="Normal")
    + _style(
        "paragraph",
        "Cell",
        "Cell text",
        _paragraph('w:after="20" w:line="252" w:lineRule="auto"', '<w:sz w:val="18"/>'),
        based="Normal",
    )
    + _style(
        "paragraph", "ChartName", "Chart name", _paragraph('w:after="0" w:line="240" w:lineRule="auto"'), based="Normal"
    )
    + _style("character", "Mark", "Annotation number", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')
    + '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="Lines"><w:name w:val="Lines"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
    '<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="D3D7DE"/><w:bottom w:val="single" w:sz="4" '
    'w:space="0" w:color="D3D7DE"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="D3D7DE"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    "</w:styles>\n"
)
PARTS: Final = {
    "[Content_Types].xml": (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/><Override '
        f'PartName="/word/settings.xml" ContentType="{_TYPE}.settings+xml"/><Override PartName="/word/footer1.xml" '
        f'ContentType="{_TYPE}.footer+xml"/><Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>\n'
    ),
    "_rels/.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" '
        f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>\n'
    ),
    "word/_rels/document.xml.rels": (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_OFFICE}/styles" '
        f'Target="styles.xml"/><Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/><Relationship '
        f'Id="rId3" Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>\n'
    ),
    "word/styles.xml": _STYLES,
    "word/settings.xml": (
        f'{_HEAD}<w:settings xmlns:w="{_W}"><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>\n'
    ),
    "word/footer1.xml": f'{_HEAD}<w:ftr xmlns:w="{_W}">{_PAGE_NUMBER}</w:ftr>\n',
}


def core_properties(title: str) -> str:
    """Give what the file says of itself."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "<dc:creator>Annotator</dc:creator></cp:coreProperties>\n"
    )
