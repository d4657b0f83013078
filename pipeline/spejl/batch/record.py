"""`run.json`: what is needed to cite and repeat a run."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spejl.batch.inputs import Input
from spejl.batch.recipe import PACKAGES, versions
from spejl.batch.runner import Runner
from spejl.batch.task import Failure
from spejl.errors import RunError
from spejl.scores import Globals
from spejl.settings import Settings

STATEMENTS = (
    "The codes are made by a machine.",
    "The model was trained on role-plays written and coded by language models and has not been "
    "validated on real Nordic sessions.",
    "Reference values are expert opinion without normative data.",
    "This is for learning and research, and never for decisions about a person's employment.",
)
"""What every output says of itself."""

OCCASION = "occasion"
"""The key of what differs between runs that come to the same: when, how, how long."""
_FREE = ("threads", "report", "report_language", "recogniser", "models", "speakers")
"""Settings that change no code and no ratio: a run may be resumed with others."""


@dataclass(frozen=True, slots=True)
class InputHash:
    """An input as it was read."""

    name: str
    sha256: str | None
    """None where it could not be opened."""


def identity(runner: Runner, settings: Settings) -> dict[str, Any]:
    """What must be the same for a run to be the same. The model is named, not located."""
    kept = {k: v for k, v in asdict(settings).items() if k not in _FREE}
    return {
        "coder": runner.id,
        "model_hash": runner.model_hash,
        "settings": kept | {"model": Path(settings.model).name},
    }


def key_of(same: dict[str, Any]) -> str:
    """SHA-256 of what must be the same."""
    return hashlib.sha256(json.dumps(same, sort_keys=True).encode()).hexdigest()


def opening(same: dict[str, Any], inputs: Iterable[Input]) -> dict[str, Any]:
    """The record of a run that begins."""
    known = dict(versions())
    return {
        "statements": list(STATEMENTS),
        "citation": _citation(same, known["spejl"]),
        **same,
        "python": known["python"],
        "packages": {name: known[name] for name in PACKAGES},
        "inputs": [asdict(InputHash(i.name, None)) for i in inputs],
        OCCASION: {"started": _now(), "starts": 1},
    }


def resuming(
    before: dict[str, Any], now: dict[str, Any], inputs: Iterable[Input], out: Path
) -> dict[str, Any]:
    """The record of a run that goes on.

    Raises:
        RunError: The folder belongs to a run with another coder, other settings or other files.
    """
    differs = [k for k in ("coder", "model_hash", "settings") if before.get(k) != now[k]]
    try:
        known = {i["name"] for i in before["inputs"]}
        occasion = dict(before[OCCASION])
        starts = int(occasion["starts"])
    except (KeyError, TypeError, ValueError):
        known, occasion, starts = set(), {}, 0
        differs.append("form of run.json")
    if not known <= {i.name for i in inputs}:
        differs.append("files")
    if differs:
        raise RunError(
            f"{out}: belongs to a run with other {' and '.join(differs)}; "
            "give another --out, or the same settings to resume it"
        )
    same = {"started": occasion["started"], "starts": starts + 1}
    return now | {OCCASION: now[OCCASION] | same}


def closing(
    record: dict[str, Any],
    read: list[InputHash],
    sessions: dict[str, str],
    failures: list[Failure],
    occasion: dict[str, Any],
) -> dict[str, Any]:
    """The complete record.

    Args:
        record: As the run began.
        read: The inputs.
        sessions: The hash of every coded session by its id.
        failures: As they are to stand there: without paths of this machine.
        occasion: How the run was done, beside when it began.
    """
    return record | {
        "inputs": [asdict(one) for one in read],
        "sessions": sessions,
        "failures": [asdict(one) for one in failures],
        OCCASION: record[OCCASION] | {"ended": _now()} | occasion,
    }


def anonymous(failure: Failure, names: dict[str, str]) -> Failure:
    """A failure with the name of its input instead of its path on this machine.

    Args:
        failure: As it is told to the user.
        names: The name of each input, by its path.
    """
    name = names.get(failure.path, failure.path)
    return Failure(name, failure.reason.replace(failure.path, name))


def digest_of_ratings(ratings: dict[str, Globals]) -> str | None:
    """SHA-256 of a person's ratings; None without any."""
    if not ratings:
        return None
    plain = {name: asdict(one) for name, one in ratings.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _citation(same: dict[str, Any], version: str) -> str:
    digest = same["model_hash"]
    with_hash = f" (SHA-256 {digest[:12]})" if digest else ""
    return (
        "The Spejl developers (2026). Spejl: MITI coding of motivational interviewing in Danish, "
        f"Swedish and Norwegian, version {version}, coder {same['coder']}{with_hash} "
        "[Computer software]."
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
