"""The model card, written from the figures alone."""

from typing import Any

from spejl.model import ModelSettings
from spejl.references import AMONG_PEOPLE

_NAMES = {
    "all": "all",
    "da": "Danish",
    "sv": "Swedish",
    "nb": "Bokmål",
    "nn": "Nynorsk",
    "clean": "style clean",
    "verbatim": "style verbatim",
    "asr": "style asr",
}


_SYNTHETIC = (
    "**Not validated on real Nordic sessions.** All figures below are on *synthetic* role-plays, "
    "written and coded by language models, and flatter."
)
_PEOPLE = " Only those at the end, on AnnoMI, are on people's talk and codes."
_OWN = (
    "**Trained on a group's own codes.** All figures below say how far the model agrees with the "
    "codes of held-out conversations from the same material, and not how it does elsewhere."
)


def card(settings: ModelSettings, metrics: dict[str, Any]) -> str:
    """The text of a model folder's README.md.

    Args:
        settings: Of the model.
        metrics: What stands in metrics.json.
    """
    figures = metrics["test"]
    languages = [k for k in _NAMES if k in figures]
    own = bool(metrics["settings"].get("data"))
    apart = " by writers whose work the model has not seen"
    if own and metrics["settings"]["split"] == "clinician":
        apart = " by clinicians whom the model has not seen"
    elif own:
        apart = ", by clinicians whom the model may have seen in other conversations"
    lines = [
        f"# {settings.name} {settings.version}",
        "",
        "A coder of motivational interviewing (MITI 4.2.1) for Danish, Swedish, Norwegian Bokmål "
        "and Nynorsk. One pass over a window of the conversation answers, for every token, which "
        "code, which form of question, which client talk, who speaks, and whether a new thought "
        "begins; an utterance is judged by the mean of its tokens.",
        "",
        f"{_OWN if own else _SYNTHETIC}{_PEOPLE if metrics['outside'] else ''} The model is for "
        "learning and research, and never for decisions about a person's employment. It is not a "
        "judge of a person's skill, and not for languages or kinds of talk other than these.",
        "",
        f"Base encoder: {metrics['base']}",
        "",
        f"Trained on {metrics['train_sessions']} conversations ({metrics['train_utterances']} "
        f"utterances); figures on {figures['all']['sessions']} held-out conversations{apart}.",
        "",
        "## Given utterances",
        "",
        "In square brackets: 95 % intervals, sessions drawn anew.",
        "",
        "| Language | Sessions | n | macro-F1 (11) | κ | keyword macro-F1 | majority macro-F1 "
        "| client n | client macro-F1 | client κ | open/closed F1 |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for key in languages:
        f = figures[key]
        lines.append(
            f"| {_NAMES[key]} | {f['sessions']} | {f['codes']['n']} "
            f"| {_sure(f, 'codes', 'macro_f1')} | {_sure(f, 'codes', 'kappa')} "
            f"| {_n(f['baselines']['keyword@1']['macro_f1'])} "
            f"| {_n(f['baselines']['majority@1']['macro_f1'])} | {f['client_talk']['n']} "
            f"| {_sure(f, 'client_talk', 'macro_f1')} | {_sure(f, 'client_talk', 'kappa')} "
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
    lines += _sessions(figures, languages)
    lines += _trust(settings, figures, languages)
    lines += _elsewhere(metrics)
    return "\n".join(lines) + "\n"


def _whole(figures: dict[str, Any], languages: list[str]) -> list[str]:
    lines = [
        "",
        "## From turns to codes, own cut into utterances",
        "",
        "| Language | boundary F1 | units per practitioner turn (reference) | codes per turn, "
        "micro-F1 | the same, utterances given | practitioner found | the same, every fifth turn "
        "given to the wrong speaker | language found |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for key in languages:
        own, f = figures[key]["own_utterances"], figures[key]
        lines.append(
            f"| {_NAMES[key]} | {_n(own['boundary_f1'])} "
            f"| {_n(own['units_per_practitioner_turn'])} "
            f"({_n(own['units_per_practitioner_turn_reference'])}) | {_n(own['turn_micro_f1'])} "
            f"| {_n(f['turn_micro_f1'])} | {_n(f['roles']['right'])} of {f['roles']['n']} "
            f"| {_n(f['roles_with_errors']['right'])} | {_n(f['language_found'])} |"
        )
    return lines


def _sessions(figures: dict[str, Any], languages: list[str]) -> list[str]:
    """Agreement on what whole sessions come to."""
    lines = ["", "## Whole sessions: ICC(A,1) [95 % interval] with the reference"]
    for key, title in (("session_icc", "Utterances given"), ("session_icc_own", "End to end")):
        groups = [k for k in languages if figures[k][key]]
        lines += ["", f"{title} (n sessions in which both have the measure):", ""]
        lines.append("| Measure | " + " | ".join(_NAMES[k] for k in groups) + " |")
        lines.append("|---" * (len(groups) + 1) + "|")
        for measure in figures["all"][key] or ():
            cells = [_icc(figures[k][key][measure]) for k in groups]
            lines.append(f"| {measure} | " + " | ".join(cells) + " |")
    return lines


def _icc(one: dict[str, Any]) -> str:
    return f"{_n(one['icc_a1'])}{_between(one['icc_a1_interval'])} (n {one['n']})"


def _sure(group: dict[str, Any], kind: str, figure: str) -> str:
    """A figure with its interval, where there is one."""
    interval = ((group["code_intervals"] or {}).get(kind) or {}).get(figure)
    return _n(group[kind][figure]) + _between(interval)


def _between(interval: list[float] | None) -> str:
    return "" if interval is None else f" [{interval[0]:.2f}, {interval[1]:.2f}]"


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


def _elsewhere(metrics: dict[str, Any]) -> list[str]:
    """The contrast set's test half, 8 bits against full precision, and people's codes."""
    lines = ["", "## Contrast set (test half: single moments in forms that differ in code)", ""]
    lines += ["| Language | families | forms | forms right | κ | whole families right |"]
    lines += ["|---|---|---|---|---|---|"]
    for key, one in metrics["contrast_test"].items():
        lines.append(
            f"| {_NAMES[key]} | {one['families']} | {one['forms']} | {_n(one['right'])} "
            f"| {_n(one['kappa'])} | {_n(one['whole_families_right'])} |"
        )
    precision = metrics["precision"]
    lines += [
        "",
        f"κ of the codes in 8 bits {precision['kappa']:.3f}, in full precision "
        f"{precision['kappa_full']:.3f}.",
    ]
    outside = metrics["outside"]
    if outside is None:
        return lines
    return [
        *lines,
        "",
        "## Transfer to people's codes: AnnoMI (English demonstrations, no training on it)",
        "",
        f"κ over question / reflection / input {_n(outside['behaviour_kappa'])} "
        f"(n {outside['behaviour_n']}; {outside['found_none']} were found to be none of them, "
        f"which counts as wrong; made to choose one of the three: "
        f"{_n(outside['behaviour_kappa_forced'])}); simple or complex "
        f"{_n(outside['reflection_kappa'])} (n {outside['reflection_n']}); open or closed "
        f"{_n(outside['form_kappa'])} (n {outside['form_n']}); client talk "
        f"{_n(outside['client_kappa'])} (n {outside['client_n']}). Ten people on seven of its "
        "sessions agree among themselves, by Fleiss' κ, with "
        f"{_n(AMONG_PEOPLE['behaviour'])}, {_n(AMONG_PEOPLE['reflection'])}, "
        f"{_n(AMONG_PEOPLE['form'])} and {_n(AMONG_PEOPLE['client'])}, in the same order.",
    ]


def _n(value: Any) -> str:
    return "–" if value is None else f"{value:.2f}"
