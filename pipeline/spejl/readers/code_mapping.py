"""What the codes of another scheme are in MITI, as declared in a small TOML file.

```
[columns]
practitioner = ["main_therapist_behaviour", "question_subtype"]
client = ["client_talk_type"]

[practitioner]
"question/open" = "Q:open"
"therapist_input" = ["GI", "Persuade", "PersuadeWith"]
"other" = []
"" = "NC"

[client]
change = "change"
```

A code is one code of ours, any of several, or nothing. The key `""` says what an empty cell is;
without it an empty cell tells nothing. Without `[columns]` codes stand where the sheet's own
declaration has them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spejl.codes import ClientTalk, Code
from spejl.errors import SettingsError
from spejl.readers.sheet_form import is_code
from spejl.sessions import Role
from spejl.settings import read_toml

Meaning = tuple[str, ...]
"""Codes of ours of which one holds, such as `Q:open`; empty where the code tells nothing."""

JOINER = "/"
"""Between the parts of a code that stand in several columns."""

ROLES = (Role.PRACTITIONER, Role.CLIENT)


@dataclass(frozen=True, slots=True)
class CodeMapping:
    """A scheme's codes in ours."""

    name: str
    """The file, for messages."""
    meanings: Mapping[Role, Mapping[str, Meaning]] = field(default_factory=dict)
    """For each role what each code of the scheme is."""
    columns: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    """For each role the columns whose values, joined by a slash, are its code."""

    def meaning(self, code: str, role: Role) -> Meaning | None:
        """What a code is for a speaker of this role; None where the file does not say.

        Of a code in several columns the most parts that the file knows together decide, the first
        among them: `reflection/open/simple` is what `reflection/simple` is.
        """
        known = self.meanings.get(role, {})
        if code in known or code == "":
            return known.get(code, ())
        first, *rest = code.split(JOINER)
        fitting = [
            key
            for key in known
            if key.split(JOINER)[0] == first and set(key.split(JOINER)[1:]) <= set(rest)
        ]
        return known[max(fitting, key=lambda key: key.count(JOINER))] if fitting else None


def read_mapping(path: Path) -> CodeMapping:
    """The mapping declared in a TOML file.

    Raises:
        SettingsError: The file is missing or no TOML, or a key or one of our codes is not known.
    """
    data = read_toml(path)
    tables = (*ROLES, "columns")
    for key, table in data.items():
        if key not in tables or not isinstance(table, dict):
            raise SettingsError(
                f"{path} has no use for it; expected the tables {', '.join(tables)}", key
            )
    columns = {
        role: _columns(data["columns"][role], f"columns.{role}")
        for role in ROLES
        if role in data.get("columns", {})
    }
    meanings = {
        role: {
            str(code): _meaning(value, role, f"{role}.{code}")
            for code, value in data.get(role, {}).items()
        }
        for role in ROLES
    }
    return CodeMapping(str(path), meanings, columns)


def _columns(value: Any, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise SettingsError('expected a list of columns, such as ["code", "subcode"]', key)
    return tuple(value)


def _meaning(value: Any, role: Role, key: str) -> Meaning:
    listed = [value] if isinstance(value, str) else value
    if listed == [""]:
        listed = []
    ours = Code if role is Role.PRACTITIONER else ClientTalk
    if not isinstance(listed, list) or not all(
        isinstance(v, str) and is_code(v) and v.partition(":")[0] in ours.__members__.values()
        for v in listed
    ):
        raise SettingsError(
            f"expected a code of ours ({', '.join(ours)}; Q:open, change:D), a list of several of "
            "which one holds, or [] for nothing",
            key,
        )
    return tuple(dict.fromkeys(listed))
