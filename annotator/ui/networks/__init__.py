"""Networks of a document, of several or of a folder: asked for by fields, shown as chart and matrix, through time."""
