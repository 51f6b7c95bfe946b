"""Files as they come and go: sources, sidecars, exports and imports; no Qt."""
