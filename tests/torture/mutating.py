"""Changes inputs by words instead of bytes, so that most of what a parser asks for first still holds."""

import random
import re
from typing import Final

_TOKEN: Final = re.compile(rb"\w+|\s+|.", re.DOTALL)
INTERESTING: Final = (
    b"", b"0", b"-1", b"1", b"1.5", b"1e999", b"NaN", b"9007199254740993", b"99999999999999999999", b"null", b"true",
    b"[]", b"{}", b'""', b"\xc3\xa9", b"\xf0\x9f\xa4\x9d", b"\xe2\x80\xa8", b"\xff", b"\0", b"\r\n", b"&#0;", b" ",
)  # fmt: skip
MOST: Final = 4
LONGEST: Final = 30


def mutate_words(data: bytes, limit: int, seed: int) -> bytes:
    """Replace, remove, double or change over a few words of an input; at most ``limit`` bytes come of it."""
    chance = random.Random(seed)
    tokens = _TOKEN.findall(data) or [b""]
    for _time in range(chance.randint(1, MOST)):
        at, other = chance.randrange(len(tokens) or 1), chance.randrange(len(tokens) or 1)
        length = chance.randint(1, LONGEST)
        match chance.randrange(5):
            case 0:
                tokens[at : at + 1] = [chance.choice(INTERESTING)]
            case 1:
                tokens[at : at + 1] = tokens[other : other + 1]
            case 2:
                del tokens[at : at + length]
            case 3:
                tokens[at:at] = tokens[other : other + length]
            case 4:
                tokens[at : at + length] = tokens[other : other + length]
    return b"".join(tokens)[:limit]
