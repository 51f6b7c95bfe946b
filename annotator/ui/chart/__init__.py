"""The relationship chart; the one place that loads pyqtgraph."""
