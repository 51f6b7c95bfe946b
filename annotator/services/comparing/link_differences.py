"""In which links annotators differ: compared by what their ends correspond to."""

from collections.abc import Hashable, Iterable, Iterator, Mapping

from annotator.model.fields import IDENTITY, UNKNOWN, Field
from annotator.model.fields import LINK as LINK_FIELDS
from annotator.model.link import Link
from annotator.model.vocabulary import SAME_EVENT
from annotator.services.comparing.align import Alignment, Group, source
from annotator.services.comparing.comparable import comparable
from annotator.services.comparing.difference import LINK, Difference, Opinion

GroupOf = Mapping[tuple[str, str], int]
"""Leads from an annotation, as (annotator, annotation), to the number of its group."""
_Ends = tuple[str, int, int]
_DETAILS = (*(field for field in LINK_FIELDS.opinions if field.group != IDENTITY), UNKNOWN)


def groups_by_member(alignment: Alignment) -> GroupOf:
    """Give the number of the group that each annotation is in."""
    return {
        (annotator, annotation.id): number
        for number, group in enumerate(alignment.groups)
        for annotator, annotation in group.members.items()
    }


def link_differences(alignment: Alignment, group_of: GroupOf) -> Iterator[Difference]:
    """Compare links between what corresponds, among those who have annotations at both ends."""
    drawn: dict[_Ends, dict[str, Link]] = {}
    for annotator, layer in alignment.layers.items():
        for link in layer.links.values():
            ends = (group_of.get((annotator, link.source)), group_of.get((annotator, link.target)))
            if ends[0] is not None and ends[1] is not None:
                first, last = sorted((ends[0], ends[1])) if link.type == SAME_EVENT else (ends[0], ends[1])
                drawn.setdefault((link.type, first, last), {}).setdefault(annotator, link)
    for (_type, first, last), links in sorted(drawn.items()):
        group = alignment.groups[first]
        both = group.members.keys() & alignment.groups[last].members.keys()
        if both - links.keys():
            yield _difference(group, links, sorted(both))
        for field in _DETAILS if len(links) > 1 else ():
            values = {who: comparable(alignment.same, who, link, field) for who, link in sorted(links.items())}
            if len(set(values.values())) > 1:
                yield _difference(group, links, values, field, values)


def _difference(
    group: Group,
    links: Mapping[str, Link],
    annotators: Iterable[str],
    field: Field | None = None,
    values: Mapping[str, Hashable] | None = None,
) -> Difference:
    """Give the difference in whether there is a link, or in one of its fields."""
    opinions = {
        who: Opinion(values[who] if values else links[who].type, group.members[who].id, links[who].id)
        if who in links
        else Opinion(None, group.members[who].id)
        for who in annotators
    }
    sources = tuple(source(annotator, link.id) for annotator, link in sorted(links.items()))
    return Difference(LINK, group.start, group.end, opinions, sources, group, field.attribute if field else "")
