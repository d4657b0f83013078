"""The model card, written from the figures alone."""

from typing import Any

from spejl.model import ModelSettings

_NAMES = {"all": "all", "da": "Danish", "sv": "Swedish", "nb": "Bokmål", "nn": "Nynorsk"}


def card(
    settings: ModelSettings, figures: dict[str, Any], record: dict[str, Any], base: str
) -> str:
    """The text of a model folder's README.md.

    Args:
        settings: Of the model.
        figures: As `figures` makes them, on sessions held out of training.
        record: What the run knows of its data: counts and hashes.
        base: Credit of the base encoder.
    """
    languages = [k for k in _NAMES if k in figures]
    lines = [
        f"# {settings.name} {settings.version}",
        "",
        "A coder of motivational interviewing (MITI 4.2.1) for Danish, Swedish, Norwegian Bokmål "
        "and Nynorsk. One pass over a window of the conversation answers, for every token, which "
        "code, which form of question, which client talk, who speaks, and whether a new thought "
        "begins; an utterance is judged by the mean of its tokens.",
        "",
        "**Not validated on real Nordic sessions.** All figures below are on *synthetic* "
        "role-plays, written and coded by language models, and flatter. The model is for "
        "learning and research, and never for decisions about a person's employment. It is not a "
        "judge of a person's skill, and not for languages or kinds of talk other than these.",
        "",
        f"Base encoder: {base}",
        "",
        f"Trained on {record['train_sessions']} conversations ({record['train_utterances']} "
        f"utterances); figures on {figures['all']['sessions']} held-out conversations by writers "
        "whose work the model has not seen.",
        "",
        "## Given utterances",
        "",
        "| Language | Sessions | n | macro-F1 (11) | κ | keyword macro-F1 | majority macro-F1 "
        "| client n | client macro-F1 | client κ | open/closed F1 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for key in languages:
        f = figures[key]
        lines.append(
            f"| {_NAMES[key]} | {f['sessions']} | {f['codes']['n']} | {_n(f['codes']['macro_f1'])} "
            f"| {_n(f['codes']['kappa'])} | {_n(f['baselines']['keyword@1']['macro_f1'])} "
            f"| {_n(f['baselines']['majority@1']['macro_f1'])} | {f['client_talk']['n']} "
            f"| {_n(f['client_talk']['macro_f1'])} | {_n(f['client_talk']['kappa'])} "
            f"| {_n(f['open_closed_macro_f1'])} |"
        )
    lines += ["", "F1 per code (n of the reference):", ""]
    codes = list(figures["all"]["codes"]["per_code"])
    lines.append("| Code | " + " | ".join(_NAMES[k] for k in languages) + " |")
    lines.append("|---" * (len(languages) + 1) + "|")
    for code in codes:
        cells = []
        for key in languages:
            one = figures[key]["codes"]["per_code"].get(code)
            cells.append(f"{_n(one['f1'])} ({one['n_reference']})" if one else "–")
        lines.append(f"| {code} | " + " | ".join(cells) + " |")
    lines += _whole(figures, languages)
    lines += _trust(settings, figures, languages)
    return "\n".join(lines) + "\n"


def _whole(figures: dict[str, Any], languages: list[str]) -> list[str]:
    lines = [
        "",
        "## From turns to codes, own cut into utterances",
        "",
        "| Language | boundary F1 | units per practitioner turn (reference) | codes per turn, "
        "micro-F1 | practitioner found | language found |",
        "|---|---|---|---|---|---|",
    ]
    for key in languages:
        own, f = figures[key]["own_utterances"], figures[key]
        lines.append(
            f"| {_NAMES[key]} | {_n(own['boundary_f1'])} "
            f"| {_n(own['units_per_practitioner_turn'])} "
            f"({_n(own['units_per_practitioner_turn_reference'])}) | {_n(own['turn_micro_f1'])} "
            f"| {_n(f['roles']['right'])} of {f['roles']['n']} | {_n(f['language_found'])} |"
        )
    return lines


def _trust(settings: ModelSettings, figures: dict[str, Any], languages: list[str]) -> list[str]:
    lines = [
        "",
        "## How far to trust it",
        "",
        f"Utterances whose code is less probable than {settings.review_code} (client talk: "
        f"{settings.review_talk}) are marked for review.",
        "",
        "| Language | calibration error before → after | pass without review | right among these |",
        "|---|---|---|---|",
    ]
    for key in languages:
        c, r = figures[key]["calibration"].get("code", {}), figures[key]["review"]
        lines.append(
            f"| {_NAMES[key]} | {_n(c.get('before'))} → {_n(c.get('after'))} | {_n(r['pass'])} "
            f"| {_n(r['right_among_passing'])} |"
        )
    lines += [
        "",
        "Share of sessions whose reference value lies inside the 90 % interval, end to end:",
        "",
        "| Measure | " + " | ".join(_NAMES[k] for k in languages) + " |",
        "|---" * (len(languages) + 1) + "|",
    ]
    for measure in figures["all"]["intervals"]:
        cells = [
            f"{_n(figures[k]['intervals'][measure]['inside'])} "
            f"of {figures[k]['intervals'][measure]['n']}"
            for k in languages
        ]
        lines.append(f"| {measure} | " + " | ".join(cells) + " |")
    return lines


def _n(value: Any) -> str:
    return "–" if value is None else f"{value:.2f}"
