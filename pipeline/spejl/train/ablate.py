"""Ablations: short runs on a small part of the corpus that differ in one setting each.

`python -m spejl.train.ablate configs/train/ablations.toml --out runs/ablations` trains every
trial of the file that is not done yet, judges it on validation conversations (never on test) and
prints the table of models/EXPERIMENTS.md. With `--outside annomi_dev.csv` each is also asked
about human-coded English.
"""

import argparse
import json
import random
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from spejl.serialize import Conversation
from spejl.settings import with_values
from spejl.train.examples import Example, TrainingPieces, example
from spejl.train.loop import fit
from spejl.train.network import MitiNetwork
from spejl.train.outside import figures_of, outside_sessions
from spejl.train.settings import TrainSettings, read_train_settings
from spejl.train.splits import read_corpus
from spejl.train.start import start
from spejl.train.validate import judge, quick_figures

RESULTS = "results.jsonl"
_SHOWN = ("code_f1", "code_kappa", "talk_f1", "form_f1", "boundary_f1")
_SHOWN_OUTSIDE = ("behaviour_kappa", "reflection_kappa", "client_kappa")


def portion(examples: list[Example], utterances: int, seed: int) -> list[Example]:
    """Whole conversations in a seeded order, until there are so many utterances."""
    order = list(examples)
    random.Random(seed).shuffle(order)
    kept: list[Example] = []
    n = 0
    for one in order:
        if n >= utterances:
            break
        kept.append(one)
        n += len(one.units)
    return kept


def ablate(plan: Path, out: Path, outside: Path | None) -> list[dict[str, Any]]:
    """Run the trials of a plan that have no result yet, and return all results."""
    table = tomllib.loads(plan.read_text(encoding="utf-8"))
    base = read_train_settings(Path(table["base"]))
    out.mkdir(parents=True, exist_ok=True)
    results = out / RESULTS
    done = _read(results)
    for trial in table["trial"]:
        if trial["name"] in {r["name"] for r in done}:
            continue
        changes = {k: v for k, v in trial.items() if k not in ("name", "expected")}
        settings = with_values(base, {"epochs": table["epochs"], **changes})
        found = _run(settings, table, out / trial["name"], outside)
        done.append({"name": trial["name"], **found})
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(done[-1]) + "\n")
    return done


def _run(
    settings: TrainSettings, table: dict[str, Any], folder: Path, outside: Path | None
) -> dict[str, Any]:
    from tokenizers import Tokenizer

    folder.mkdir(exist_ok=True)
    corpus = read_corpus(Path(settings.corpus), ("train", "validation"))
    network, tokenizer = start(settings)
    pieces = TrainingPieces(Tokenizer.from_str(json.dumps(tokenizer)))
    train = portion([example(c) for c in corpus["train"]], table["utterances"], 1)
    validation = portion([example(c) for c in corpus["validation"]], table["validation"], 2)

    def score(current: MitiNetwork) -> dict[str, Any]:
        return quick_figures(judge(current, validation, pieces, settings.window, settings.bf16))

    fit(network, train, pieces, settings, folder, score)
    figures = score(network)
    if outside is not None:
        sessions = [example(Conversation((), s)) for s in outside_sessions(outside)]
        people = judge(network, sessions, pieces, settings.window, settings.bf16)
        figures["outside"] = figures_of(people)
    return {"settings": asdict(settings), "figures": figures}


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def markdown(results: list[dict[str, Any]]) -> str:
    """The results as a Markdown table."""
    columns = [*_SHOWN, *_SHOWN_OUTSIDE]
    lines = ["| trial | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for one in results:
        outside = one["figures"].get("outside", {})
        values = [one["figures"].get(c) for c in _SHOWN] + [outside.get(c) for c in _SHOWN_OUTSIDE]
        shown = ["" if v is None else f"{v:.3f}" for v in values]
        lines.append(f"| {one['name']} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--outside", type=Path)
    given = parser.parse_args()
    sys.stdout.write(markdown(ablate(given.plan, given.out, given.outside)) + "\n")


if __name__ == "__main__":
    main()
