"""`spejl code`: transcripts to coded sessions, tables and a summary."""

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress, TimeRemainingColumn

from spejl.batch import RunResult, run
from spejl.cli.console import messages, note, out
from spejl.cli.listened import Listened, with_transcripts
from spejl.cli.ratings import read_globals
from spejl.cli.summary import FOOTNOTE, summary_table
from spejl.coder import load
from spejl.settings import Settings, checked, read_settings_file

SOME_FAILED, ALL_FAILED = 1, 2


def code_command(  # noqa: PLR0913 - one parameter for each promised option
    paths: Annotated[
        list[Path], typer.Argument(help="Transcripts and recordings, or folders of them.")
    ],
    out_dir: Annotated[
        Path | None, typer.Option("--out", help="Folder for tables and coded sessions.")
    ] = None,
    language: Annotated[
        str, typer.Option(help="da, sv, nb or nn. Default: found for each session.")
    ] = "",
    practitioner: Annotated[
        str, typer.Option(help="The practitioner's name as in the transcript.")
    ] = "",
    goal: Annotated[str, typer.Option(help="The change that the conversation is about.")] = "",
    globals_file: Annotated[
        Path | None,
        typer.Option("--globals", help="CSV with a person's global ratings per session_id."),
    ] = None,
    segment: Annotated[
        str, typer.Option(help="Score in parts of this length, such as 20min (needs times).")
    ] = "",
    start: Annotated[
        str, typer.Option(help="With --segment: score only the part from here (s or h:mm:ss).")
    ] = "",
    form: Annotated[
        str | None, typer.Option("--format", help="Tables as csv, parquet or jsonl.")
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Write a feedback report (HTML) for each session.")
    ] = False,
    report_language: Annotated[
        str, typer.Option(help="da, sv, nb, nn or en. Default: each session's own.")
    ] = "",
    model: Annotated[
        str | None, typer.Option(help="Model folder, or name of a shipped model.")
    ] = None,
    recogniser: Annotated[
        str, typer.Option(help="For recordings: a folder or a name (spejl models list).")
    ] = "",
    models: Annotated[str, typer.Option(help="Folder of the models for recordings.")] = "",
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the session rows as JSON Lines.")
    ] = False,
) -> None:
    """Code transcripts by MITI 4.2.1 and compute each session's ratios."""
    settings = read_settings_file(config) if config else Settings()
    given: dict[str, Any] = {
        "language": language,
        "practitioner": practitioner,
        "goal": goal,
        "segment": segment,
        "start": start,
        "format": form,
        "report": report,
        "report_language": report_language,
        "model": model,
        "recogniser": recogniser,
        "models": models,
    }
    settings = checked(replace(settings, **{key: value for key, value in given.items() if value}))
    ratings = read_globals(globals_file) if globals_file else {}
    coder = load(settings.model, settings.threads or None)
    listened = with_transcripts(paths, out_dir, settings)
    if not listened.paths:
        _print(_nothing(listened), as_json, out_dir)
        sys.exit(ALL_FAILED)
    with _folder(out_dir) as folder, _bar() as bar:
        task = bar.add_task("coding", total=None)
        result = run(
            coder,
            listened.paths,
            Path(folder),
            settings,
            ratings,
            lambda done, total: bar.update(task, completed=done, total=total),
        )
    result = _with_recordings(result, listened)
    _print(result, as_json, out_dir)
    for path, why in listened.skipped:
        note(f"skipped the recording {path}: {why}")
    if result.failures:
        sys.exit(SOME_FAILED if result.scores else ALL_FAILED)


def _with_recordings(result: RunResult, listened: Listened) -> RunResult:
    """What the run came to, with what became of the recordings."""
    return replace(
        result,
        failures=(*listened.failures, *result.failures),
        skipped=tuple(p for p in result.skipped if Path(p) not in listened.recordings),
    )


def _nothing(listened: Listened) -> RunResult:
    return _with_recordings(RunResult((), (), (), 0), listened)


def _folder(out_dir: Path | None) -> Any:
    """The output folder, or one that vanishes when only the summary is wanted."""
    if out_dir is not None:
        return nullcontext(out_dir)
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(prefix="spejl-")


def _bar() -> Progress:
    return Progress(
        *Progress.get_default_columns()[:3],
        TimeRemainingColumn(),
        console=messages,
        transient=True,
        disable=not messages.is_terminal,
    )


def _print(result: RunResult, as_json: bool, out_dir: Path | None) -> None:
    if as_json:
        for row in result.rows:
            out.print(json.dumps(row, ensure_ascii=False), markup=False, soft_wrap=True)
    else:
        for scores in result.scores:
            out.print(summary_table(scores))
        if result.scores:
            out.print(FOOTNOTE, markup=False)
    for failure in result.failures:
        where = "" if failure.path in failure.reason else f"{failure.path}: "
        messages.print(f"failed: {where}{failure.reason}", markup=False, style="yellow")
    for path in result.skipped:
        note(f"skipped {path}: files that end in '{path.suffix}' are not read")
    if result.n_resumed:
        messages.print(f"{result.n_resumed} sessions were coded before and were not coded again")
    if out_dir is not None and not as_json:
        messages.print(f"written to {out_dir}", markup=False)
