"""make quality: precision, recall and F of suggestions, the offers' hit rate, by pattern, with the worst misses.

PolNeAR's train part is what rules were written on, and all that is shown in detail; of its dev part figures are
reported. GUM's news are cut in halves: names missed are shown of one, and the other is reported. The samples are the
project's own, which whoever wrote the rules knew: of them one article is left out at a time, for habits.
"""

import argparse
import time
from collections import Counter

from annotator.services.suggesting.choosing import PRESET, suggest_all
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE
from annotator.services.suggesting.suggestion import Suggestion
from tests.quality import samples
from tests.quality.corpora import DATA, Place, Text, claims, news_names
from tests.quality.misses import Misses
from tests.quality.scoring import Item, Score, Scores, words_of


def main() -> int:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--threshold", type=float, default=PRESET, help="only what is as sure as this")
    parser.add_argument("--misses", type=int, default=12, metavar="N", help="so many of the worst are listed")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not there: claims in news and names are not measured.")
    else:
        _claims("dev", options.threshold)
        print("\n".join(_claims("train", options.threshold).shown(options.misses)))
        _names(options.misses)
    _samples(options.misses)
    return 0


def _claims(part: str, threshold: float) -> Misses:
    """Print figures of a part of PolNeAR and give what it misses, which of dev nobody asks to see."""
    scores, misses, seconds, words = Scores(), Misses(), 0.0, 0
    for text, there in claims(part):
        began = time.process_time()
        suggested = suggest_all(text.document, text.layer, NO_KNOWLEDGE, ("rules",))
        seconds += time.process_time() - began
        words += len(text.document.text.split())
        told = [one for one in suggested if one.type == "claim"]
        proposed = [_item(text, one) for one in told if one.confidence >= threshold]
        pairs = scores.add(text.reading, proposed, there)
        unsure = [_item(text, one) for one in told if one.confidence < threshold]
        misses.add(text.reading, proposed, unsure, there, pairs)
    print(f"Claims with speakers, PolNeAR {part}, as sure as {threshold:g}")
    print(f"  half of the words and the speaker   {scores.whole}")
    print(f"  exact ends and the speaker          {scores.exact}")
    for pattern, count in scores.patterns.most_common():
        print(f"    {pattern:<14} {count:5,} proposed, {scores.right[pattern] / count:.2f} of them right")
    print(f"  {1000 * seconds / words * 900:.1f} ms for 900 words, all three types")
    return misses


def _item(text: Text, one: Suggestion) -> Item:
    spans = [part.who.span for part in one.roles if part.who.span]
    return Item(words_of(text.reading, one.fragments), words_of(text.reading, spans), one.pattern)


def _names(misses: int) -> None:
    print("\nActors, GUM news")
    texts = list(news_names())
    for half, which in ((texts[::2], "the half that misses are shown of"), (texts[1::2], "the half that is reported")):
        exact, overlapping = Score(), Score()
        unseen, wrong = Counter[str](), Counter[str]()
        for text, there in half:
            _score_names(text, there, (exact, overlapping), (unseen, wrong))
        print(f"  {which}: {', '.join(text.name for text, _there in half)}")
        print(f"    exact    {exact}\n    overlap  {overlapping}")
        if half[0] is texts[0]:
            print("    proposed and no name there: " + _worst(wrong, misses))
            print("    not proposed: " + _worst(unseen, misses))


def _score_names(
    text: Text, there: list[Place], scores: tuple[Score, Score], misses: tuple[Counter[str], Counter[str]]
) -> None:
    """Count one article: names with the same ends, those that overlap one to one, and those that stay alone."""
    suggested = suggest_all(text.document, text.layer, NO_KNOWLEDGE, ("rules",))
    places = [(one.start, one.end) for one in suggested if one.type == "actor"]
    alone, open_ = set(places) - set(there), list(there)
    scores[0].add(len(places) - len(alone), len(places), len(there))
    right = 0
    for start, end in places:
        hit = next((one for one in open_ if start < one[1] and one[0] < end), None)
        if hit:
            open_.remove(hit)
            right += 1
    scores[1].add(right, len(places), len(there))
    misses[0].update(text.document.text[slice(*one)] for one in set(there) - set(places))
    misses[1].update(text.document.text[slice(*one)] for one in alone)


def _worst(counts: Counter[str], most: int) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common(most))


def _samples(misses: int) -> None:
    found = samples.measure()
    print("\nThe samples, habits of the other articles")
    print(f"  claims                {found.claims.whole}\n  claims, exact         {found.claims.exact}")
    share = found.parties_right / found.sentences.right if found.sentences.right else 0.0
    print(f"  agreements, sentence  {found.sentences}\n  parties right of these {share:.3f}")
    print("  offers right at first:")
    for what in ("speakers", "parties", "via", "topic", "attribution", "status", "date"):
        number = found.offered[what]
        if number:
            print(f"    {what:<12} {found.offered[f'{what} right'] / number:.3f} of {number}")
    print("  misses:")
    for line in found.misses[: 2 * misses]:
        print(f"    {line[:110]}")


if __name__ == "__main__":
    raise SystemExit(main())
