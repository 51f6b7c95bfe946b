"""What packages that add suggesters may rest on, version 1: names that keep their place and their meaning.

``docs/plug-ins.md`` has the rule of what may change. Everything else in this program may move at any time.
"""

from annotator.model.document import Document, DocumentInfo
from annotator.model.layer import Layer
from annotator.model.span import Span
from annotator.services.suggesting.knowledge import Knowledge, KnownName, KnownTopic
from annotator.services.suggesting.protocol import Suggester, SuggesterError
from annotator.services.suggesting.suggestion import Part, Somebody, Suggestion

__all__ = [
    "Document",
    "DocumentInfo",
    "Knowledge",
    "KnownName",
    "KnownTopic",
    "Layer",
    "Part",
    "Somebody",
    "Span",
    "Suggester",
    "SuggesterError",
    "Suggestion",
]
