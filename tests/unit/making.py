"""Layers and files for tests, made with few words."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from annotator.formats.documents.plain_text import read_source
from annotator.model.annotation import Annotation
from annotator.model.document import Document
from annotator.model.layer import Annotator, Layer
from annotator.model.span import Span
from annotator.services.editing import annotations, roles
from annotator.services.editing.named import entity_for_name
from annotator.services.editing.session import Session
from annotator.services.editing.topics import topic_for_name
from annotator.services.folder.folder_listing import FolderDocument, list_documents
from annotator.services.keeping.open_document import fresh_layer
from annotator.services.keeping.save_document import save

TEXT = (
    "Mori meets Bianchi 🤝\n"
    "Minister Aiko Mori said she and her counterpart Carlo Bianchi agreed to train together.\n"
    "Cafe\u0301 talks: مصر watches\u00a0closely, \u2028Mori said. Norland criticised Ostia."
)


class Desk:
    """A session with a document, and shortcuts to annotate it by quoting."""

    def __init__(self, folder: Path, text: str = TEXT, name: str = "talks.txt", annotator: str = "mkato") -> None:
        self.path = folder / name
        self.path.write_bytes(text.encode())
        self.document: Document = read_source(self.path.read_bytes(), name)
        layer = fresh_layer(self.document, Annotator(annotator, "M. Kato"), folder)
        self.session = Session(self.document, layer, folder / f"{name}.{annotator}.ann.json", author=annotator)

    @property
    def layer(self) -> Layer:
        return self.session.layer

    @property
    def sidecar(self) -> Path:
        return self.session.sidecar

    def span(self, words: str, number: int = 0) -> Span:
        start = -1
        for _time in range(number + 1):
            start = self.document.text.index(words, start + 1)
        return Span(start, start + len(words))

    def annotate(self, annotation_type: str, words: str, number: int = 0) -> Annotation:
        draft = self.session.draft()
        made = annotations.annotate(draft, self.document, [self.span(words, number)], annotation_type)
        self.session.commit(draft, f"Annotate {annotation_type}")
        return self.layer.annotations[made.id]

    def role(self, annotation: Annotation, field: str, *names: str, **values: object) -> None:
        draft = self.session.draft()
        for name in names:
            roles.add_role(draft, annotation.id, field, entity_for_name(draft, name).id)
            now = draft.annotation(annotation.id)
            assert now is not None
            roles.change_role(draft, annotation.id, field, len(getattr(now, field)) - 1, **values)
        self.session.commit(draft, "Set role")

    def set(self, annotation: Annotation, **fields: object) -> None:
        draft = self.session.draft()
        if isinstance(topic := fields.pop("topic", None), str):
            fields["topic"] = topic_for_name(draft, topic).id
        annotations.set_fields(draft, annotation.id, **fields)
        self.session.commit(draft, "Set fields")

    def save(self) -> Path:
        save(self.layer, self.sidecar, None)
        return self.sidecar

    def save_over(self) -> None:
        """Save as a second writer would who had read the file."""
        save(self.layer, self.sidecar, sha256(self.sidecar.read_bytes()).hexdigest())


def annotated(folder: Path, **options: str) -> Desk:
    """Give a saved desk with something of everything."""
    desk = Desk(folder, **options)
    desk.annotate("actor", "Aiko Mori")
    desk.annotate("actor", "Carlo Bianchi")
    claim = desk.annotate("claim", "Aiko Mori said she and her counterpart Carlo Bianchi agreed to train together")
    desk.role(claim, "speakers", "Aiko Mori")
    desk.role(claim, "targets", "Carlo Bianchi", attitude="favourable")
    agreement = desk.annotate("agreement", "agreed to train together")
    desk.role(agreement, "parties", "Aiko Mori", "Carlo Bianchi")
    desk.set(agreement, topic="The two should train together", status="agreed", note='=1+1; "quoted"')
    position = desk.annotate("claim", "مصر watches")
    desk.role(position, "speakers", "مصر")
    desk.set(position, topic="The two should train together", stance="neutral")
    desk.save()
    return desk


def documents_in(folder: Path | None, together: Iterable[Path] = ()) -> list[FolderDocument]:
    """The documents of a folder, or those that are named together, in their order."""
    return list(list_documents(folder, together).documents.values())
