"""Colours as people see them who see fewer of them, and how far apart they are then."""

from math import sqrt

MATRICES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Of linear sRGB, for the severity 1.0: Machado, Oliveira and Fernandes 2009, IEEE TVCG 15(6), table 1."""
_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_WHITE = (0.95047, 1.0, 1.08883)


def difference(one: str, other: str, vision: str) -> float:
    """Give ΔE*ab (CIE 1976) of two ``#rrggbb`` colours as they are seen."""
    first, second = (_lab(color, MATRICES[vision]) for color in (one, other))
    return sqrt(sum((a - b) ** 2 for a, b in zip(first, second, strict=True)))


def _lab(color: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    seen = [min(1.0, max(0.0, value)) for value in _times(matrix, linear)]
    x, y, z = (_curve(value / white) for value, white in zip(_times(_XYZ, seen), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _curve(value: float) -> float:
    return value ** (1 / 3) if value > (6 / 29) ** 3 else value * (29 / 6) ** 2 / 3 + 4 / 29


def _times(matrix: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
