"""Letters where no font can be asked: as wide as those of one of the widest sans fonts, and as high."""

from functools import lru_cache

from annotator.services.charting.picture import Fitted

# Advances of U+0020 to U+007E in thousandths of the font's size: DejaVu Sans 2.37, one of the widest.
_ADVANCES = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
)  # fmt: skip
_ELSEWHERE, _BOLD, _PITCH = 620, 1.136, 1.164 * 0.92
PIXELS_A_POINT = 96 / 72


class PlainLetters:
    """Measures by tables alone, and breaks at white space."""

    def fitted(
        self, text: str, points: float, width: float, most_lines: int, *, bold: bool = False, balanced: bool = False
    ) -> Fitted:
        """Break a text into lines, as ``Letters`` says."""
        size = points * PIXELS_A_POINT * (_BOLD if bold else 1)
        lines, widest = _lines(text, size, width, most_lines, balanced)
        return Fitted(lines, widest, points * PIXELS_A_POINT * _PITCH * len(lines), lines[-1].endswith("…"))


@lru_cache(maxsize=100_000)
def _lines(text: str, size: float, width: float, most_lines: int, balanced: bool) -> tuple[tuple[str, ...], float]:
    lines = _broken(text.split(), size, width, most_lines)
    if balanced and len(lines) > 1:
        narrower = (_broken(text.split(), size, width * part, most_lines) for part in (0.55, 0.65, 0.75, 0.85))
        lines = next((one for one in narrower if len(one) <= len(lines) and not one[-1].endswith("…")), lines)
    return tuple(lines), max(_wide(line, size) for line in lines)


def _wide(text: str, size: float) -> float:
    return sum(_ADVANCES[ord(one) - 32] if " " <= one <= "~" else _ELSEWHERE for one in text) * size / 1000


def _broken(words: list[str], size: float, width: float, most_lines: int) -> list[str]:
    lines = [""]
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or _wide(longer, size) <= width:
            lines[-1] = longer
        elif len(lines) < most_lines:
            lines.append(word)
        else:
            lines[-1] = _shortened(f"{lines[-1]} {' '.join(words[number:])}", size, width)
            break
    return [line if _wide(line, size) <= width else _shortened(line, size, width) for line in lines]


def _shortened(text: str, size: float, width: float) -> str:
    while text and _wide(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
