"""make quality: precision, recall and F of suggestions, the offers' hit rate, by pattern, with the worst misses.

PolNeAR's train part is what rules were written on; its dev part and GUM's news are reported only. The samples are the
project's own, which whoever wrote the rules knew: of them one article is left out at a time, for habits.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable

from annotator.services.suggesting.choosing import suggest_all
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE
from tests.quality import samples
from tests.quality.corpora import DATA, Text, claims, news_names
from tests.quality.scoring import Item, Score, Scores, words_of


def main() -> int:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(prog="make quality", description=__doc__)
    parser.add_argument("--part", choices=("dev", "train"), default="dev", help="the part of PolNeAR that is measured")
    parser.add_argument("--threshold", type=float, default=0.5, help="only what is as sure as this")
    parser.add_argument("--misses", type=int, default=12, metavar="N", help="so many of the worst are listed")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"{DATA} is not there: claims in news and names are not measured.")
    else:
        _claims(options.part, options.threshold, options.misses)
        _names(options.misses)
    _samples(options.misses)
    return 0


def _claims(part: str, threshold: float, misses: int) -> None:
    scores, seconds, words = Scores(), 0.0, 0
    worst: Counter[str] = Counter()
    for text, there in claims(part):
        began = time.process_time()
        suggested = suggest_all(text.document, text.layer, NO_KNOWLEDGE, ("rules",))
        seconds += time.process_time() - began
        words += len(text.document.text.split())
        proposed = [
            Item(
                words_of(text.reading, one.fragments),
                words_of(text.reading, [part.who.span for part in one.roles if part.who.span]),
                one.pattern,
            )
            for one in suggested
            if one.type == "claim" and one.confidence >= threshold
        ]
        pairs = scores.add(text.reading, proposed, there)
        worst.update(_missed(text, there, {other for _one, other in pairs}))
    print(f"Claims with speakers, PolNeAR {part}, as sure as {threshold:g}")
    print(f"  half of the words and the speaker   {scores.whole}")
    print(f"  exact ends and the speaker          {scores.exact}")
    for pattern, count in scores.patterns.most_common():
        print(f"    {pattern:<14} {count:5,} proposed, {scores.right[pattern] / count:.2f} of them right")
    print(f"  {1000 * seconds / words * 900:.1f} ms for 900 words, all three types")
    print("  missed most, by the words between speaker and content:")
    for words_, count in worst.most_common(misses):
        print(f"    {count:4,}  {words_}")


def _missed(text: Text, there: list[Item], found: set[int]) -> Iterable[str]:
    for number, item in enumerate(there):
        if number in found or not item.who or not item.content:
            continue
        between = range(max(item.who) + 1, min(item.content)) if max(item.who) < min(item.content) else ()
        yield " ".join(text.reading.lower[at] for at in list(between)[:3]) or "(content first, or inside)"


def _names(misses: int) -> None:
    exact, overlapping, wrong = Score(), Score(), Counter[str]()
    for text, there in news_names():
        suggested = suggest_all(text.document, text.layer, NO_KNOWLEDGE, ("rules",))
        places = [(one.start, one.end) for one in suggested if one.type == "actor"]
        exact.add(len(set(places) & set(there)), len(places), len(there))
        open_ = list(there)
        right = 0
        for start, end in places:
            hit = next((one for one in open_ if start < one[1] and one[0] < end), None)
            if hit:
                open_.remove(hit)
                right += 1
            else:
                wrong[text.document.text[start:end]] += 1
        overlapping.add(right, len(places), len(there))
    print("\nActors, GUM news")
    print(f"  exact    {exact}\n  overlap  {overlapping}")
    print("  proposed and no name there: " + ", ".join(name for name, _count in wrong.most_common(misses)))


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
