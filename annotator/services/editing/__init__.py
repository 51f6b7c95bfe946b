"""What an analyst does, as edits: each function adds to a draft, and the session makes the draft one step of undo."""
