"""What the portable folder's programs run.

PyInstaller's own way to help multiprocessing loads all of it before every command; this one only when it is needed.
"""

import sys

_WATCH = "from multiprocessing.resource_tracker import main;main("


def _help_multiprocessing() -> bool:
    """Do what a process of this program started this one for: share its work, or watch what it leaves.

    Tells whether it was the latter and is done.
    """
    asked = sys.argv[-1]
    if sys.argv[1:2] == ["--multiprocessing-fork"]:  # the rest is name=number
        from multiprocessing.spawn import freeze_support

        freeze_support()
    elif asked.startswith(_WATCH):
        from multiprocessing.resource_tracker import main as watch

        watch(int(asked[len(_WATCH) : -1]))
        return True
    return False


if __name__ == "__main__":
    if _help_multiprocessing():
        sys.exit()
    from annotator.__main__ import main

    sys.exit(main())
