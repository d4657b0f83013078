"""How a person's coding sheet is laid out, as declared in a small TOML file.

```
separator = ";"

[columns]
session = "Samtale"
turn = "Nr"
speaker = "Hvem"
text = "Replik"
codes = "Koder"

[codes]
REC = "CR"
Åben = "Q:open"

[speakers]
T = "practitioner"
K = "client"
```
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from spejl.codes import TALK_KINDS, ClientTalk, Code, details
from spejl.errors import SettingsError
from spejl.sessions import Role

T = TypeVar("T")

COLUMNS = ("session", "turn", "speaker", "text", "codes", "client_talk", "language")
"""What a column may be declared to hold."""


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The layout of coding sheets. Without a file, columns have these very names."""

    columns: Mapping[str, str] = field(default_factory=lambda: {name: name for name in COLUMNS})
    """The sheet's name of each column, by ours."""
    declared: bool = False
    """The columns were declared, so that each of them must be there."""
    separator: str = ";"
    """What stands between several codes in a cell."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Our code, such as CR, Q:open or change:D, by the sheet's; empty for one to leave out."""
    speakers: Mapping[str, Role] = field(default_factory=dict)
    """The role of a speaker, by the name in the sheet."""


def read_sheet_form(path: Path) -> SheetForm:
    """The layout declared in a TOML file.

    Raises:
        SettingsError: The file is missing or no TOML, or a key, code or role is not known.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"there is no file {path}", "sheet") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be opened ({error.strerror})", "sheet") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError(f"{path} is not valid TOML", "sheet") from None
    _known(data, ("columns", "separator", "codes", "speakers"), "sheet")
    columns = _names(data.get("columns", {}), "columns")
    _known(columns, COLUMNS, "columns")
    separator = data.get("separator", ";")
    if not isinstance(separator, str) or not separator:
        raise SettingsError("expected one character or more in quotes", "separator")
    codes, speakers = _each(data, "codes", _code), _each(data, "speakers", _role)
    if not columns:
        return SheetForm(separator=separator, codes=codes, speakers=speakers)
    if "codes" not in columns:
        raise SettingsError("the column of the codes is not declared", "columns.codes")
    return SheetForm(columns, True, separator, codes, speakers)


def is_code(text: str) -> bool:
    """Whether a text is a code or client talk of ours, such as `Q`, `Q:open` or `change:D`."""
    main, colon, detail = text.rstrip("?").partition(":")
    if main in Code.__members__.values():
        return not colon or detail in details(Code(main))
    if main in ClientTalk.__members__.values():
        return not colon or (main != ClientTalk.NEUTRAL and detail in TALK_KINDS)
    return False


def _each(data: dict[str, Any], key: str, convert: Callable[[str, str], T]) -> dict[str, T]:
    return {
        name: convert(value, f"{key}.{name}")
        for name, value in _names(data.get(key, {}), key).items()
    }


def _code(value: str, key: str) -> str:
    if value and not is_code(value):
        raise SettingsError(
            f"'{value}' is no code; expected one of {', '.join(Code)} (Q:open, Seek:permission), "
            f"one of {', '.join(ClientTalk)}, or nothing for a code to leave out",
            key,
        )
    return value


def _role(value: str, key: str) -> Role:
    if value not in Role.__members__.values():
        raise SettingsError(f"'{value}' is no role; expected one of {', '.join(Role)}", key)
    return Role(value)


def _names(table: Any, key: str) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
        raise SettingsError('expected lines such as REC = "CR"', key)
    return {str(name): str(value).strip() for name, value in table.items()}


def _known(table: Mapping[str, Any], names: tuple[str, ...], key: str) -> None:
    unknown = next((name for name in table if name not in names), None)
    if unknown is not None:
        raise SettingsError(f"no such key; there are {', '.join(names)}", f"{key}.{unknown}")
