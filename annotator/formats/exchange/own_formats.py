"""The program's own formats by name, and what a list says of them: asking loads none of them.

``title`` stands here alone; that the rest is what the formats themselves say is held by a test.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Own(NamedTuple):
    """One way out or in: the format's ``module:attribute``, and what a row may be or which names are read."""

    address: str
    title: str
    units: tuple[str, ...] = ("document",)
    suffixes: tuple[str, ...] = ()


# A format that reads and writes may be one object or two.
WRITERS: Final[Mapping[str, Own]] = {
    "csv": Own("annotator.formats.tables.csv_tables:CSV", "Comma-separated tables", ("annotation",)),
    "tsv": Own("annotator.formats.tables.csv_tables:TSV", "Tab-separated tables", ("annotation",)),
    "xlsx": Own("annotator.formats.tables.workbook:XLSX", "Excel workbook", ("annotation",)),
    "parquet": Own("annotator.formats.tables.parquet:PARQUET", "Parquet tables", ("annotation",)),
    "gexf": Own("annotator.formats.networks.network_files:GEXF", "Relationship chart for Gephi (GEXF)"),
    "graphml": Own("annotator.formats.networks.network_files:GRAPHML", "Relationship chart as GraphML"),
    "spacy": Own("annotator.formats.labels.spacy_json:SPACY", "spaCy JSON lines"),
    "spacy-docbin": Own("annotator.formats.labels.spacy_docbin:DOCBIN", "spaCy training files (DocBin)"),
    "conll": Own("annotator.formats.labels.conll:CONLL", "CoNLL-2003, IOB2 tags"),
    "label-studio": Own("annotator.formats.labels.label_studio_writer:LABEL_STUDIO_WRITER", "Label Studio tasks"),
    "doccano": Own("annotator.formats.labels.doccano:DOCCANO", "doccano JSON lines"),
    "prodigy": Own("annotator.formats.labels.prodigy:PRODIGY", "Prodigy JSON lines"),
    "dna": Own("annotator.formats.dna.writer:DNA_WRITER", "Discourse Network Analyzer database"),
    "jsonl": Own("annotator.formats.native.jsonl_writer:JSONL", "JSON lines", ("document", "annotation")),
    "annotator": Own("annotator.formats.native.annotator_files:ANNOTATOR", "Documents with their annotation files"),
    "brat": Own("annotator.formats.brat.writer:BRAT", "brat standoff"),
    "web-annotation": Own("annotator.formats.web_annotation.writer:WEB_ANNOTATION", "W3C Web Annotation (JSON-LD)"),
    "webanno-tsv": Own("annotator.formats.webanno.writer:WEBANNO", "WebAnno TSV 3 (INCEpTION)"),
    "cas-xmi": Own("annotator.formats.cas.writer:XMI", "UIMA CAS as XMI"),
    "cas-json": Own("annotator.formats.cas.writer:JSON", "UIMA CAS as JSON"),
    "refi-qda": Own(
        "annotator.formats.refi_qda.writer:REFI_QDA", "REFI-QDA project (QDPX), in a folder with its code book (QDC)"
    ),
    # Above the formats, as those of other packages are: it draws charts.
    "report": Own(
        "annotator.services.reporting.report_format:REPORT", "Annotated article to print or send (HTML, Word, PDF)"
    ),
}
READERS: Final[Mapping[str, Own]] = {
    "annotator": Own(
        "annotator.formats.native.annotator_files:ANNOTATOR",
        "Documents with their annotation files",
        suffixes=(".ann.json",),
    ),
    "label-studio": Own(
        "annotator.formats.labels.label_studio_reader:LABEL_STUDIO_READER", "Label Studio JSON", suffixes=(".json",)
    ),
    "doccano": Own("annotator.formats.labels.doccano:DOCCANO", "doccano JSON lines", suffixes=(".jsonl",)),
    "prodigy": Own("annotator.formats.labels.prodigy:PRODIGY", "Prodigy JSON lines", suffixes=(".jsonl",)),
    "dna": Own("annotator.formats.dna.reader:DNA_READER", "Discourse Network Analyzer database", suffixes=(".dna",)),
    "jsonl": Own("annotator.formats.native.jsonl_reader:JSONL", "JSON lines", suffixes=(".jsonl",)),
    "brat": Own("annotator.formats.brat.reader:BRAT", "brat standoff", suffixes=(".ann",)),
    "web-annotation": Own(
        "annotator.formats.web_annotation.reader:WEB_ANNOTATION", "W3C Web Annotation (JSON-LD)", suffixes=(".jsonld",)
    ),
    "webanno-tsv": Own("annotator.formats.webanno.reader:WEBANNO", "WebAnno TSV 3 (INCEpTION)", suffixes=(".tsv",)),
    "cas-xmi": Own("annotator.formats.cas.reader:XMI", "UIMA CAS as XMI", suffixes=(".xmi", ".zip")),
    "cas-json": Own("annotator.formats.cas.reader:JSON", "UIMA CAS as JSON", suffixes=(".json", ".zip")),
    "refi-qda": Own(
        "annotator.formats.refi_qda.reader:REFI_QDA", "REFI-QDA project or code book", suffixes=(".qdpx", ".qdc")
    ),
    "articles": Own(
        "annotator.formats.articles.articles:ARTICLES",
        "Articles of news databases and tables",
        suffixes=(".txt", ".md", ".ris", ".rtf", ".docx", ".html", ".htm", ".csv", ".tsv", ".xlsx"),
    ),
}
