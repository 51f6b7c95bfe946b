"""Folders of hundreds and thousands of documents with some fifty annotations each, for measuring."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from annotator.formats.sidecar.sidecar_json import dump_sidecar
from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo, text_sha256
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from annotator.model.topic import Topic

Thing = TypeVar("Thing")
SAYS = "{} said on Tuesday that {} should keep to what was agreed in Ostia, and warned of what would follow. "
_SYLLABLES = ("nor", "ost", "mor", "bian", "ka", "len", "vi", "ro", "tan", "el", "sa", "du")


def write_large_folder(folder: Path, documents: int, seed: int = 7) -> Path:
    """Write so many documents; of a fifth two annotators have files, and one in fifty is adjudicated."""
    chance = random.Random(seed)
    names = sorted({"".join(chance.choices(_SYLLABLES, k=3)).title() for _number in range(4 * documents)})[:3000]
    pool = [(name, ("person", "state", "organization")[at % 3]) for at, name in enumerate(names)]
    topics = [f"{name} should join" for name, _kind in pool[:400]]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(documents):
        below = folder / f"{number // 500:02}"
        below.mkdir(exist_ok=True)
        path = below / f"{number:05}.txt"
        chosen = list(dict.fromkeys(_often(chance, pool, 18)))
        text = "".join(SAYS.format(chance.choice(chosen)[0], chance.choice(chosen)[0]) for _line in range(36))
        path.write_text(text, encoding="utf-8")
        who = ["mkato"] + ["lrossi"] * (number % 5 == 0) + ["adjudicated"] * (number % 50 == 0)
        on = list(dict.fromkeys(_often(chance, topics, 8)))
        for annotator in who:
            info = DocumentInfo(path.name, text_sha256=text_sha256(text), characters=len(text), state="done")
            layer = Layer(LayerHead(Annotator(annotator)), info)
            layer.entities.update((f"e{at}", Entity(f"e{at}", *one)) for at, one in enumerate(chosen))
            layer.topics.update((f"t{at}", Topic(f"t{at}", topic)) for at, topic in enumerate(on))
            _annotate(chance, layer, text)
            path.with_name(f"{path.name}.{annotator}.ann.json").write_bytes(dump_sidecar(layer))
    return folder


def _often(chance: random.Random, things: Sequence[Thing], count: int) -> list[Thing]:
    """Choose things, the first ones more often than the last ones."""
    return [things[int(len(things) * chance.random() ** 3)] for _number in range(count)]


def _annotate(chance: random.Random, layer: Layer, text: str) -> None:
    day = date(2020, 1, 1) + timedelta(days=chance.randrange(1800))
    layer.document = replace(layer.document, published=day.isoformat())
    entities, topics = list(layer.entities), list(layer.topics)
    length = len(text) // 60
    for number in range(55):
        start = number * length
        quote = text[start : start + length]
        kind = ("actor", "actor", "claim", "claim", "agreement")[number % 5]
        identifier = f"a{chance.getrandbits(40):010x}"
        one = Annotation(identifier, kind, (Span(start, start + length),), (quote,), text[start - 32 : start])
        first, second = (Role(entity) for entity in chance.sample(entities, 2))
        if kind == "actor":
            one = one._replace(entities=(first.entity,))
        elif kind == "claim":
            one = one._replace(speakers=(first,), stance=chance.choice(("agree", "disagree", "neutral")))
            one = one._replace(targets=(second,) * (number % 2), topic=chance.choice(topics))
        else:
            one = one._replace(parties=(first, second), status="agreed")
        layer.annotations[identifier] = one
