"""What can go wrong, as a tree of exceptions that a program can catch.

    SpejlError
    ├── TranscriptError      a file that cannot be read as a conversation
    ├── LanguageError        a conversation in a language that Spejl does not code
    ├── RoleError            it cannot be told who is the practitioner
    ├── ModelError           a model folder that is missing, incomplete or altered
    ├── SettingsError        a setting that does not exist or has no such value
    ├── RunError             an output folder that belongs to something else
    ├── ConvertError         a conversation that cannot be written in the form asked for
    ├── AudioError           a recording whose sound cannot be taken out of it
    ├── PrivacyError         a key or a sealed list of names that cannot be used
    └── MissingExtraError    a feature whose libraries are not installed

Messages say what was found, what was expected and what to do. They name files, lines and
columns and never quote what was said in a conversation.

A TranscriptWarning, issued through `warnings`, says what a reader may have got wrong in a file that
it could read.
"""

from pathlib import Path


class SpejlError(Exception):
    """Anything that Spejl itself raises."""


class TranscriptError(SpejlError):
    """A file that cannot be read as a conversation.

    Attributes:
        path: The file.
        line: 1-based line in it, or None where the whole file is meant.
    """

    def __init__(self, message: str, path: Path | str, line: int | None = None) -> None:
        self.path = Path(path)
        self.line = line
        where = f"{self.path}" if line is None else f"{self.path}, line {line}"
        super().__init__(f"{where}: {message}")


class TranscriptWarning(UserWarning):
    """What a reader may have got wrong in a file that it could read."""


class LanguageError(SpejlError):
    """A conversation in a language that Spejl does not code."""


class RoleError(SpejlError):
    """It cannot be told which speaker is the practitioner."""


class ModelError(SpejlError):
    """A model folder that is missing, incomplete or altered.

    Attributes:
        folder: The model folder.
    """

    def __init__(self, message: str, folder: Path | str) -> None:
        self.folder = Path(folder)
        super().__init__(f"{self.folder}: {message}")


class SettingsError(SpejlError):
    """A setting that does not exist or has no such value.

    Attributes:
        key: The setting, dotted as in the configuration file.
    """

    def __init__(self, message: str, key: str) -> None:
        self.key = key
        super().__init__(f"{key}: {message}")


class RunError(SpejlError):
    """An output folder that cannot be used for this run."""


class ConvertError(SpejlError):
    """A conversation that cannot be written in the form asked for.

    Attributes:
        path: The file that was to be written.
    """

    def __init__(self, message: str, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(f"{self.path}: {message}")


class AudioError(SpejlError):
    """A recording whose sound cannot be taken out of it or that holds no speech.

    Attributes:
        path: The recording.
    """

    def __init__(self, message: str, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(f"{self.path}: {message}")


class PrivacyError(SpejlError):
    """A key, or the list of names that it opens, that cannot be used.

    Attributes:
        path: The file.
    """

    def __init__(self, message: str, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(f"{self.path}: {message}")


class MissingExtraError(SpejlError):
    """A feature whose libraries are not installed.

    Attributes:
        extra: The extra of the package that brings them.
    """

    def __init__(self, feature: str, extra: str) -> None:
        self.extra = extra
        super().__init__(
            f"{feature} needs libraries that are not installed: pip install 'spejl[{extra}]'"
        )
