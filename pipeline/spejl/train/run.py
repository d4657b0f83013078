"""One training run: from settings and a corpus to a finished model folder."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from spejl.classify import TransformerClassifier
from spejl.coder import Coder
from spejl.errors import RunError
from spejl.evaluate import agreement
from spejl.model import Model, ModelSettings, load_model
from spejl.model.engines import OnnxEngine
from spejl.model.folder import HASHED, HASHES, SETTINGS, TOKENIZER_CONFIG, sha256, write_hashes
from spejl.serialize.contrast_form import TEST
from spejl.sessions import CodedSession
from spejl.train.calibrate import fit_boundaries, fit_review, fit_temperatures
from spejl.train.card import card
from spejl.train.contrast import contrast_figures, read_families
from spejl.train.credit import BASE, METRICS, credit
from spejl.train.examples import TrainingPieces
from spejl.train.export import FULL, export
from spejl.train.figures import figures
from spejl.train.loop import CHECKPOINT, fit, settings_record
from spejl.train.margins import fit_widening
from spejl.train.material import (
    contrast_forms,
    conversations,
    digest,
    examples,
    own_record,
    read_material,
)
from spejl.train.network import MitiNetwork, with_bias
from spejl.train.outside import outside_figures, outside_sessions
from spejl.train.own import Gold
from spejl.train.remember import RememberingModel, Seen, remembering
from spejl.train.settings import TrainSettings
from spejl.train.splits import FILE, SPLITS
from spejl.train.start import RECORD, save_start, start
from spejl.train.validate import judge, quick_figures

CARD, DATA = "README.md", "data.json"
_MAY_CHANGE = ("name", "version", "epochs", "soup", "bias", "outside", "overlap")
"""Settings that do not change what a checkpoint has learnt."""


def train(settings: TrainSettings, folder: Path, shipped: Path | None = None) -> Path:
    """Train, calibrate and export a model; report it on the test split.

    Args:
        settings: What decides the run.
        folder: The run's folder; a run that was killed goes on from its last checkpoint.
        shipped: Also copy the finished model folder here.

    Returns:
        The finished model folder.

    Raises:
        SettingsError: The corpus or the encoder cannot be had.
        RunError: The folder holds a run with other settings or other sessions of one's own.
    """
    from tokenizers import Tokenizer

    folder.mkdir(parents=True, exist_ok=True)
    material = read_material(settings, ("train", "validation"))
    if (folder / CHECKPOINT).exists():
        _same_run(folder, settings)
    else:
        _note_data(folder, material["train"], settings)
    (folder / RECORD).write_text(json.dumps(settings_record(settings), indent=1) + "\n")
    network, tokenizer = start(settings)
    text = json.dumps(tokenizer, ensure_ascii=False)
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    pieces = TrainingPieces(Tokenizer.from_str(text))
    validation = examples(material["validation"])

    def score(current: MitiNetwork) -> dict[str, Any]:
        return quick_figures(judge(current, validation, pieces, settings.window, settings.bf16))

    learnt = examples([*material["train"], *contrast_forms(settings)])
    fit(network, learnt, pieces, settings, folder, score)
    save_start(folder, network)
    # The splits for calibration and report are not opened before the weights are final.
    finished = finish(network, tokenizer, settings, read_material(settings), folder / "model")
    if shipped is not None:
        ship(finished, shipped)
    return finished


def finish(
    network: MitiNetwork,
    tokenizer: dict[str, Any],
    settings: TrainSettings,
    corpus: dict[str, list[Gold]],
    out: Path,
) -> Path:
    """Export, calibrate and report a trained network."""
    fitted = ModelSettings(
        settings.name, settings.version, window=settings.window, overlap=settings.overlap
    )
    export(with_bias(network, settings.bias), tokenizer, fitted, out)
    validation, calibration = _coded(corpus["validation"]), _coded(corpus["calibration"])
    seen: Seen = {}
    fitted = fit_boundaries(fitted, _load(out, fitted, seen), validation)
    fitted = fit_temperatures(fitted, _load(out, fitted, seen), calibration)
    fitted = fit_review(fitted, _load(out, fitted, seen), calibration)
    judges = [*corpus["validation"], *corpus["calibration"]]  # Few people are in either alone.
    fitted = fit_widening(fitted, _coder(_load(out, fitted, seen)), judges)
    model = _load(out, fitted, seen)
    learnt = json.loads((out.parent / DATA).read_text(encoding="utf-8"))
    record = _record(settings, corpus, learnt)
    found = figures(_coder(model), model, conversations(corpus["test"]))
    families = read_families(Path(settings.contrast), TEST) if settings.contrast else []
    metrics = {
        "model": model.id,
        "hash": model.hash,
        BASE: credit(settings.encoder),
        **record,
        "test": found,
        "contrast_test": contrast_figures(_coder(model), families),
        "precision": _precision(model, found, _coded(corpus["test"])),
        "outside": _outside(_coder(model), settings),
    }
    (out / METRICS).write_text(json.dumps(metrics, ensure_ascii=False, indent=1) + "\n")
    (out / CARD).write_text(card(fitted, metrics), encoding="utf-8")
    return out


def _precision(
    model: RememberingModel, found: dict[str, Any], sessions: list[CodedSession]
) -> dict[str, float | None]:
    """κ of the codes on given utterances: as shipped, and by the graph in full precision."""
    full = _coder(replace(model, engine=OnnxEngine(model.folder / FULL), seen={}))
    kappa = agreement(sessions, [full.recode(c) for c in sessions]).kappa
    shipped = found["all"]["codes"]["kappa"]
    return {"kappa": shipped, "kappa_full": None if kappa is None else round(kappa, 3)}


def _outside(coder: Coder, settings: TrainSettings) -> dict[str, Any] | None:
    """Transfer to people's codes; None where no file is named."""
    if not settings.outside:
        return None
    return outside_figures(coder, outside_sessions(Path(settings.outside)))


def ship(finished: Path, shipped: Path) -> None:
    """Copy the files of a finished model folder that belong to the model."""
    shipped.mkdir(parents=True, exist_ok=True)
    for name in (*HASHED, HASHES, TOKENIZER_CONFIG, METRICS, CARD):
        shutil.copyfile(finished / name, shipped / name)


def _load(folder: Path, settings: ModelSettings, seen: Seen) -> RememberingModel:
    """Write the settings as they now are, and load the folder."""
    (folder / SETTINGS).write_text(settings.to_json(), encoding="utf-8")
    write_hashes(folder)
    # Calibrated as most machines run it.
    return remembering(load_model(folder, engine=OnnxEngine.name), seen)


def _coder(model: Model) -> Coder:
    return Coder(TransformerClassifier(model.id, model.settings), model)


def _coded(sessions: list[Gold]) -> list[CodedSession]:
    return [gold.conversation.coded for gold in sessions]


def _note_data(folder: Path, train: list[Gold], settings: TrainSettings) -> None:
    """Keep what the run learns from at first: a corpus may grow before the run is finished."""
    record = {
        "train_sessions": len(train),
        "train_utterances": sum(len(g.conversation.coded.utterances) for g in train),
        "train_sha256": digest(train),
        **own_record(settings),
    }
    (folder / DATA).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _same_run(folder: Path, settings: TrainSettings) -> None:
    """See that what was begun in the folder is this run."""
    before = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    now = json.loads(json.dumps(settings_record(settings)))
    other = sorted(key for key in now if key not in _MAY_CHANGE and before.get(key) != now[key])
    if other:
        raise RunError(
            f"{folder}: holds a run with other settings ({', '.join(other)}); give another --out"
        )
    learnt = json.loads((folder / DATA).read_text(encoding="utf-8"))
    if any(learnt.get(key) != value for key, value in own_record(settings).items()):
        raise RunError(
            f"{folder}: holds a run on other sessions of one's own, which would be dealt out anew, "
            "so that some that were learnt from would judge; give another --out"
        )


def _record(
    settings: TrainSettings, corpus: dict[str, list[Gold]], learnt: dict[str, Any]
) -> dict[str, Any]:
    return {
        "settings": settings_record(settings),
        "splits_sha256": sha256(Path(settings.corpus) / FILE) if settings.corpus else None,
        **{f"{split}_sessions": len(corpus[split]) for split in SPLITS},
        **learnt,
    }
