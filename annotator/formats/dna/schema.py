"""The tables of a DNA 3 database, as the program Discourse Network Analyzer makes them in SQLite.

Names and types are facts of https://github.com/leifeld/dna (sql/Sql.java, createTables).
"""

import base64
import hashlib
from typing import Final

PASSWORD: Final = "annotator"  # noqa: S105 - a default that everybody may know
"""What DNA asks for when a coder of an exported database is chosen; it keeps nothing secret."""
PERSON, ORGANIZATION, CONCEPT, AGREEMENT = 1, 2, 3, 4
VARIABLES: Final = {
    PERSON: ("person", "short text"),
    ORGANIZATION: ("organization", "short text"),
    CONCEPT: ("concept", "short text"),
    AGREEMENT: ("agreement", "boolean"),
}
LONGEST: Final = 190
"""So many characters a name or title may have."""
_COLOURS: Final = "Red INTEGER NOT NULL DEFAULT 0, Green INTEGER NOT NULL DEFAULT 0, Blue INTEGER NOT NULL DEFAULT 0"
_PERMISSIONS: Final = (
    "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements",
    "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations",
    "ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements",
)  # fmt: skip
_ID: Final = "ID INTEGER NOT NULL PRIMARY KEY"
_OF_STATEMENT: Final = (
    f"{_ID}, StatementId INTEGER NOT NULL REFERENCES STATEMENTS(ID) ON DELETE CASCADE, "
    "VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE"
)
_ONCE: Final = "UNIQUE (StatementId, VariableId)"
TABLES: Final = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT NOT NULL",
    "CODERS": f"{_ID}, Name TEXT NOT NULL, {_COLOURS}, Refresh INTEGER NOT NULL DEFAULT 0, "
    "FontSize INTEGER NOT NULL DEFAULT 14, Password TEXT NOT NULL, PopupWidth INTEGER DEFAULT 300, "
    "ColorByCoder INTEGER NOT NULL DEFAULT 0, PopupDecoration INTEGER NOT NULL DEFAULT 0, "
    "PopupAutoComplete INTEGER NOT NULL DEFAULT 1, "
    + ", ".join(f"Permission{name} INTEGER NOT NULL DEFAULT 1" for name in _PERMISSIONS),
    "DOCUMENTS": f"{_ID}, Title TEXT NOT NULL, Text TEXT NOT NULL, "
    "Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE, Author TEXT NOT NULL DEFAULT '', "
    "Source TEXT NOT NULL DEFAULT '', Section TEXT NOT NULL DEFAULT '', Notes TEXT NOT NULL DEFAULT '', "
    "Type TEXT NOT NULL DEFAULT '', Date INTEGER NOT NULL",
    "STATEMENTTYPES": f"{_ID}, Label TEXT NOT NULL, {_COLOURS}",
    "VARIABLES": f"{_ID}, Variable TEXT NOT NULL, DataType TEXT NOT NULL DEFAULT 'short text', "
    "StatementTypeId INTEGER REFERENCES STATEMENTTYPES(ID) ON DELETE CASCADE, UNIQUE (Variable, StatementTypeId)",
    "VARIABLELINKS": f"{_ID}, SourceVariableId INTEGER REFERENCES VARIABLES(ID) ON DELETE CASCADE, "
    "TargetVariableId INTEGER REFERENCES VARIABLES(ID) ON DELETE CASCADE",
    "REGEXES": f"Label TEXT PRIMARY KEY, {_COLOURS}",
    "CODERRELATIONS": f"{_ID}, Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE, "
    "OtherCoder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE, "
    + ", ".join(f"{verb}{what} INTEGER NOT NULL DEFAULT 1"
                for what in ("Statements", "Documents") for verb in ("view", "edit")),
    "STATEMENTS": f"{_ID}, StatementTypeId INTEGER REFERENCES STATEMENTTYPES(ID) ON DELETE CASCADE, "
    "DocumentId INTEGER REFERENCES DOCUMENTS(ID) ON DELETE CASCADE, Start INTEGER NOT NULL, Stop INTEGER NOT NULL, "
    "Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE, CHECK (Start < Stop)",
    "ENTITIES": f"{_ID}, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE, "
    "Value TEXT NOT NULL DEFAULT '', Red INTEGER, Green INTEGER, Blue INTEGER, "
    "ChildOf INTEGER REFERENCES ENTITIES(ID) ON DELETE CASCADE, UNIQUE (VariableId, Value)",
    "DATABOOLEAN": f"{_OF_STATEMENT}, Value INTEGER NOT NULL DEFAULT 1, {_ONCE}",
    "DATAINTEGER": f"{_OF_STATEMENT}, Value INTEGER NOT NULL DEFAULT 0, {_ONCE}",
    "DATASHORTTEXT": f"{_OF_STATEMENT}, Entity INTEGER NOT NULL REFERENCES ENTITIES(ID) ON DELETE CASCADE, {_ONCE}",
    "DATALONGTEXT": f"{_OF_STATEMENT}, Value TEXT DEFAULT '', {_ONCE}",
    "ATTRIBUTEVARIABLES": f"{_ID}, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE, "
    "AttributeVariable TEXT NOT NULL, UNIQUE (VariableId, AttributeVariable)",
    "ATTRIBUTEVALUES": f"{_ID}, EntityId INTEGER NOT NULL REFERENCES ENTITIES(ID) ON DELETE CASCADE, "
    "AttributeVariableId INTEGER NOT NULL REFERENCES ATTRIBUTEVARIABLES(ID) ON DELETE CASCADE, "
    "AttributeValue TEXT NOT NULL DEFAULT '', UNIQUE (EntityId, AttributeVariableId)",
}  # fmt: skip


def password_digest(password: str, salt: bytes) -> str:
    """Give a password as DNA keeps it: Jasypt's StrongPasswordEncryptor, SHA-256 a hundred thousand times over."""
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _time in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()
