"""Articles without annotations, as news databases and spreadsheets hand them out: one or many in a file."""
