"""The suggester that asks a parser: rules on Universal Dependencies, by any pipeline of spaCy that is installed."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from annotator.formats.exchange.registry import how_to_get
from annotator.formats.languages.packs import JUDGE, SAY, THINK, WISH, Verb
from annotator.formats.languages.rules import ENGLISH, base_code
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.span import Span, in_order_and_apart
from annotator.model.vocabulary import ACTOR, CLAIM, SPEAKERS
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.protocol import Suggester, SuggesterError
from annotator.services.suggesting.reading import Reading
from annotator.services.suggesting.suggestion import Part, Somebody, Suggestion

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc, Token

EXTRA: Final = "spacy"
_SUBJECTS: Final = ("nsubj", "nsubj:outer", "sb")
_CONTENTS: Final = ("ccomp", "xcomp", "parataxis", "oc", "re")
"""Relations of what is said: of Universal Dependencies, and of pipelines that have labels of their own."""
_OBJECTS: Final = ("obj", "dobj", "oa")
_KINDS: Final = {
    "PERSON": "person", "PER": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "NORP": "group",
}  # fmt: skip
_SURE: Final = {SAY: 0.55, THINK: 0.5, WISH: 0.5, JUDGE: 0.4}
_NOBODY: Final = ("that", "which", "what", "you", "there")
_QUOTATION: Final = 4
_TEXTS: Final = 8
"""So many parsed texts are kept, by pipeline and text."""


class Universal(Suggester):
    """Claims with speakers and names, as a parser sees them; it joins what the rules find."""

    name = "spacy"
    title = "A parser of spaCy, by Universal Dependencies"
    needs_model = True
    seconds = 120.0

    def suggest(self, document: Document, layer: Layer, knowledge: Knowledge) -> Iterator[Suggestion]:
        """Parse a text with the pipeline of its language and give what its relations say. Raises SuggesterError."""
        tag = layer.document.language
        parsed = _parsed(pipeline_for(tag, knowledge.pipeline), document.text)
        ids = {folded(name): entity.id for entity in layer.entities.values() for name in entity.names}
        return of_parsed(parsed, tag, self.by, ids)


SPACY: Final = Universal()


def pipeline_for(tag: str | None, wanted: str = "") -> str:
    """Give the installed pipeline that is wanted, else one of the language. Raises SuggesterError with what to do."""
    if find_spec("spacy") is None:
        raise SuggesterError(how_to_get("The suggester “spacy”", EXTRA))
    import spacy

    installed = sorted(spacy.util.get_installed_models())
    if wanted in installed:
        return wanted
    language = base_code(tag) or ENGLISH
    found = [name for name in installed if name.startswith(f"{language}_")]
    if wanted or not found:
        which = f"“{wanted}”" if wanted else f"for “{language}”"
        raise SuggesterError(
            f"The suggester “spacy” is left out: no pipeline {which} is installed. Those there are: "
            f"{', '.join(installed) or 'none'}. Install one with: python -m spacy download NAME"
        )
    return found[0]


@lru_cache(maxsize=_TEXTS)
def _parsed(name: str, text: str) -> "Doc":
    return _loaded(name)(text)


@lru_cache(maxsize=1)
def _loaded(name: str) -> "Pipeline":
    import spacy

    return spacy.load(name)


def of_parsed(parsed: "Doc", tag: str | None, by: str, ids: dict[str, str] | None = None) -> Iterator[Suggestion]:
    """Give names and claims of a parsed text; a verb in a quotation reports nothing, and a quotation is told whole."""
    known = ids or {}
    reading = Reading(parsed.text, tag)
    pack = reading.pack
    for named in parsed.ents:
        if kind := _KINDS.get(named.label_):
            span = Span(named.start_char, named.end_char)
            who = Somebody(named.text, kind, span, known.get(folded(named.text)))
            yield Suggestion(
                ACTOR, (span,), entities=(who,), confidence=0.75, why="a name by the parser", pattern="name", by=by
            )
    for token in parsed:
        verb = pack.verbs.get(token.text.lower()) or pack.verbs.get(token.lemma_.lower())
        if verb is not None and not _is_quoted(reading, token):
            yield from _claim(reading, token, verb, by, known)


def _is_quoted(reading: Reading, token: "Token") -> bool:
    low, high = reading.run((token.idx, token.idx + len(token.text)))
    return low < high and reading.quoted[low]


def _whole(reading: Reading, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Give a content with the whole of each quotation that it has much of."""
    found = list(content)
    for run in reading.quotations:
        span = reading.span(run)
        shared = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in content)
        if run[1] - run[0] >= _QUOTATION and shared * 3 > sum(end - start for start, end in content):
            found.append(span)
    return in_order_and_apart(found)


def _claim(reading: Reading, token: "Token", verb: Verb, by: str, known: dict[str, str]) -> Iterator[Suggestion]:
    """Give what a verb says, with its subject; nothing where either is missing."""
    subject = _child(token, _SUBJECTS) or (_child(token.head, _SUBJECTS) if token.dep_ == "conj" else None)
    content = _content(token, verb)
    if subject is None or not content or subject.lower_ in _NOBODY:
        return
    content = _whole(reading, content)
    speaker = _span(subject.subtree)
    name = subject.doc.text[speaker.start : speaker.end]
    who = Somebody(name, _kind(subject), speaker, known.get(folded(name)))
    text = subject.doc.text
    quoted = any(sign in text[max(0, content[0].start - 1) : content[0].start + 1] for sign in '“"„«「')
    attribution = "direct" if quoted else "indirect" if verb.kind in (SAY, THINK) else "ascribed"
    yield Suggestion(
        CLAIM, content, roles=(Part(SPEAKERS, who),), attribution=attribution, confidence=_SURE[verb.kind],
        why=f"the parser: who “{token.text}”", pattern=f"parsed {verb.kind}", by=by,
    )  # fmt: skip


def _content(token: "Token", verb: Verb) -> tuple[Span, ...]:
    """Give what is said: the clause that depends on a verb, the object of a judgement, or what a verb is put into."""
    told = _child(token, _CONTENTS) or (_child(token, _OBJECTS) if verb.kind in (JUDGE, WISH) else None)
    if told is not None:
        return _spans(told.subtree)
    if token.dep_ == "parataxis":
        own = {each.i for each in token.subtree}
        return _spans(each for each in token.head.subtree if each.i not in own)
    return ()


def _child(token: "Token", relations: tuple[str, ...]) -> "Token | None":
    return next((child for child in token.children if child.dep_ in relations), None)


def _kind(token: "Token") -> str:
    return _KINDS.get(token.ent_type_, "person" if token.pos_ in ("PROPN", "PRON") else "other")


def _span(tokens: "Iterable[Token]") -> Span:
    found = list(tokens)
    return Span(found[0].idx, found[-1].idx + len(found[-1].text))


def _spans(tokens: "Iterable[Token]") -> tuple[Span, ...]:
    """Give the places of words, of those that follow each other one; marks of clauses and signs at the ends go."""
    found: list[Any] = sorted(tokens, key=lambda token: token.i)
    while found and (found[0].dep_ == "mark" or found[0].is_punct or found[0].is_space):
        del found[0]
    while found and (found[-1].is_punct or found[-1].is_space) and not found[-1].is_quote:
        del found[-1]
    runs: list[Span] = []
    for before, token in zip((None, *found), found, strict=False):
        end = token.idx + len(token.text)
        if before is not None and token.i == before.i + 1:
            runs[-1] = Span(runs[-1].start, end)
        else:
            runs.append(Span(token.idx, end))
    return in_order_and_apart(runs)
