"""Whether codes should have a say in where turns are cut: figures on validation and calibration.

    python tests/benchmarks/cuts.py --weights 0 2 4 6 --thresholds 0.4 0.5 0.6

The shipped model (synthetic conversations). With weight 0 the boundaries alone decide. The table
of `models/EXPERIMENTS.md` comes from here.
"""

import argparse
import sys
from pathlib import Path

from spejl.classify import TransformerClassifier
from spejl.model import load_model
from spejl.segment import segment
from spejl.segment.cut import CODE_WEIGHT
from spejl.sessions import CodedSession
from spejl.settings import ENGINES
from spejl.train.figures import end_to_end
from spejl.train.splits import read_corpus

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What the codes' say in the cut brings.")
    parser.add_argument("--weights", type=float, nargs="+", default=[0.0, CODE_WEIGHT])
    parser.add_argument("--thresholds", type=float, nargs="+", default=[0.5])
    parser.add_argument("--engine", choices=ENGINES, default=ENGINES[0])
    given = parser.parse_args()
    parts = read_corpus(ROOT / "data/corpus", ["validation", "calibration"])
    reference = [conversation.coded for part in parts.values() for conversation in part]
    model = load_model(engine=given.engine)
    classifier = TransformerClassifier(model.id, model.settings)
    spoken = model.settings.boundary_unpunctuated
    read = [model.read(coded.session) for coded in reference]
    _say(
        "| weight | threshold | boundary P | R | F1 | units a turn (reference) | codes, micro-F1 |"
    )
    _say("|---|---|---|---|---|---|---|")
    for weight in given.weights:
        for threshold in given.thresholds:
            said = []
            for one, found in zip(reference, read, strict=True):
                units = segment(one.session, found, threshold, spoken, weight)
                coded = classifier.classify(one.session, units, found)
                said.append(CodedSession(one.session, coded, model.id))
            f = end_to_end(reference, said)
            _say(
                f"| {weight:g} | {threshold:g} | {f['boundary_precision']:.3f} "
                f"| {f['boundary_recall']:.3f} | {f['boundary_f1']:.3f} "
                f"| {f['units_per_practitioner_turn']:.3f} "
                f"({f['units_per_practitioner_turn_reference']:.3f}) "
                f"| {f['turn_micro_f1']:.3f} |"
            )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
