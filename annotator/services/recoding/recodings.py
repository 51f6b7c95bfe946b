"""What can be done to the passages that are chosen in many documents: each adds to the draft of one file.

What a recoding leaves alone it gives back as counted reasons, in words that follow a number of passages.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final, Protocol

from annotator.model.annotation import Annotation
from annotator.model.entity import Entity
from annotator.model.fields import annotation_fields
from annotator.model.name_key import distinct_names, name_key
from annotator.model.vocabulary import ACTOR
from annotator.services.editing import annotations, topics
from annotator.services.editing.entities import edit_entity, merge_entities, set_entities, with_entities
from annotator.services.editing.occurrences import AS_WRITTEN, annotate_all, occurrences
from annotator.services.editing.roles import nearest_mention
from annotator.services.folding.find_words import Way
from annotator.services.recoding.in_file import InFile, Who

OTHER_TYPE: Final = "of a type for which the codebook does not have the code"
NO_SUCH_FIELD: Final = "of a type without {}"
LONGER_NAME: Final = "part of a longer name"
CIRCLE: Final = "with a topic that would come to stand above itself"


class Recoding(Protocol):
    """A change of many passages; ``needs_text`` says that documents have to be read for it."""

    needs_text: ClassVar[bool]

    @property
    def label(self) -> str:
        """What it does, in words for the menu."""

    def change(self, file: InFile) -> Counter[str]:
        """Add to the draft of a file; give how many passages are left alone, by reason."""


@dataclass(frozen=True, slots=True)
class ChangeCodes:
    """Adds a code, removes one, or puts one in the place of another; a code that it rules out goes."""

    add: str = ""
    remove: str = ""
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        if self.add and self.remove:
            return f"Replace the code “{self.remove}” by “{self.add}”"
        return f"Add the code “{self.add}”" if self.add else f"Remove the code “{self.remove}”"

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        left: Counter[str] = Counter()
        of_types = {code.type for code in file.codebook.codes if name_key(code.name) == name_key(self.add)}
        for annotation in list(file.annotations()):
            if self.remove and name_key(self.remove) not in map(name_key, annotation.codes):
                left[f"without the code “{self.remove}”"] += 1
            elif self.add and of_types and annotation.type not in of_types:
                left[OTHER_TYPE] += 1
            else:
                file.draft.put(annotation._replace(codes=self._codes(annotation, file)))
        return left

    def _codes(self, annotation: Annotation, file: InFile) -> tuple[str, ...]:
        excluded = file.codebook.excluded_by(self.add, annotation.type) if self.add else ()
        gone = {name_key(name) for name in (self.remove, *excluded) if name}
        kept = [self.add if name_key(code) in gone else code for code in annotation.codes]
        return distinct_names(filter(None, (*kept, self.add)))


@dataclass(frozen=True, slots=True)
class SetField:
    """Sets one field, such as stance, status, date or confidence, or empties it (None, or "")."""

    field: str
    value: str | None
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        return f"Set the {self.field} to “{self.value}”" if self.value else f"Empty the {self.field}"

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        left: Counter[str] = Counter()
        for annotation in list(file.annotations()):
            if _has(annotation, self.field):
                annotations.set_fields(file.draft, annotation.id, **{self.field: self.value})
            else:
                left[NO_SUCH_FIELD.format(self.field)] += 1
        return left


@dataclass(frozen=True, slots=True)
class SetTopic:
    """Moves passages to a topic: the file's, the codebook's or a new one; to none where no name is given."""

    name: str
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        return f"Move to the topic “{self.name}”" if self.name else "Take the topic away"

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        left: Counter[str] = Counter()
        for annotation in list(file.annotations()):
            if not _has(annotation, "topic"):
                left[NO_SUCH_FIELD.format("topic")] += 1
                continue
            known = file.topics(self.name)
            topic = known[0] if known else self._made(file)
            # A topic that has the name already, whichever of two, is the right one.
            if annotation.topic not in known or not self.name:
                file.draft.put(annotation._replace(topic=topic))
        return left

    def _made(self, file: InFile) -> str | None:
        return topics.topic_for_name(file.draft, self.name, file.codebook).id if self.name else None


@dataclass(frozen=True, slots=True)
class SetType:
    """Gives passages another type: what both types have stays."""

    type: str
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        return f"Change the type to {self.type}"

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        for key in file.chosen:
            annotations.change_type(file.draft, key, self.type, file.codebook)
        return Counter()


@dataclass(frozen=True, slots=True)
class NameEntities:
    """Renames an entity wherever it takes part, or makes several one: what has the new name already takes them in."""

    of: tuple[Who, ...]
    to: Who
    merges: bool = False
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        return _naming(tuple(who.name for who in self.of), self.to.name, merges=self.merges)

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        draft = file.draft
        known = file.entities(self.to)
        found = [key for who in self.of for key in file.entities(who) if key not in known]
        if found and known:
            merge_entities(draft, known[0], found)
        elif found:
            merge_entities(draft, found[0], found[1:])
            edit_entity(draft, found[0], name=self.to.name, type=self.to.type)
        elif any(map(file.entities, self.of)):
            for key in known:
                edit_entity(draft, key, name=self.to.name)
        return Counter()


@dataclass(frozen=True, slots=True)
class NameTopics:
    """Renames a topic, or makes several one: what has the new name already takes them in."""

    of: tuple[str, ...]
    to: str
    merges: bool = False
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        return _naming(self.of, self.to, merges=self.merges)

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        draft = file.draft
        found = list(dict.fromkeys(key for name in self.of for key in file.topics(name)))
        if not found:
            return Counter()
        known = [key for key in file.topics(self.to) if key not in found]
        kept, *gone = known + found
        topics.merge_topics(draft, kept, gone)
        topics.edit_topic(draft, kept, name=self.to)
        return Counter()


@dataclass(frozen=True, slots=True)
class MoveToEntity:
    """Lets chosen passages stand for another entity, as actors and in every role; nothing else of both changes."""

    one: Who
    other: Who
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        return f"Move from “{self.one.name}” to “{self.other.name}”"

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        draft, moved = file.draft, set(file.entities(self.one))
        chosen = [one for one in file.annotations() if moved & set(one.entities_involved())]
        left = Counter({f"without “{self.one.name}”": len(file.chosen) - len(chosen)})
        if not chosen:
            return +left
        same = dict.fromkeys(moved, file.entity(self.other))
        # Actors first: they are the evidence of the others' roles.
        for annotation in sorted(chosen, key=lambda one: one.type != ACTOR):
            if annotation.type == ACTOR:
                set_entities(draft, annotation.id, [same.get(key, key) for key in annotation.entities])
            else:
                draft.put(_with_fitting_mentions(file, with_entities(annotation, same), same))
        return +left


@dataclass(frozen=True, slots=True)
class MoveTopic:
    """Puts a topic below a broader one, or, with no name, below none."""

    name: str
    broader: str
    needs_text: ClassVar[bool] = False

    @property
    def label(self) -> str:
        """Say what it does."""
        where = f"below “{self.broader}”" if self.broader else "below no other"
        return f"Move the topic “{self.name}” {where}"

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        left: Counter[str] = Counter()
        for key in file.topics(self.name):
            broader = topics.topic_for_name(file.draft, self.broader, file.codebook).id if self.broader else None
            if not topics.edit_topic(file.draft, key, broader=broader):
                left[CIRCLE] += len(file.draft.references.with_topic(key))
        return left


@dataclass(frozen=True, slots=True)
class AnnotateNames:
    """Annotates all places of an entity's names that no actor annotation covers; parts of longer names are left."""

    who: Who
    names: tuple[str, ...]
    way: Way = AS_WRITTEN
    needs_text: ClassVar[bool] = True

    @property
    def label(self) -> str:
        """Say what it does."""
        return f"Annotate all places of “{self.who.name}”"

    def change(self, file: InFile) -> Counter[str]:
        """Change one file."""
        draft, document = file.draft, file.document
        if document is None:
            return Counter()
        named = Entity("", self.names[0], self.who.type, self.names[1:])
        found = occurrences(document, draft.layer, [named], self.way)
        proposed = [occurrence.span for occurrence in found if occurrence.is_proposed]
        if proposed:
            annotate_all(draft, document, (file.entity(self.who),), proposed)
        return +Counter({LONGER_NAME: len(found) - len(proposed)})


def _has(annotation: Annotation, attribute: str) -> bool:
    return any(field.attribute == attribute for field in annotation_fields(annotation.type))


def _naming(of: tuple[str, ...], to: str, *, merges: bool) -> str:
    names = " and ".join(f"“{name}”" for name in of) if len(of) <= 2 else f"{len(of)} names"
    return f"Merge {names} into “{to}”" if merges else f"Rename {names} to “{to}”"


def _with_fitting_mentions(file: InFile, annotation: Annotation, same: dict[str, str]) -> Annotation:
    """Give roles that were moved a mention of whom they have now, or none."""
    moved = set(same.values())
    changed = {}
    for field in dict.fromkeys(field for field, _role in annotation.roles()):
        changed[field] = tuple(
            role._replace(mention=_fitting(file, annotation, role.entity, role.mention))
            if role.entity in moved
            else role
            for role in getattr(annotation, field)
        )
    return annotation._replace(**changed)  # type: ignore[arg-type]


def _fitting(file: InFile, annotation: Annotation, entity: str, mention: str | None) -> str | None:
    known = file.draft.annotation(mention)
    if known and entity in known.entities:
        return mention
    return nearest_mention(file.draft, annotation, entity)


def all_of(counts: Iterable[Counter[str]]) -> Counter[str]:
    """Give counted reasons of many files together."""
    total: Counter[str] = Counter()
    for counted in counts:
        total.update(counted)
    return total
