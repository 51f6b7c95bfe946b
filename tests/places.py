"""Where tests find what they read: the project's own files, and what may lie beside the checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
RESOURCES = ROOT / "resources"
GOLDEN = ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared"
"""Real texts and codings, beside some checkouts only: every test has material of the project's own besides."""
