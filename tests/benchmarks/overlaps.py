"""How much windows should overlap: κ, macro-F1 and tokens read on the validation split.

    python tests/benchmarks/overlaps.py --overlaps 80 64 48 32 --engine openvino

The shipped model, utterances given, uncalibrated (synthetic conversations). The tables of
`models/EXPERIMENTS.md` come from here.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from sklearn.metrics import cohen_kappa_score, f1_score

from spejl.model import load_model
from spejl.model.heads import Head
from spejl.model.loaded import Model
from spejl.model.windows import cuts, stream
from spejl.sessions import CodedSession
from spejl.settings import ENGINES
from spejl.train.calibrate import head_logits
from spejl.train.remember import remembering
from spejl.train.splits import read_corpus

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What an overlap costs and brings.")
    parser.add_argument("--overlaps", type=int, nargs="+", default=[64, 32])
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    given = parser.parse_args()
    part = read_corpus(ROOT / "data/corpus", ["validation"])["validation"]
    coded = [conversation.coded for conversation in part]
    shipped = load_model(engine=given.engine)
    _say("| overlap | tokens read | code κ | code macro-F1 | client κ | client macro-F1 |")
    _say("|---|---|---|---|---|---|")
    for overlap in given.overlaps:
        model = replace(shipped, settings=replace(shipped.settings, overlap=overlap))
        figures = " | ".join(f"{x:.3f}" for x in _figures(model, coded))
        _say(f"| {overlap} | {_tokens_read(model, coded):,} | {figures} |")


def _figures(model: Model, coded: list[CodedSession]) -> list[float]:
    """κ and macro-F1 of the codes and of client talk."""
    once = remembering(model, {})
    found: list[float] = []
    for head in (Head.CODE, Head.TALK):
        logits, truth = head_logits(once, coded, head)
        said = logits.argmax(axis=-1)
        found += [
            float(cohen_kappa_score(truth, said)),
            float(f1_score(truth, said, average="macro")),
        ]
    return found


def _tokens_read(model: Model, coded: list[CodedSession]) -> int:
    total = 0
    for one in coded:
        tokens = stream(one.session, model.tokenizer)
        opening = len(tokens.goal) + 1
        room = model.settings.window - opening
        plan = cuts(len(tokens.ids), room, model.settings.overlap)
        total += sum(cut.last - cut.first + opening for cut in plan)
    return total


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
