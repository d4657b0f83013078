"""One trial of cross-validation or a learning curve: learn from some sessions, code others."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from spejl.aggregate import score
from spejl.classify import TransformerClassifier
from spejl.coder import Coder
from spejl.errors import RunError
from spejl.evaluate import Coding
from spejl.model import Model, ModelSettings
from spejl.model.evidence import Floats
from spejl.model.loaded import Pieces
from spejl.model.windows import Ints
from spejl.serialize import coded_from_json, coded_to_json
from spejl.sessions import CodedSession, CodedUtterance, Role
from spejl.train.examples import TrainingPieces
from spejl.train.loop import CHECKPOINT, fit, settings_record
from spejl.train.material import digest, examples
from spejl.train.network import MitiNetwork
from spejl.train.own import Gold
from spejl.train.settings import TrainSettings
from spejl.train.start import start
from spejl.train.validate import judge, quick_figures

TRIAL, DONE, CODED = "trial.json", "done", "coded"
REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class _TorchEngine:
    """The network as it is trained, in the place of an exported graph."""

    network: MitiNetwork
    name = "torch"

    def logits(self, ids: Ints) -> Floats:
        """Logits of one window."""
        given = torch.from_numpy(ids[None])
        with torch.inference_mode():
            found = self.network(given, torch.ones_like(given))
        return np.asarray(found[0].numpy(), dtype=np.float32)


def try_out(
    settings: TrainSettings, learnt: Sequence[Gold], judged: Sequence[Gold], folder: Path
) -> list[CodedSession]:
    """Train on some sessions and code the utterances of others.

    The weights after the last epoch are taken, since choosing an epoch by the judged sessions
    would flatter. A trial that was stopped goes on; one that is finished is read back.

    Returns:
        The judged sessions as the network codes them, each stretch of speech once; nothing is said
        of utterances that the reference leaves open.

    Raises:
        RunError: The folder holds another trial.
    """
    _claim(settings, learnt, judged, folder)
    if not (folder / DONE).exists():
        _train_and_code(settings, learnt, judged, folder)
    return [
        coded_from_json(path.read_text(encoding="utf-8"), path)
        for path in (folder / CODED / f"{gold.id}.json" for gold in judged)
    ]


def as_codings(judged: Sequence[Gold], said: Sequence[CodedSession], name: str) -> list[Coding]:
    """The reference and what was said of the same sessions, to be compared."""
    reference = [gold.conversation.coded for gold in judged]
    return [
        Coding(who, tuple(sessions), tuple(score(coded) for coded in sessions))
        for who, sessions in ((REFERENCE, reference), (name, said))
    ]


def _train_and_code(
    settings: TrainSettings, learnt: Sequence[Gold], judged: Sequence[Gold], folder: Path
) -> None:
    from tokenizers import Tokenizer

    network, data = start(settings)
    tokenizer = Tokenizer.from_str(json.dumps(data))
    pieces = TrainingPieces(tokenizer)
    held_out = examples(judged)

    def figures(current: MitiNetwork) -> dict[str, Any]:
        found = judge(current, held_out, pieces, settings.window, settings.bf16)
        return {**quick_figures(found), "choose": 0.0}

    last = replace(settings, soup="")  # Nothing tells which weights would be better.
    fit(network, examples(learnt), pieces, last, folder, figures)
    coder = _coder(network, tokenizer, settings)
    (folder / CODED).mkdir(exist_ok=True)
    for gold in judged:
        reference = gold.conversation.coded
        coded = _as_far_as_known(reference, coder.recode(_each_span_once(reference)))
        path = folder / CODED / f"{gold.id}.json"
        path.write_text(coded_to_json(coded), encoding="utf-8")
    (folder / DONE).touch()
    (folder / CHECKPOINT).unlink(missing_ok=True)


def _claim(
    settings: TrainSettings, learnt: Sequence[Gold], judged: Sequence[Gold], folder: Path
) -> None:
    """Note what the trial is, or see that the folder holds the same."""
    record = {
        "settings": settings_record(settings),
        "learnt": len(learnt),
        "learnt_sha256": digest(learnt),
        "judged": [gold.id for gold in judged],
        "judged_sha256": digest(judged),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    path = folder / TRIAL
    if path.exists() and path.read_text(encoding="utf-8") != text:
        raise RunError(
            f"{folder}: holds a trial with other settings or sessions; give another --out"
        )
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _coder(network: MitiNetwork, tokenizer: Any, settings: TrainSettings) -> Coder:
    known = ModelSettings(
        settings.name, settings.version, window=settings.window, overlap=settings.overlap
    )
    model = Model(
        folder=Path(),
        settings=known,
        hash="",
        tokenizer=Pieces(tokenizer),
        engine=_TorchEngine(network),
        workers=ThreadPoolExecutor(1),
    )
    return Coder(TransformerClassifier(model.id, known), model)


def _each_span_once(coded: CodedSession) -> CodedSession:
    found = {_span(u): u for u in reversed(coded.utterances)}
    return replace(coded, utterances=tuple(reversed(found.values())))


def _as_far_as_known(reference: CodedSession, said: CodedSession) -> CodedSession:
    open_spans = {
        _span(u)
        for u in reference.utterances
        if (u.code is None and u.role is Role.PRACTITIONER)
        or (u.client_talk is None and u.role is Role.CLIENT)
    }
    kept = tuple(
        CodedUtterance(u.utterance) if _span(u) in open_spans else u for u in said.utterances
    )
    return replace(said, utterances=kept)


def _span(coded: CodedUtterance) -> tuple[int, int, int]:
    u = coded.utterance
    return u.turn, u.start, u.end
