"""The relationship chart and discourse networks, as nodes and edges with their evidence; no drawing."""
