"""What the letters of fonts of signs look like, as characters that every font has."""

from typing import Final

_PRIVATE: Final = range(0xF000, 0xF100)
"""Where Word puts the signs of a font that has none of Unicode's."""
NO_SIGN: Final = "\ufffd"
# The Symbol encoding of PostScript (Adobe Systems, PostScript Language Reference, third edition, appendix E.5).
_SYMBOL: Final = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
)
_FONTS: Final = {
    "symbol": {
        **dict(enumerate(_SYMBOL[0], 0x20)), **dict(enumerate(_SYMBOL[1], 0xA0)), **dict(enumerate(_SYMBOL[2], 0xF1)),
    },
    "wingdings": {
        0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "⬥",
        0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xB7: "•", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨",
        0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """Give the character for a sign of a font, by its number in hexadecimal; U+FFFD for one that is not known."""
    try:
        number = int(code, 16)
    except ValueError:
        return NO_SIGN
    if number in _PRIVATE or font.lower() in _FONTS:
        return _FONTS.get(font.lower(), {}).get(number & 0xFF, NO_SIGN)
    return chr(number) if number < 0x110000 else NO_SIGN
