"""How long tests wait for what must come: room for a machine that is busy with other things, 5 seconds had run out."""

from typing import Final

WAIT_SECONDS: Final = 30
WAIT_MILLISECONDS: Final = WAIT_SECONDS * 1000
