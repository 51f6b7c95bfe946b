"""An open document and what keeps it safe: opening, journal, recovery, saving."""
