"""CoNLL-2003 with IOB2 tags: a word a line with its tag at the end, an empty line behind every sentence.

The columns are those of E. F. Tjong Kim Sang and F. De Meulder, "Introduction to the CoNLL-2003 Shared Task" (2003);
the two between word and tag, part of speech and chunk, are not known here.
"""

from bisect import bisect_left, bisect_right
from typing import Final

from annotator.formats.exchange.flat_spans import flat_spans, text_of
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.protocols import Exported, ExportFormat, ExportOptions, Piece
from annotator.formats.labels.whole_tokens import cut, unspaced_cuts
from annotator.formats.languages.rules import rules_of
from annotator.formats.languages.sentences import sentences
from annotator.formats.languages.words import tokens
from annotator.model.span import Span

_BEGIN: Final = "-DOCSTART- -X- -X- O\n\n"


class ConllFormat(ExportFormat):
    """One layer of tags: actors by their entity's type, and of claims and agreements what does not overlap them."""

    name = "conll"
    holds = Holds(annotation=("type", "fragments"))

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give one document's lines; a tag begins and ends with words, so that what ends inside one is widened.

        Where no spaces stand between words, as in Chinese and Thai, a word ends where an annotation does.
        """
        text = text_of(exported).text
        flat = flat_spans(exported.layer, text_of(exported))
        tags: dict[int, str] = {}
        language = rules_of(exported.layer.document.language)
        cuts = unspaced_cuts(text, (span for span, _label in flat.spans))
        words = [list(cut(tokens(text, *sentence), cuts)) for sentence in sentences(text, language)]
        openers = {found[0].start for found in words if found}
        starts = [word.start for found in words for word in found]
        ends = [word.end for found in words for word in found]
        written = widened = split = 0
        for span, label in flat.spans:
            first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
            if starts[first] in tags:  # the one before it ends inside this word
                flat.losses["overlapping annotations"] += 1
                continue
            written += 1
            widened += (starts[first], ends[last - 1]) != tuple(span)
            for start in starts[first:last]:
                begins = start == starts[first] or start in openers
                tags[start] = f"{'B' if begins else 'I'}-{label}"
            split += sum(start in openers for start in starts[first + 1 : last])
        lines = "".join(f"{_lines(text, found, tags)}\n" for found in words if found)
        return Piece(
            (_BEGIN + lines).encode(),
            {**flat.losses, "ends inside words": widened, "joints of sentences": split},
            written,
        )


CONLL: Final = ConllFormat()


def _lines(text: str, words: list[Span], tags: dict[int, str]) -> str:
    return "".join(f"{text[slice(*word)]} -X- _ {tags.get(word.start, 'O')}\n" for word in words)
