"""What an analyst holds of a chart: nodes pinned by hand, and the places that each state of the document had."""

from collections import OrderedDict
from dataclasses import replace

from annotator.services.charting.picture import ChartPlaces, NodeKey, Place

MOST_STATES = 2000


def pinned(held: ChartPlaces, key: NodeKey, place: Place) -> ChartPlaces:
    """Pin a node with its middle at a place in pixels of the pane."""
    return replace(held, places={**held.places, key: place}, pinned=held.pinned | {key}, origin=None)


def let_go(held: ChartPlaces, key: NodeKey) -> ChartPlaces:
    """Let a pinned node move again when all are tidied; until then it stays."""
    return replace(held, pinned=held.pinned - {key})


class PlacesOfStates:
    """The places of each state of a document, so that undo and redo lead back to them.

    A state is told by its token, the very object: the ``state`` of a history. The oldest ones are forgotten.
    """

    def __init__(self, most: int = MOST_STATES) -> None:
        self._most = most
        self._places: OrderedDict[int, tuple[object, ChartPlaces]] = OrderedDict()

    def keep(self, state: object, places: ChartPlaces) -> None:
        """Keep what a state is shown with, instead of what it was shown with before."""
        self._places[id(state)] = (state, places)
        self._places.move_to_end(id(state))
        if len(self._places) > self._most:
            self._places.popitem(last=False)

    def at(self, state: object) -> ChartPlaces | None:
        """Give what a state was shown with, None where it was not shown."""
        found = self._places.get(id(state))
        return found[1] if found else None
