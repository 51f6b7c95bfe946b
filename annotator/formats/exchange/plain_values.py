"""The fields of annotations that hold a word or a date: programs whose labels have attributes can hold them."""

from typing import Final

PLAIN_VALUES: Final = ("stance", "status", "attribution", "certainty", "confidence", "date")
"""In the order in which the files of these programs have them."""
