"""What the name of a chart's file may end in, which says what is written; asking costs no import of what writes it."""

from typing import Final

PICTURES: Final = (".png", ".svg", ".pdf")
EVENTS: Final = ".events.csv"
TABLES: Final = (".graphml", ".gexf", ".matrix.csv", ".nodes.csv", EVENTS, ".csv", ".dl")
