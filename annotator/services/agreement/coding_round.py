"""One round of coding: what was annotated in a stretch of days, or with one version of the codebook."""

from dataclasses import dataclass, replace

from annotator.model.clock import day_here
from annotator.model.layer import Layer
from annotator.model.name_key import name_key


@dataclass(frozen=True, slots=True)
class Round:
    """Days here as YYYY-MM-DD, both counted in, and what the codebook's name or hash begins with; "" leaves it open."""

    since: str = ""
    until: str = ""
    codebook: str = ""

    def why_not(self, layer: Layer) -> str:
        """Say why a file is no part of the round, or give ""."""
        used = layer.head.codebook
        if not self.codebook or (
            used and (name_key(used.name) == name_key(self.codebook) or used.sha256.startswith(self.codebook))
        ):
            return ""
        with_which = f"with the codebook {used.name} ({used.sha256[:12]})" if used else "without a codebook"
        return f"It was made {with_which}, not with {self.codebook}."

    def part_of(self, layer: Layer) -> Layer:
        """Give a layer with the annotations that were made in these days, and the links between them."""
        if not self.since and not self.until:
            return layer
        last = self.until or "9999-12-31"
        annotations = {
            key: annotation
            for key, annotation in layer.annotations.items()
            if annotation.created and self.since <= day_here(annotation.created) <= last
        }
        links = {
            key: link for key, link in layer.links.items() if link.source in annotations and link.target in annotations
        }
        return replace(layer, annotations=annotations, links=links)


ALL_ROUNDS = Round()
