"""The desktop app: the one place that knows Qt."""
