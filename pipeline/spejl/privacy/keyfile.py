"""The way back: what the stand-ins stand for, encrypted with the owner's key."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spejl.errors import MissingExtraError, PrivacyError
from spejl.privacy.kinds import Pseudonymised

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_VERSION = 1


def make_key(path: Path) -> None:
    """Write a new random key that only its owner may read.

    Raises:
        PrivacyError: The file exists or cannot be written.
        MissingExtraError: The libraries of the extra `privacy` are not installed.
    """
    try:
        from cryptography.fernet import Fernet
    except ImportError:
        raise MissingExtraError("a key file", "privacy") from None
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise PrivacyError(f"the key cannot be written ({error.strerror})", path) from None
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")


def _cipher(key: Path) -> "Fernet":
    try:
        from cryptography.fernet import Fernet
    except ImportError:
        raise MissingExtraError("a key file", "privacy") from None
    try:
        return Fernet(key.read_bytes().strip())
    except OSError as error:
        raise PrivacyError(f"the key cannot be read ({error.strerror})", key) from None
    except ValueError:
        raise PrivacyError(
            "is no key of Spejl's; expected the file that --key wrote when the conversation was "
            "pseudonymised",
            key,
        ) from None


def seal(done: Pseudonymised, original_id: str, key: Path) -> bytes:
    """What the stand-ins stand for, encrypted (Fernet: AES-128-CBC with HMAC-SHA-256).

    Raises:
        PrivacyError: The key cannot be read.
    """
    content = {
        "version": _VERSION,
        "id": original_id,
        "replacements": [[r.part, r.replacement, r.original] for r in done.replacements],
    }
    return _cipher(key).encrypt(json.dumps(content, ensure_ascii=False).encode())


def unseal(sealed: Path, key: Path) -> dict[str, Any]:
    """What was sealed: `id`, and `replacements` as lists of part, stand-in and original.

    Raises:
        PrivacyError: A file cannot be read, is damaged, or belongs to another key.
    """
    from cryptography.fernet import InvalidToken

    cipher = _cipher(key)
    try:
        content = json.loads(cipher.decrypt(sealed.read_bytes()))
    except OSError as error:
        raise PrivacyError(f"cannot be read ({error.strerror})", sealed) from None
    except InvalidToken:
        raise PrivacyError("is damaged, or was made with another key", sealed) from None
    if not isinstance(content, dict) or content.get("version") != _VERSION:
        raise PrivacyError("was written by another version of Spejl", sealed)
    return content
