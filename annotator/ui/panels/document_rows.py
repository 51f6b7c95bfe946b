"""Which rows the list of documents shows: documents in their order, below headings that open and close."""

from collections import ChainMap, Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from annotator.model.annotator_id import SUGGESTED
from annotator.model.name_key import folded
from annotator.services.folder.folder_listing import FolderDocument, Listing
from annotator.services.folder.sidecar_head import UNREADABLE, UNTOUCHED
from annotator.services.folder.sidecar_summary import SidecarSummary
from annotator.services.settling.review_progress import DocumentProgress
from annotator.ui.panels.document_order import (
    NOT_HERE_HEADING,
    DocumentFacts,
    heading_key,
    heading_of,
    is_within,
)
from annotator.ui.toolkit import theme
from annotator.ui.toolkit.record_model import Key, RecordModel
from annotator.ui.toolkit.row_list import Row, one_line
from annotator.ui.toolkit.row_shapes import ALERT, CHECK, CLOSED, DOT, HALF, OPEN, RING
from annotator.ui.toolkit.words_on_screen import counted

FEW: Final = 50
"""So many rows are moved one by one; for more, all are put in anew."""
_SHAPES: Final = {UNTOUCHED: RING, "in-progress": HALF, "done": DOT, "reviewed": CHECK, UNREADABLE: ALERT}


class DocumentRows(QObject):
    """Knows what is listed and what was read of it; ``model`` has the rows that are seen.

    ``sort`` and ``shown`` are of SORTS and SHOWN, ``closed`` the groups whose documents are not seen; ``preferred`` is
    whose files count, ``annotator_id`` whose state is shown, ``open`` what is open
    and ``work`` who works on it, in which file, with what the layer says that is not saved yet.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listing = Listing()
        self.summaries: dict[Path, SidecarSummary] = {}
        self.progress: dict[str, DocumentProgress] = {}
        self.sort: str | None = None
        self.shown: str | None = None
        self.closed: frozenset[str] = frozenset()
        self.preferred: tuple[str, ...] = ()
        self.annotator_id = ""
        self.open: Path | None = None
        self.work: tuple[str, Path, SidecarSummary] | None = None
        self.model = RecordModel(self._row, self)
        self._words: list[str] = []
        self._keys: dict[str, Key] = {}
        self._in_groups: Counter[str] = Counter()

    def begin(self, listing: Listing) -> None:
        """Show another list, of which nothing has been read yet."""
        self.listing = listing
        self.summaries.clear()
        self.progress.clear()

    def narrow(self, words: str) -> None:
        """Show only documents whose name, or whose folder's, has these words."""
        self._words = folded(words).split()
        self.fill()

    def row_of(self, document: str) -> int:
        """Give the row of a document, -1 where it is not seen."""
        return self.model.row_at(self._keys[document]) if document in self._keys else -1

    def row_of_heading(self, group: str) -> int:
        """Give the row of a group's heading, -1 where it is not seen."""
        return self.model.row_at(_key_of_heading(group))

    def group_of(self, identifier: str) -> str | None:
        """Give the group that a document stands in, None where it stands in none."""
        return self._group(identifier) or None if identifier in self._keys else None

    def is_hidden(self, below: str, *, of_heading: bool = False) -> bool:
        """Tell whether a group is closed, or one around it; while words are looked for, none is."""
        if self._words or not below:
            return False
        return is_within(below, self.closed - {below} if of_heading else self.closed)

    def in_order(self, here: Path | None) -> list[str]:
        """Give the documents as they are listed, also those in closed groups; all while that one is filtered out."""
        if here is not None and str(here) not in self._keys:
            return list(self.listing.documents)
        return [str(key[-1]) for key in sorted(self._keys.values()) if not key[0]]

    def facts(self, key: str) -> DocumentFacts:
        """Give a document with what has been read of its files."""
        found = self.listing.documents.get(key)
        document, summaries = found or self.listing.lost[key], ChainMap(self.summaries)
        if found and self.work and found.path == self.open:
            document, summaries = self._with_work(found, *self.work)
        # What was read of a review is over where the other files went.
        has_several = len(document.sidecars.keys() - {SUGGESTED}) > 1
        return DocumentFacts(
            document,
            summaries,
            self.annotator_id,
            self.preferred,
            self.progress.get(key) if has_several else None,
            is_here=found is not None,
        )

    def _with_work(
        self, document: FolderDocument, who: str, sidecar: Path, summary: SidecarSummary
    ) -> tuple[FolderDocument, ChainMap[Path, SidecarSummary]]:
        """Give the open document with what its layer says now, in the place of its file; an empty one makes no file."""
        beside = document.sidecars
        if who not in beside:
            if not summary.annotations:
                return document, ChainMap(self.summaries)
            document = replace(document, sidecars=dict(sorted({**beside, who: sidecar}.items())))
        return document, ChainMap({document.sidecars[who]: summary}, self.summaries)

    def show_changed(self, keys: Collection[str]) -> None:
        """Put documents into their places that came, went or are otherwise annotated."""
        if len(keys) > FEW:
            self.fill()
            return
        for key in keys:
            self._move(key)

    def fill(self) -> None:
        """Put all rows in anew."""
        if self._words or self.shown or self.sort:
            every = {**self.listing.lost, **self.listing.documents}
            self._keys = {document: key for document in every if (key := self._key(document))}
        else:
            # Nothing of the facts is asked for: this is what has to be quick with thousands.
            self._keys = {key: (False, one.group, 1, 0, one.order, key) for key, one in self.listing.documents.items()}
            lost = self.listing.lost.items()
            self._keys |= {key: (True, one.group, 1, 0, one.order, key) for key, one in lost}
        groups = {document: self._group(document) for document in self._keys}
        self._in_groups = Counter(filter(None, groups.values()))
        hidden = {group for group in self._in_groups if self.is_hidden(group)}
        seen = [key for document, key in self._keys.items() if groups[document] not in hidden]
        seen += [_key_of_heading(group) for group in self._in_groups if not self.is_hidden(group, of_heading=True)]
        self.model.fill(sorted(seen))

    def _group(self, document: str) -> str:
        """Give the group that a listed document stands in, "" for none."""
        found = self.listing.documents.get(document)
        if found is None:
            return NOT_HERE_HEADING
        return found.below if self.sort is None else ""

    def _move(self, document: str) -> None:
        before, after = self._keys.pop(document, None), self._key(document)
        if before == after and before:
            self._keys[document] = before
            if not self.is_hidden(self._group(document)):
                self.model.put(before)
            return
        if before:
            self.model.take(before)
            self._count_in_group(self._group_before(before), -1)
        if after:
            self._keys[document] = after
            self._count_in_group(self._group(document), 1)
            if not self.is_hidden(self._group(document)):
                self.model.put(after)

    def _count_in_group(self, group: str, more: int) -> None:
        """Have the heading of a group say how many there are now, or go with the last."""
        if not group:
            return
        self._in_groups[group] += more
        if self._in_groups[group] and not self.is_hidden(group, of_heading=True):
            self.model.put(_key_of_heading(group))
        else:
            self.model.take(_key_of_heading(group))

    def _group_before(self, key: Key) -> str:
        """Give the group that a document stood in, which need not be listed any more."""
        if key[0]:
            return NOT_HERE_HEADING
        names = [name for _parts, name in key[1]]
        return "/".join(names)

    def _key(self, document: str) -> Key | None:
        """Give what a document is sorted by; None where it is not listed."""
        found = self.listing.documents.get(document) or self.listing.lost.get(document)
        if found is None or not _fits(found, self._words):
            return None
        facts = self.facts(document)
        return facts.key(self.sort) if facts.is_shown(self.shown) else None

    def _row(self, key: str) -> Row | None:
        if (group := heading_of(key)) is not None:
            return self._heading_row(group)
        if key not in self.listing.documents and key not in self.listing.lost:
            return None
        facts = self.facts(key)
        document, state = facts.document, facts.state
        warning = UNREADABLE if facts.is_unreadable else "" if facts.is_here else "not here"
        words = "" if state == warning or not facts.is_here else state.replace("-", " ")
        undecided = "nobody's counts" if facts.is_undecided else ""
        where = "" if facts.is_here else document.below
        detail = " · ".join(filter(None, (words, where, facts.review_words(), facts.words(), undecided)))
        shape = _SHAPES.get(state, RING) if facts.is_here else ALERT
        is_open = self.open == document.path
        with_folder = document.below and self.sort is not None and facts.is_here
        name = f"{document.below}/{document.name}" if with_folder else document.name
        return Row(one_line(name), detail, shape, theme.current().muted, "", warning, strong=is_open)

    def _heading_row(self, group: str) -> Row:
        number = self._in_groups[group]
        is_closed = not self._words and group in self.closed
        name = "Not here" if group == NOT_HERE_HEADING else group
        shape = CLOSED if is_closed else OPEN
        return Row(one_line(name), counted(number, "document"), shape, theme.current().muted, "", strong=True)


def _key_of_heading(group: str) -> Key:
    return heading_key("", is_here=False) if group == NOT_HERE_HEADING else heading_key(group)


def _fits(document: FolderDocument, words: list[str]) -> bool:
    named = folded(f"{document.below}/{document.name}" if document.below else document.name)
    return all(word in named for word in words)
