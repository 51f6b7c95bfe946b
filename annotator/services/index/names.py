"""What the folder calls its entities, topics and codes, in how many documents each is, and which may be the same."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final, NamedTuple

from annotator.model.codebook import Codebook
from annotator.model.name_key import name_key
from annotator.services.index.digest import EntityName
from annotator.services.index.labels import Label, Labels
from annotator.services.index.name_table import NO_TYPE, NameTable
from annotator.services.index.names_of_documents import Counts, NamesOfDocuments
from annotator.services.index.scopes import Scope
from annotator.services.index.starts import Match, Starts, as_typed

_NO_TYPES: Final = (NO_TYPE, "")


class Known(NamedTuple):
    """An entity, topic or code of the folder; ``documents`` are those that have it. The type is that of an entity."""

    number: int
    type: str
    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class EntityDetails:
    """What the folder's documents say of an entity, most said first; ``member_of`` are types and names."""

    type: str
    name: str
    aliases: tuple[str, ...]
    member_of: tuple[tuple[str, str], ...]
    external_ids: Mapping[str, str]
    documents: int


class Profile(NamedTuple):
    """An entity as some documents describe it: the number of its name as written, and what counts instead of it.

    ``scope`` is the codebook that names it, ``member_of`` are numbers of names as written.
    """

    scope: int
    written: int
    aliases: tuple[str, ...]
    member_of: tuple[int, ...]
    external_ids: tuple[tuple[str, str], ...]


class Names:
    """Names with their counts, kept up by the index; written to by nobody else."""

    def __init__(self) -> None:
        self.entity_table, self.topic_table, self.code_table = NameTable(), NameTable(), NameTable()
        self.scopes: list[Scope] = [Scope(self.entity_table)]
        self.profiles: list[Profile] = []
        self.counted_of: list[int] = []
        self.labels = Labels()
        self._profile_numbers: dict[Profile, int] = {}
        self._profile_uses: list[int] = []
        self._profiles_of: dict[int, list[int]] = {}
        self._labels_of: list[tuple[int, ...]] = []
        self._topic_starts, self._code_starts = Starts(), Starts()
        self.documents = NamesOfDocuments()
        self._codebook_entities: set[int] = set()
        self._codebook_topics: set[int] = set()

    # What is found

    def entities(
        self, typed: str = "", limit: int = 20, *, types: Collection[str] = (), near: int | None = None
    ) -> list[Known]:
        """Give the entities of which a name begins as was typed, the whole name before a word of it, by documents.

        With ``near``, a day, those of documents published within a month of it come first.
        """
        ranks = self.labels.ranks(typed) if as_typed(typed) else self.documents.entities.there()
        if types:
            ranks = {number: rank for number, rank in ranks.items() if self.entity_table.type(number) in types}
        close = self.documents.near(near, "entities")
        return [self.entity(number) for number in _best(ranks, limit, self.documents.entities, close)]

    def topics(self, typed: str = "", limit: int = 20, *, near: int | None = None) -> list[Known]:
        """Give the topics found so."""
        ranks = _ranks(self._topic_starts.find(typed)) if as_typed(typed) else self.documents.topics.there()
        close = self.documents.near(near, "topics")
        return [self.topic(number) for number in _best(ranks, limit, self.documents.topics, close)]

    def codes(self, typed: str = "", limit: int = 20, *, near: int | None = None) -> list[Known]:
        """Give the codes found so."""
        ranks = _ranks(self._code_starts.find(typed))
        close = self.documents.near(near, "codes")
        return [self.code(number) for number in _best(ranks, limit, self.documents.codes, close)]

    def all_entities(self) -> list[Known]:
        """Give all entities, those of most documents first."""
        return self.entities("", len(self.entity_table))

    def all_topics(self) -> list[Known]:
        """Give all topics, those of most documents first."""
        return self.topics("", len(self.topic_table))

    def all_codes(self) -> list[Known]:
        """Give all codes, those of most documents first."""
        return self.codes("", len(self.code_table))

    def entity(self, number: int) -> Known:
        """Give what an entity's number stands for."""
        table = self.entity_table
        return Known(number, table.type(number), table.name(number), self.documents.entities[number])

    def topic(self, number: int) -> Known:
        """Give what a topic's number stands for."""
        return Known(number, "", self.topic_table.name(number), self.documents.topics[number])

    def code(self, number: int) -> Known:
        """Give what a code's number stands for."""
        return Known(number, "", self.code_table.name(number), self.documents.codes[number])

    def details(self, number: int) -> EntityDetails:
        """Give what the folder's documents say of an entity."""
        aliases, groups, identifiers = Counter[str](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        table, known = self.entity_table, self.entity(number)
        for place in self._profiles_of.get(number, ()):
            uses, profile = self._profile_uses[place], self.profiles[place]
            if uses:
                written = table.name(profile.written)
                aliases.update(dict.fromkeys((written, *profile.aliases), uses))
                identifiers.update(dict.fromkeys(profile.external_ids, uses))
                called = [self.counted(profile.scope, group) for group in profile.member_of]
                groups.update({(table.type(group), table.name(group)): uses for group in called if group != number})
        own = name_key(known.name)
        kept = tuple(alias for alias, _uses in aliases.most_common() if name_key(alias) != own)
        first: dict[str, str] = {}
        for scheme, identifier in (item for item, _uses in identifiers.most_common()):
            first.setdefault(scheme, identifier)
        return EntityDetails(
            known.type, known.name, kept, tuple(one for one, _uses in groups.most_common()), first, known.documents
        )  # fmt: skip

    def loose_entities(self) -> list[Known]:
        """Give the entities that no codebook has, those of most documents first."""
        loose = (one for one in self.documents.entities.there() if one not in self._codebook_entities)
        return [self.entity(number) for number in sorted(loose, key=lambda one: (-self.documents.entities[one], one))]

    def loose_topics(self) -> list[Known]:
        """Give the topics that no codebook has, those of most documents first."""
        loose = (one for one in self.documents.topics.there() if one not in self._codebook_topics)
        return [self.topic(number) for number in sorted(loose, key=lambda one: (-self.documents.topics[one], one))]

    def counted_by(self, scope: int) -> list[int]:
        """Give by number the one that counts in the files of a scope."""
        return [self.scopes[scope].counted(one) for one in range(len(self.entity_table))]

    def counted(self, scope: int, written: int) -> int:
        """Give the number that counts of an entity whose name stands so in the files of a scope."""
        return self.scopes[scope].counted(written)

    def same_in_file(self, profiles: Sequence[int]) -> dict[int, int]:
        """Give which entities of one file are one by their name, as ``one_record_a_name`` takes them.

        That is one of which no type is known, and the only other one, for which it is taken.
        """
        table = self.entity_table
        there = {self.counted_of[place] for place in profiles}
        found: dict[int, int] = {}
        for number in there:
            if table.untyped(number):
                alike = [
                    other for other in table.alike(number) if other in there and table.type(other) not in _NO_TYPES
                ]
                if len(alike) == 1:
                    found[number] = alike[0]
        return found

    def called_first(self, profiles: Sequence[int]) -> dict[int, int]:
        """Give the entities of one file that it writes in several ways, each with the number of the first."""
        first: dict[int, int] = {}
        several: dict[int, int] = {}
        for place in profiles:
            profile, number = self.profiles[place], self.counted_of[place]
            called = self.scopes[profile.scope].called(profile.written)
            if first.setdefault(number, called) != called:
                several[number] = first[number]
        return several

    def topics_first(self, topics: Sequence[int]) -> dict[int, int]:
        """Give the topics of one file that it writes in several ways, each with the number of the first."""
        first: dict[int, int] = {}
        same = self.topic_table.same
        return {
            same[written]: first[same[written]]
            for written in topics
            if first.setdefault(same[written], written) != written
        }

    # What the index puts in

    def profile(self, profile: Profile) -> int:
        """Give the number of an entity as a file describes it."""
        known = self._profile_numbers.get(profile)
        return self._add_profile(profile) if known is None else known

    def profiles_of(self, scope: int, entities: Iterable[EntityName]) -> Iterator[Profile]:
        """Give a file's entities as it describes them."""
        entities = tuple(entities)
        number = self.entity_table.number
        written = [number(entity.name, entity.type) for entity in entities]
        for place, one in zip(written, entities, strict=True):
            groups = tuple(written[group] for group in one.member_of) if one.member_of else ()
            yield Profile(scope, place, one.aliases, groups, tuple(one.external_ids.items()))

    def topic_number(self, name: str) -> int:
        """Give the number of a topic's name as it is written."""
        before = len(self.topic_table)
        number = self.topic_table.number(name)
        if number == before and self.topic_table.same[number] == number:
            self._topic_starts.add(as_typed(name), number)
        return number

    def code_number(self, name: str) -> int:
        """Give the number of a code's name as it is written."""
        before = len(self.code_table)
        number = self.code_table.number(name)
        if number == before and self.code_table.same[number] == number:
            self._code_starts.add(as_typed(name), number)
        return number

    def use(self, profiles: Iterable[int], by: int) -> None:
        """Note that so many files more, or less, describe entities so."""
        for place in profiles:
            before = self._profile_uses[place]
            uses = self._profile_uses[place] = before + by
            if not before or not uses:
                self.labels.use(self._labels_of[place], 1 if uses else -1)

    def use_often(self, uses: Sequence[int]) -> None:
        """Note of each entity, as files describe it, how many files more do so."""
        for place, by in enumerate(uses):
            if by:
                self.use((place,), by)

    def put_codebooks(self, codebooks: Sequence[Codebook]) -> None:
        """Lay the names of codebooks over those in files: a scope for each, and a first one without."""
        table = self.entity_table
        self.scopes = [Scope(table), *(Scope(table, codebook) for codebook in codebooks)]
        self._codebook_entities, self._codebook_topics = set(), set()
        for codebook in codebooks:
            names = [(" ".join(one.name.split()), one.type) for one in codebook.entities]
            self._codebook_entities |= {table.same[table.number(*name)] for name in names}
            self._codebook_topics |= {self.topic_table.same[self.topic_number(one.name)] for one in codebook.topics}

    def register(self, codebooks: Sequence[Codebook]) -> None:
        """Let the entities of codebooks be found and told of as those of one more file each; they count as none."""
        for scope, codebook in enumerate(codebooks, 1):
            places = {entity.id: place for place, entity in enumerate(codebook.entities)}
            entities = (
                EntityName(
                    entity.type, " ".join(entity.name.split()), entity.aliases,
                    tuple(places[group] for group in entity.member_of if group in places), dict(entity.external_ids),
                )
                for entity in codebook.entities
            )  # fmt: skip
            self.use([self.profile(one) for one in self.profiles_of(scope, entities)], 1)

    def is_registered(self, number: int) -> bool:
        """Tell whether an entity is one of a codebook."""
        return number in self._codebook_entities

    def start_anew(self) -> list[Profile]:
        """Forget who uses what, and give what was known; the index puts all of it in again, under other scopes."""
        before, self.profiles = self.profiles, []
        self.labels = Labels()
        for known in (self.counted_of, self._profile_numbers, self._profiles_of, self._profile_uses, self._labels_of):
            known.clear()
        self.documents = NamesOfDocuments()
        return before

    def _add_profile(self, profile: Profile) -> int:
        place = self._profile_numbers[profile] = len(self.profiles)
        self.profiles.append(profile)
        self._profile_uses.append(0)
        counted = self.counted(profile.scope, profile.written)
        self.counted_of.append(counted)
        self._profiles_of.setdefault(counted, []).append(place)
        table = self.entity_table
        own = {as_typed(table.name(profile.written)), as_typed(table.name(counted))}
        names = [Label(profile.scope, profile.written, name, False) for name in own]
        names += [Label(profile.scope, profile.written, name, True) for alias in profile.aliases
                  if (name := as_typed(alias)) not in own]  # fmt: skip
        self._labels_of.append(tuple(map(self._label, dict.fromkeys(names))))
        return place

    def _label(self, label: Label) -> int:
        known = self.labels.find(label)
        return self.labels.add(label, self.counted(label.scope, label.written)) if known is None else known


def _ranks(matches: Iterable[Match]) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for match in matches:
        ranks[match.label] = min(match.rank, ranks.get(match.label, 99))
    return ranks


def _best(ranks: Mapping[int, int], limit: int, counts: Counts, close: Counter[int]) -> list[int]:
    there = ((rank, -close[number], -counts[number], number) for number, rank in ranks.items() if counts[number])
    return [number for *_rank, number in nsmallest(limit, there)]
