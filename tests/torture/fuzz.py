"""``make fuzz``: bytes from anywhere, chosen by which code they reach, into everything that reads files.

ARGS: names of targets (all by default) and options of libFuzzer, such as ``-max_total_time=60`` for each target. What
fails is kept under build/fuzz, and so is what was found to reach new code: the next run goes on from there.
"""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests import conftest
from tests.places import ROOT

MEMORY: Final = Path("/dev/shm")
"""For a million small files."""
PLACE: Final = ROOT / "build" / "fuzz"
USUAL: Final = ("-max_total_time=60", "-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-verbosity=1")
ONE: Final = "--one"


def main(arguments: list[str]) -> int:
    """Fuzz what is asked for; gives 1 where anything was found."""
    if find_spec("atheris") is None:
        print("atheris is not installed: it has wheels for Linux on x86-64 and for Python 3.11 to 3.13 only")
        return 2
    if arguments[:1] == [ONE]:
        return _fuzz_one(arguments[1], arguments[2:])
    from tests.torture.fuzz_targets import TARGETS

    names = [argument for argument in arguments if not argument.startswith("-")] or list(TARGETS)
    options = [argument for argument in arguments if argument.startswith("-")]
    found = [name for name in names if not _run(name, options)]
    conftest.pytest_unconfigure()
    return int(bool(found))


def _run(name: str, options: list[str]) -> bool:
    """Fuzz a target in a process of its own; tells whether all was well."""
    corpus = PLACE / name
    corpus.mkdir(parents=True, exist_ok=True)
    log = PLACE / f"{name}.log"
    with log.open("wb") as output, TemporaryDirectory(prefix="fuzz-", dir=MEMORY if MEMORY.is_dir() else None) as place:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.torture.fuzz", ONE, name, *USUAL, *options,
             f"-artifact_prefix={PLACE}/{name}-", str(corpus)],
            cwd=ROOT, env={**os.environ, "TMPDIR": place}, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    said = log.read_text(errors="replace")
    done = re.findall(r"^Done (\d+) runs in (\d+) second", said, re.MULTILINE)
    reached = re.findall(r"cov: (\d+)", said)
    inputs = f"{int(done[-1][0]):,} inputs in {done[-1][1]} s" if done else "stopped"
    print(f"{name}: {inputs}, {reached[-1] if reached else 'no'} places of the code reached, ", end="")
    print("nothing found" if not ended.returncode else f"FOUND something: see {log}", flush=True)
    return not ended.returncode


def _fuzz_one(name: str, options: list[str]) -> int:
    import atheris

    from tests.torture.mutating import mutate_words

    def by_words(data: bytes, limit: int, seed: int) -> bytes:
        return mutate_words(data, limit, seed) if seed % 4 else atheris.Mutate(data, limit)

    with atheris.instrument_imports(include=["annotator"]):
        from tests.torture.fuzz_targets import TARGETS

        # Readers load what they need when they are asked for first, and only what is loaded here is watched.
        target = TARGETS[name]()
        corpus = Path(options[-1])
        for number, seed in enumerate(target.seeds()):
            (corpus / f"seed-{number}").write_bytes(seed)
            target.feed(seed)
    mutate = by_words if target.has_words else None
    atheris.Setup([sys.argv[0], *options], target.feed, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
