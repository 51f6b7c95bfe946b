"""Settling differences: each function adds one decision to a draft, with what follows from it for the annotations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from annotator.model import edits
from annotator.model.annotation import Annotation, Role
from annotator.model.decision import Decision
from annotator.model.edits import key_of
from annotator.model.entity import Entity
from annotator.model.fields import (
    ANY_ANNOTATION,
    ATTRIBUTES,
    DOCUMENT,
    DOCUMENT_DETAIL,
    EMPTY,
    ENTITY_DETAIL,
    EXTRA,
    ROLES,
    TEXTS,
    Field,
    annotation_fields,
)
from annotator.model.fields import LINK as LINK_FIELDS
from annotator.model.link import Link
from annotator.model.vocabulary import ACTOR
from annotator.services.comparing import difference as kinds
from annotator.services.comparing.align import Group
from annotator.services.comparing.colleagues import Colleague
from annotator.services.comparing.decided import (
    ACCEPTED,
    AGREED,
    CARRIED,
    EACH,
    EDITED,
    KNOWN,
    OPEN,
    REJECTED,
    Decided,
    annotation_hash,
    decision_extra,
    opinion_hashes,
    slot_of,
)
from annotator.services.comparing.difference import FIELDS_OF_DETAIL, TABLE_OF_DETAIL, Difference
from annotator.services.comparing.difference_words import opinion_words
from annotator.services.editing import annotations as authoring
from annotator.services.editing.draft import Draft
from annotator.services.running.progress import Progress, no_progress
from annotator.services.settling.carrying import Carrier
from annotator.services.settling.joined_values import NOTE, joined, joined_values, with_detail
from annotator.services.settling.news import document_of_annotator
from annotator.services.settling.opinions import majority
from annotator.services.settling.review import Review

_OF_THE_WHOLE: Final = (kinds.MISSING, kinds.BOUNDARY, kinds.TYPE)


class Settling:
    """One step of a review in the making."""

    def __init__(self, draft: Draft, review: Review) -> None:
        self._draft = draft
        self._review = review
        self._alignment = review.alignment
        self._carrier = Carrier(draft, review.target_of, review.kin, review.contested_links, self._is_settled)
        self._made = Decided(())
        if not any(draft.decisions()):
            self._carry_document()

    # What can be decided -----------------------------------------------------------------------------------------

    def take(self, difference: Difference, annotators: Sequence[str]) -> None:
        """Take what some annotators have: all of it together where the field holds several, else each for itself.

        Who has nothing to be taken says that it is not to be there.
        """
        chosen = [annotator for annotator in annotators if annotator in difference.opinions]
        having = [annotator for annotator in chosen if self._has(difference, annotator)]
        if not having:
            if chosen:
                self.take_none(difference)
        elif difference.kind == kinds.LINK:
            self._take_link(difference, having)
        elif difference.kind in kinds.DETAILS:
            self._take_detail(difference, having)
        elif difference.kind == kinds.MISSING:
            self._record(difference, ACCEPTED, self._whole(difference.group, having[0]), having)
        elif not _holds_several(difference) and len({difference.opinions[who].value for who in having}) > 1:
            self._keep_each(difference.group, having)
        else:
            self._take_values(difference, having)

    def take_none(self, difference: Difference) -> None:
        """Take nobody's: no annotation, no link, or an empty field."""
        if difference.kind == kinds.LINK and difference.field:
            self._put_link_field(difference, EMPTY[LINK_FIELDS.named(difference.field).shape])
            self._record(difference, EDITED, "")
        elif difference.kind == kinds.LINK:
            self._remove_link(difference)
            self._record(difference, REJECTED, "")
        elif difference.kind in kinds.DETAILS:
            self._empty_detail(difference)
        elif difference.kind in _OF_THE_WHOLE:
            self._reject(difference.group)
        else:
            target = self._ensure(difference.group, next(iter(difference.opinions)))
            self._put(target, self._emptied(difference, target))
            self._record(difference, EDITED, target)

    def edit(self, difference: Difference) -> str:
        """Settle by hand: give the adjudicated annotation that is to be edited, carried over where it was not yet.

        What is about an entity, a topic or the document is edited there, and "" is given.
        """
        if difference.kind in kinds.DETAILS:
            self._record_of(difference, next(who for who, opinion in difference.opinions.items() if opinion.record))
            self._record(difference, EDITED, "")
            return ""
        base = next(who for who, opinion in difference.opinions.items() if opinion.annotation)
        target = self._ensure(difference.group, base)
        self._record(difference, EDITED, target)
        return target

    def comment(self, difference: Difference, comment: str) -> None:
        """Put a comment on a difference, settled or not; "" takes it away."""
        known = self._known(difference)
        if known:
            self._draft.remove(edits.REVIEW, key_of(known))
            if comment or known.verdict != OPEN:
                self._put_decision(replace(known, comment=comment))
        elif comment:
            target = next(filter(None, map(self._carrier.target, difference.group.sources)), "")
            self._record(difference, OPEN, target, comment=comment)

    def take_agreed(self, groups: Sequence[Group], progress: Progress = no_progress) -> None:
        """Take everything that all annotators have and nobody has otherwise; may be called in any thread."""
        for number, group in enumerate(groups):
            progress(number, len(groups), "Taking what all agree on")
            target = self._ensure(group, next(iter(group.members)))
            self._decide(AGREED, ACCEPTED, target, group.sources, self._member_hashes(group))

    def take_undisputed(self, numbers: Sequence[int], progress: Progress = no_progress) -> None:
        """Take of each difference what those have who hold anything; may be called in any thread."""
        for place, number in enumerate(numbers):
            progress(place, len(numbers), "Taking what nobody contradicts")
            difference = self._review.differences[number]
            self.take(difference, difference.holders)

    def take_majority(self, difference: Difference) -> bool:
        """Take what more than half of the annotators hold; gives False and does nothing where it is a tie."""
        holders = majority(difference)
        if holders:
            self.take(difference, holders)
        return bool(holders)

    def take_majorities(self, numbers: Sequence[int], progress: Progress = no_progress) -> int:
        """Take the majority of each difference that has one, and give how many these were; may be called in any thread.

        What is about an annotation that is not to be there, or of which that is open, is passed over.
        """
        taken = 0
        for place, number in enumerate(numbers):
            progress(place, len(numbers), "Taking the majority")
            difference = self._review.differences[number]
            if difference.kind == kinds.MISSING or all(map(self._is_to_be, self._groups_of(difference))):
                taken += self.take_majority(difference)
        return taken

    def _groups_of(self, difference: Difference) -> list[Group]:
        """Give what a difference is about: nothing for records, both ends for a link."""
        if difference.kind in kinds.DETAILS:
            return []
        links = [(self._colleague(who), opinion.link) for who, opinion in difference.opinions.items() if opinion.link]
        ends = [colleague.ref(colleague.layer.links[link].target) for colleague, link in links]
        return [difference.group, *map(self._review.group_of, ends)]

    def _is_to_be(self, group: Group) -> bool:
        """Tell whether there is to be an annotation of a group, by what was decided, else by the majority."""
        missing = next((d for d in self._review.of_group(group) if d.kind == kinds.MISSING), None)
        if missing is None:
            return self._review.decided.rejected(group.sources) is None
        settled = self._review.decided.settling(missing, self._alignment)
        if settled:
            return settled.verdict != REJECTED
        return any(missing.opinions[who].basis for who in majority(missing))

    def note_known(self) -> None:
        """Note, once, which differences there are, so that what comes with a newer file can be told from them."""
        if self._review.news.is_to_be_noted:
            sources = tuple(map(document_of_annotator, self._review.colleagues))
            self._decide(KNOWN, OPEN, "", sources, self._review.news.marks_to_note())

    # Annotations -------------------------------------------------------------------------------------------------

    def _has(self, difference: Difference, annotator: str) -> bool:
        opinion = difference.opinions[annotator]
        return (opinion.link if difference.kind == kinds.LINK else opinion.basis) is not None

    def _colleague(self, annotator: str) -> Colleague:
        return self._review.colleagues[annotator]

    def _theirs(self, difference: Difference, annotator: str) -> Annotation:
        return difference.group.members[annotator]

    def _ensure(self, group: Group, annotator: str) -> str:
        """Give the adjudicated annotation of a group, carried over from one annotator where there is none yet."""
        ordered = [annotator, *(who for who in group.members if who != annotator)]
        refs = [self._colleague(who).ref(group.members[who].id) for who in ordered]
        target = next(filter(None, map(self._carrier.target, refs)), None)
        if target is None:
            target = self._carrier.annotation(self._colleague(annotator), group.members[annotator])
            for who in ordered[1:]:
                self._carrier.stands_for(self._colleague(who), group.members[who], target)
            self._forget(kinds.MISSING, group.sources)
        return target

    def _whole(self, group: Group, annotator: str) -> str:
        """Give the adjudicated annotation of a group, as its only annotator has it now where he or she changed it."""
        known = next(filter(None, map(self._carrier.target, group.sources)), None)
        target = self._ensure(group, annotator)
        if known and len(group.members) == 1:
            self._put(target, self._carrier.fields_of(self._colleague(annotator), group.members[annotator]))
        return target

    def _keep_each(self, group: Group, annotators: Sequence[str]) -> None:
        """Keep several annotations of one group beside one another."""
        taken: set[str] = set()
        for who in annotators:
            colleague, theirs = self._colleague(who), group.members[who]
            source = colleague.ref(theirs.id)
            target = self._carrier.target(source)
            if target is None or target in taken:
                target = self._carrier.annotation(colleague, theirs)
            else:
                self._put(target, self._carrier.fields_of(colleague, theirs))
            taken.add(target)
            self._decide(EACH, ACCEPTED, target, (source,), [annotation_hash(self._alignment, who, theirs.id)])

    def _reject(self, group: Group) -> None:
        for target in dict.fromkeys(map(self._carrier.target, group.sources)):
            if target:
                authoring.delete(self._draft, target)
        for slot in (EACH, AGREED, CARRIED):
            self._forget(slot, group.sources)
        self._decide(kinds.MISSING, REJECTED, "", group.sources, self._missing_hashes(group))

    def _put(self, target: str, changed: Annotation) -> None:
        known = self._draft.annotation(target)
        if known:
            if changed.type != ACTOR:
                authoring.drop_mentions(self._draft, target)
            self._draft.put(
                changed._replace(
                    id=target, origin=known.origin, author=known.author, created=known.created, extra=known.extra
                )
            )

    # Fields ------------------------------------------------------------------------------------------------------

    def _take_values(self, difference: Difference, having: Sequence[str]) -> None:
        target = self._ensure(difference.group, having[0])
        theirs = [self._carrier.fields_of(self._colleague(who), self._theirs(difference, who)) for who in having]
        ours = self._draft.annotation(target)
        assert ours is not None
        if difference.kind == kinds.TYPE:
            self._put(target, theirs[0])
            for who, annotation in difference.group.members.items():
                self._carrier.stands_for(self._colleague(who), annotation, target)
        elif difference.kind == kinds.BOUNDARY:
            self._put(target, self._at_all_places(ours, theirs))
        elif difference.detail:
            self._put(target, self._with_detail(ours, theirs[0], difference))
        else:
            field = annotation_fields(ours.type).named(difference.field)
            fields = {difference.field: joined(field, ours, theirs)}
            self._put(target, ours._replace(**fields))  # type: ignore[arg-type]
        self._record(difference, ACCEPTED, target, having)

    def _at_all_places(self, ours: Annotation, theirs: Sequence[Annotation]) -> Annotation:
        spans = [span for annotation in theirs for span in annotation.fragments]
        if not spans:
            first = theirs[0]
            return ours._replace(fragments=(), quote=first.quote, before=first.before, after=first.after)
        return authoring.placed(ours, self._review.session.document.text, spans)

    def _with_detail(self, ours: Annotation, theirs: Annotation | None, difference: Difference) -> Annotation:
        """Give what one holder of a role has as another annotation says, or nothing."""
        name, detail, entity = difference.field, difference.detail, self._entity_of(difference)
        assert detail is not None
        held: Iterable[Role] = getattr(theirs, name) if theirs else ()
        value = next((getattr(role, detail.attribute) for role in held if role.entity == entity), EMPTY[detail.shape])
        roles = with_detail(getattr(ours, name), entity, detail.attribute, value)
        return ours._replace(**{name: roles})  # type: ignore[arg-type]

    def _entity_of(self, difference: Difference) -> str | None:
        annotator, _colon, entity_id = difference.about.partition(":")
        return self._carrier.entity(self._colleague(annotator), entity_id) if annotator else None

    def _emptied(self, difference: Difference, target: str) -> Annotation:
        ours = self._draft.annotation(target)
        assert ours is not None
        if difference.detail:
            return self._with_detail(ours, None, difference)
        blank = Annotation("", ours.type, (), ())
        return ours._replace(**{difference.field: getattr(blank, difference.field)})

    # Entities, topics, the document ---------------------------------------------------------------------------------

    def _is_settled(self, source: str, attribute: str) -> bool:
        known = map(self._review.differences.__getitem__, self._review.numbers_of(source))
        found = (d for d in known if (d.kind, d.field) == (ENTITY_DETAIL, attribute))
        return any(decision.verdict != OPEN for d in found if (decision := self._known(d)))

    def _record_of(self, difference: Difference, annotator: str) -> Any:
        """Give the adjudicated record that stands for what a difference is about, made where there is none yet."""
        colleague, key = self._colleague(annotator), difference.opinions[annotator].record or ""
        if difference.kind == DOCUMENT_DETAIL:
            return self._draft.document
        if difference.kind == ENTITY_DETAIL:
            return self._draft.entity(self._carrier.entity(colleague, key))
        return self._draft.topic(self._carrier.topic(colleague, key))

    def _take_detail(self, difference: Difference, having: Sequence[str]) -> None:
        field = FIELDS_OF_DETAIL[difference.kind].named(difference.field)
        values = []
        for who in having:
            colleague = self._colleague(who)
            theirs: Any = colleague.layer.get(TABLE_OF_DETAIL[difference.kind], difference.opinions[who].record or "")
            values.append(self._carrier.value(colleague, field, getattr(theirs, field.attribute)))
        self._put_detail(difference, field, joined_values(field, values))
        self._record(difference, ACCEPTED, "", having)

    def _empty_detail(self, difference: Difference) -> None:
        field = FIELDS_OF_DETAIL[difference.kind].named(difference.field)
        if field.may_be_empty:
            self._put_detail(difference, field, EMPTY[field.shape])
        self._record(difference, REJECTED if field.required else EDITED, "")

    def _put_detail(self, difference: Difference, field: Field, value: object) -> None:
        known = self._record_of(difference, next(who for who, o in difference.opinions.items() if o.record))
        if difference.kind == DOCUMENT_DETAIL:
            self._draft.put_document(**{field.attribute: value})
            return
        changed = replace(known, **{field.attribute: value})
        if isinstance(known, Entity) and field.attribute == "name" and value != known.name:
            aliases = dict.fromkeys(name for name in (known.name, *known.aliases) if name != value)
            changed = replace(changed, aliases=tuple(aliases))
        self._draft.put(changed)

    # Links -------------------------------------------------------------------------------------------------------

    def _take_link(self, difference: Difference, having: Sequence[str]) -> None:
        who = having[0]
        colleague = self._colleague(who)
        link = colleague.layer.links[difference.opinions[who].link or ""]
        ends = [self._carried(self._review.group_of(colleague.ref(end)), who) for end in (link.source, link.target)]
        self._carrier.link(colleague, link)
        if difference.field:
            self._put_link_field(difference, getattr(link, difference.field))
        self._record(difference, ACCEPTED, ends[0], having)

    def _put_link_field(self, difference: Difference, value: Any) -> None:
        for known in self._carried_links(difference):
            self._draft.put(replace(known, **{difference.field: value}))

    def _carried(self, group: Group, annotator: str) -> str:
        """Give the end of a link, and record what it was made of where no decision on it says so yet."""
        is_known = any(map(self._carrier.target, group.sources))
        target = self._ensure(group, annotator)
        if not is_known:
            self._decide(CARRIED, ACCEPTED, target, group.sources, ())
        return target

    def _remove_link(self, difference: Difference) -> None:
        for known in self._carried_links(difference):
            self._draft.remove(edits.LINKS, known.id)

    def _carried_links(self, difference: Difference) -> Iterator[Link]:
        """Give the adjudicated links that stand for those that differ."""
        for who, opinion in difference.opinions.items():
            if opinion.link is None:
                continue
            colleague = self._colleague(who)
            link = colleague.layer.links[opinion.link]
            source, target = (self._carrier.target(colleague.ref(end)) for end in (link.source, link.target))
            key = self._carrier.linked(link.type, source, target) if source and target else None
            if known := self._draft.link(key):
                yield known

    # Decisions ---------------------------------------------------------------------------------------------------

    def _record(
        self,
        difference: Difference,
        verdict: str,
        target: str,
        annotators: Iterable[str] | None = None,
        comment: str = "",
    ) -> None:
        sources = difference.sources
        if annotators is not None:
            sources = tuple(f"{who}:{difference.opinions[who].basis}" for who in annotators)
        hashes = opinion_hashes(difference, self._alignment).values()
        slot = slot_of(difference, self._alignment)
        known = self._known(difference)
        self._forget(slot, difference.sources)
        kept = known.comment if known and not comment else comment
        had = opinion_words(difference, self._alignment)
        self._decide(slot, verdict, target, sources, hashes, comment=kept, had=had)

    def _decide(
        self,
        slot: str,
        verdict: str,
        target: str,
        sources: Iterable[str],
        hashes: Iterable[str],
        *,
        comment: str = "",
        had: Mapping[str, str] | None = None,
    ) -> None:
        sources = tuple(sources)
        self._forget(slot, sources)
        draft = self._draft
        extra = decision_extra(slot, hashes, had)
        self._put_decision(Decision(target, verdict, draft.author, draft.time, sources, comment, extra))

    def _put_decision(self, decision: Decision) -> None:
        self._draft.put_decision(decision)
        self._made.add(decision)

    def _forget(self, slot: str, sources: Iterable[str]) -> None:
        for decision in self._about(slot, sources):
            self._draft.remove(edits.REVIEW, key_of(decision))

    def _known(self, difference: Difference) -> Decision | None:
        found = self._about(slot_of(difference, self._alignment), difference.sources)
        return found[-1] if found else None

    def _about(self, slot: str, sources: Iterable[str]) -> list[Decision]:
        """Give the decisions of a slot that rest on any of some sources as the draft has them, the latest last."""
        sources = tuple(sources)
        found = [*self._review.decided.about(slot, sources), *self._made.about(slot, sources)]
        if not found:
            return found
        as_drafted = map(self._draft.decision, dict.fromkeys(map(key_of, found)))
        return sorted(filter(None, as_drafted), key=lambda decision: decision.at)

    def _member_hashes(self, group: Group) -> list[str]:
        return [annotation_hash(self._alignment, who, annotation.id) for who, annotation in group.members.items()]

    def _missing_hashes(self, group: Group) -> list[str]:
        missing = next((d for d in self._review.of_group(group) if d.kind == kinds.MISSING), None)
        return list(opinion_hashes(missing, self._alignment).values()) if missing else self._member_hashes(group)

    def _carry_document(self) -> None:
        """Keep what the colleagues know about the document, as far as they agree."""
        known: dict[str, object] = {}
        for name in (field.attribute for field in DOCUMENT.opinions):
            values = {getattr(colleague.layer.document, name) for colleague in self._review.colleagues.values()}
            values -= {None, "", ()}
            if len(values) == 1 and not getattr(self._draft.document, name):
                known[name] = values.pop()
        if known:
            self._draft.put_document(**known)


def _holds_several(difference: Difference) -> bool:
    """Tell whether one annotation can hold what several annotators have; a mention is rather the first one's."""
    if difference.detail:
        return difference.kind == kinds.MENTION
    if difference.kind == kinds.BOUNDARY:
        return True
    shape = ANY_ANNOTATION.named(difference.field).shape
    return shape in (TEXTS, ROLES, ATTRIBUTES, EXTRA) or difference.field == NOTE
