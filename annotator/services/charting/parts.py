"""What hangs together by edges."""

from annotator.services.charting.points import Pairs


def parts_of(count: int, pairs: Pairs) -> list[list[int]]:
    """Give the ranks of the nodes of each part in sorted order, the largest part first."""
    near: list[list[int]] = [[] for _rank in range(count)]
    for one, other in pairs.tolist():
        near[one].append(other)
        near[other].append(one)
    parts, seen = [], [False] * count
    for start in range(count):
        if seen[start]:
            continue
        seen[start] = True
        part = [start]
        for rank in part:
            for other in near[rank]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))
