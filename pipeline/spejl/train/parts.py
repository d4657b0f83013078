"""Sessions into parts or folds, at random by a seed, by session or by clinician."""

import random
from collections.abc import Sequence

from spejl.errors import SettingsError
from spejl.train.own import Gold
from spejl.train.splits import SPLITS

SHARES = dict(zip(SPLITS, (0.6, 0.15, 0.1, 0.15), strict=True))
FEWEST_SESSIONS = 8
"""Fewer cannot be split into parts to learn from, choose on, calibrate on and report on."""

CLINICIAN = "clinician"


def parts(sessions: Sequence[Gold], by: str, seed: int) -> dict[str, list[Gold]]:
    """The sessions of each split.

    Args:
        sessions: At least eight, by at least four clinicians where these are kept apart.
        by: `session`, or `clinician` so that nobody's sessions are in two parts.
        seed: Decides who is where.

    Raises:
        SettingsError: There are too few sessions or clinicians, or a clinician is not known.
    """
    if len(sessions) < FEWEST_SESSIONS:
        raise SettingsError(
            f"found {len(sessions)} sessions, at least {FEWEST_SESSIONS} are needed to learn from "
            "some and be judged by others",
            "data",
        )
    groups = _groups(sessions, by, seed, len(SPLITS))
    found: dict[str, list[Gold]] = {name: [] for name in SPLITS}
    for number, group in enumerate(groups):
        empty = [name for name in SPLITS if not found[name]]
        left = len(groups) - number
        # As long as a part is empty, the last groups are kept for it.
        open_to = empty if left <= len(empty) else list(SPLITS)
        lacking = {n: SHARES[n] * len(sessions) - len(found[n]) for n in open_to}
        found[max(open_to, key=lambda name: lacking[name])] += group
    return found


def folds(sessions: Sequence[Gold], n: int, by: str, seed: int) -> list[list[Gold]]:
    """The sessions in n folds of about the same size.

    Raises:
        SettingsError: There are fewer than two folds, fewer sessions or clinicians than folds, or
            a clinician is not known.
    """
    if n < 2:
        raise SettingsError("expected 2 folds or more", "folds")
    found: list[list[Gold]] = [[] for _ in range(n)]
    for group in _groups(sessions, by, seed, n):
        min(found, key=len).extend(group)
    return found


def shares(sessions: Sequence[Gold], wanted: Sequence[float], seed: int) -> list[list[Gold]]:
    """For each share so many of the sessions, in one seeded order: each holds the smaller ones.

    Raises:
        SettingsError: A share is not above 0 and at most 1, they do not rise, or two of them
            come to the same number of sessions.
    """
    if not wanted or not all(0 < s <= 1 for s in wanted) or sorted(set(wanted)) != list(wanted):
        raise SettingsError("expected rising shares above 0 and up to 1", "curve")
    order = sorted(sessions, key=lambda gold: gold.id)
    random.Random(seed).shuffle(order)
    counts = [max(1, round(share * len(order))) for share in wanted]
    if len(set(counts)) < len(counts):
        raise SettingsError(
            f"of {len(order)} sessions two shares come to the same number; give fewer shares",
            "curve",
        )
    return [order[:count] for count in counts]


def _groups(sessions: Sequence[Gold], by: str, seed: int, least: int) -> list[list[Gold]]:
    """Sessions that stay together, the largest groups first, else in a seeded order."""
    found: dict[str, list[Gold]] = {}
    for gold in sorted(sessions, key=lambda gold: gold.id):
        found.setdefault(_key(gold, by), []).append(gold)
    if len(found) < least:
        what = f"{by}s" if len(found) != 1 else by
        advice = "; split by session, and the figures do not speak of clinicians who are new"
        raise SettingsError(
            f"found {len(found)} {what}, at least {least} are needed to keep them apart"
            f"{advice if by == CLINICIAN else ''}",
            by,
        )
    groups = list(found.values())
    random.Random(seed).shuffle(groups)
    return sorted(groups, key=len, reverse=True)


def _key(gold: Gold, by: str) -> str:
    if by != CLINICIAN:
        return gold.id
    if not gold.clinician:
        raise SettingsError(
            f"session {gold.id} does not say who the clinician is; name the column or header line "
            'under [[data]] as clinician = "…", or split by session',
            "data.clinician",
        )
    return gold.clinician
