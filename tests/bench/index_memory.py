"""Says how many megabytes the index of a folder takes that was kept; the caches are where the environment says."""

import sys
from pathlib import Path

from annotator.services.folder.walk import walk
from annotator.services.index.cache import Cache
from annotator.services.index.edges import direct_graph
from annotator.services.index.index import FolderIndex
from annotator.services.index.kept_joined import kept_contents
from annotator.services.index.rejoining import Setting

PAGE = 4096


def held() -> float:
    """Give how much this process holds, in megabytes (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE / 2**20


def main() -> None:
    """Take the index of a folder from what was kept of it."""
    root = Path(sys.argv[1])
    listed = {root / path: signature for path, signature in walk(root).sidecars.items()}
    index = FolderIndex(root, "mkato")
    direct_graph(index.view())  # what is loaded for questions is not the index's
    before = held()
    index.expect(len(listed))
    contents = kept_contents(Cache(root), listed, Setting("mkato"))
    assert contents
    index.take_over(contents)
    del contents
    index.view()
    sys.stdout.write(f"{held() - before:.1f}\n")


if __name__ == "__main__":
    main()
