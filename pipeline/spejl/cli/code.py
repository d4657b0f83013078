"""`spejl code`: transcripts to coded sessions, tables and a summary."""

import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from spejl.batch import DaskCluster, Processes, Runner, RunResult, Serial, recipe, run
from spejl.cli.console import messages, note
from spejl.cli.listened import Listened, with_transcripts
from spejl.cli.quick import load_spacy_alone
from spejl.cli.ratings import read_globals
from spejl.cli.run_view import RunView
from spejl.coder import load
from spejl.errors import SettingsError
from spejl.settings import Settings, checked, read_settings_file

SOME_FAILED, ALL_FAILED, STOPPED = 1, 2, 130
_NOTHING = RunResult(0, 0, (), ())


def code_command(  # noqa: PLR0913 - one parameter for each promised option
    paths: Annotated[
        list[Path],
        typer.Argument(help="Transcripts, recordings, zip files, folders, patterns in quotes."),
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
    engine: Annotated[
        str, typer.Option(help="What runs the model: onnxruntime, or openvino (extra fast).")
    ] = "",
    recogniser: Annotated[
        str, typer.Option(help="For recordings: a folder or a name (spejl models list).")
    ] = "",
    models: Annotated[str, typer.Option(help="Folder of the models for recordings.")] = "",
    config: Annotated[Path | None, typer.Option(help="TOML file with settings.")] = None,
    jobs: Annotated[
        int, typer.Option(min=1, help="Processes that code sessions beside each other.")
    ] = 1,
    cluster: Annotated[
        str, typer.Option(help="Code on Dask: a scheduler's tcp://HOST:PORT, or local:N.")
    ] = "",
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
        "engine": engine,
        "recogniser": recogniser,
        "models": models,
    }
    settings = checked(replace(settings, **{key: value for key, value in given.items() if value}))
    ratings = read_globals(globals_file) if globals_file else {}
    if out_dir is None:
        # Nobody keeps the tables; this form is written without pyarrow and what it loads.
        settings = replace(settings, format="jsonl")
    load_spacy_alone()
    runner = _runner(settings, jobs, cluster)
    with _folder(out_dir) as folder:
        try:
            listened = with_transcripts(paths, out_dir, settings)
            with RunView(as_json) as view:
                result = _NOTHING
                if listened.paths:
                    result = run(runner, listened.paths, Path(folder), settings, ratings, view)
        except KeyboardInterrupt:
            _tell_stopped(out_dir)
            sys.exit(STOPPED)
    result = _with_recordings(result, listened)
    _print(result, view, out_dir)
    for path, why in listened.skipped:
        note(f"skipped the recording {path}: {why}")
    if result.failures:
        sys.exit(SOME_FAILED if view.n_scored else ALL_FAILED)


def _with_recordings(result: RunResult, listened: Listened) -> RunResult:
    """What the run came to, with what became of the recordings."""
    return replace(
        result,
        failures=(*listened.failures, *result.failures),
        skipped=tuple(p for p in result.skipped if Path(p) not in listened.recordings),
    )


def _runner(settings: Settings, jobs: int, cluster: str) -> Runner:
    if jobs > 1 and cluster:
        raise SettingsError("not together with --jobs; for one machine --jobs is enough", "cluster")
    if cluster:
        return DaskCluster(recipe(settings.model, settings.engine), cluster, settings.threads)
    if jobs > 1:
        return Processes(recipe(settings.model, settings.engine), jobs, settings.threads)
    return Serial(load(settings.model, settings.threads or None, settings.engine))


def _tell_stopped(out_dir: Path | None) -> None:
    if out_dir is None:
        messages.print("stopped; nothing is kept without --out")
    else:
        messages.print(
            f"stopped; what is coded stands in {out_dir / 'coded'}, and the same command goes on "
            "from there. The tables are written at the end",
            markup=False,
        )


def _folder(out_dir: Path | None) -> Any:
    """The output folder, or one that vanishes when only the summary is wanted."""
    if out_dir is not None:
        return nullcontext(out_dir)
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(prefix="spejl-")


def _print(result: RunResult, view: RunView, out_dir: Path | None) -> None:
    view.print_summary()
    for failure in result.failures:
        where = "" if failure.path in failure.reason else f"{failure.path}: "
        messages.print(f"failed: {where}{failure.reason}", markup=False, style="yellow")
    for path in result.skipped:
        note(f"skipped {path}: files that end in '{Path(path).suffix}' are not read")
    if result.n_resumed:
        messages.print(f"{result.n_resumed} sessions were coded before and were not coded again")
    if out_dir is not None and not view.as_json:
        messages.print(f"written to {out_dir}", markup=False)
