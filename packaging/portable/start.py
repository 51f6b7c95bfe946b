"""What the portable folder's programs run."""

import multiprocessing
import sys

from annotator.__main__ import main

if __name__ == "__main__":
    # Batch export in several processes starts this program again.
    multiprocessing.freeze_support()
    sys.exit(main())
