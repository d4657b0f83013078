"""Training from end to end with a tiny random encoder, and its parts."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from spejl.corpus.files import conversation_files
from spejl.errors import RunError, SettingsError

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")
pytest.importorskip("transformers")

from tiny_encoder import save_encoder, tiny_settings  # noqa: E402

from spejl.coder import load  # noqa: E402
from spejl.model import find_model, verify  # noqa: E402
from spejl.model.heads import HEADS, Head  # noqa: E402
from spejl.serialize import parse_miti  # noqa: E402
from spejl.settings import with_values  # noqa: E402
from spejl.train import train  # noqa: E402
from spejl.train.augment import Style, restyle  # noqa: E402
from spejl.train.base import ATTENTION, _unpack  # noqa: E402
from spejl.train.batches import collate, pooled  # noqa: E402
from spejl.train.credit import credit  # noqa: E402
from spejl.train.examples import TrainingPieces, WindowSettings, example, windows  # noqa: E402
from spejl.train.network import with_bias  # noqa: E402
from spejl.train.settings import TrainSettings, read_train_settings  # noqa: E402
from spejl.train.start import start  # noqa: E402
from spejl.train.vocabulary import trim  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def pieces() -> TrainingPieces:
    from tokenizers import Tokenizer

    return TrainingPieces(Tokenizer.from_file(str(find_model() / "tokenizer.json")))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> TrainSettings:
    """A run's settings: a random two-layer encoder, eight conversations and two families."""
    folder = tmp_path_factory.mktemp("tiny")
    save_encoder(folder / "encoder")
    corpus, contrast = folder / "corpus", folder / "contrast"
    names = []
    for path in conversation_files(ROOT / "data/corpus")[::12][:8]:
        (corpus / path.parent.name).mkdir(parents=True, exist_ok=True)
        (corpus / path.parent.name / path.name).write_bytes(path.read_bytes())
        names.append(path.stem)
    splits = dict(
        zip(
            ("train", "validation", "calibration", "test"),
            (names[:2], names[2:4], names[4:6], names[6:]),
            strict=True,
        )
    )
    (corpus / "splits.json").write_text(json.dumps(splits))
    contrast.mkdir()
    families = (ROOT / "data/contrast/da.jsonl").read_text(encoding="utf-8").splitlines()
    (contrast / "da.jsonl").write_text("\n".join(families[-2:]), encoding="utf-8")
    settings = tiny_settings(folder / "encoder")
    return replace(settings, corpus=str(corpus), contrast=str(contrast), soup="greedy")


@pytest.fixture(scope="module")
def trained(tiny: TrainSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished run, and what it shipped."""
    folder = tmp_path_factory.mktemp("trained")
    assert train(tiny, folder / "run", folder / "shipped") == folder / "run/model"
    return folder


def test_from_conversations_to_a_model_that_codes(tiny: TrainSettings, trained: Path) -> None:
    run, shipped = trained / "run", trained / "shipped"
    assert {p.name for p in shipped.iterdir()} == {
        "model.onnx",
        "tokenizer.json",
        "tokenizer_config.json",
        "spejl.json",
        "SHA256SUMS",
        "metrics.json",
        "README.md",
    }
    metrics = json.loads((run / "model/metrics.json").read_text())
    assert metrics["hash"] == verify(shipped)
    assert metrics["test"]["all"]["sessions"] == 2
    assert metrics["contrast_test"]["da"]["families"] == 2
    assert "Not validated on real Nordic sessions" in (run / "model/README.md").read_text()
    session = parse_miti(conversation_files(ROOT / "data/corpus")[0].read_text()).coded.session
    assert load(shipped).code(session).coder == "tiny@0"
    log = (run / "log.jsonl").read_text().splitlines()
    # A second start finds the run finished and trains no further epoch.
    train(tiny, run)
    assert (run / "log.jsonl").read_text().splitlines() == log


def test_another_run_does_not_go_on_from_what_is_there(tiny: TrainSettings, trained: Path) -> None:
    with pytest.raises(RunError, match=r"other settings \(rate, seed\); give another --out"):
        train(replace(tiny, seed=tiny.seed + 1, rate=1e-5), trained / "run")


def test_the_heads_begin_by_the_seed(tiny: TrainSettings) -> None:
    one, same, other = (start(replace(tiny, seed=seed))[0].heads.weight for seed in (1, 1, 2))
    assert torch.equal(one, same) and not torch.equal(one, other)


def test_a_run_is_continued_from(tiny: TrainSettings, trained: Path) -> None:
    network, _ = start(replace(tiny, encoder=str(trained / "run")))
    saved = torch.load(trained / "run/network.pt", weights_only=False)["weights"]
    assert all(torch.equal(v, saved[k]) for k, v in network.state_dict().items())
    assert network.encoder.config._attn_implementation == ATTENTION


def test_a_model_credits_the_encoder_that_it_began_with(tiny: TrainSettings, trained: Path) -> None:
    assert credit(tiny.encoder) == tiny.encoder
    assert credit(str(trained / "run")) == tiny.encoder
    assert credit(str(trained / "shipped")) == f"tiny@0, which began as {tiny.encoder}"
    assert f"Base encoder: {tiny.encoder}" in (trained / "shipped/README.md").read_text()
    assert "MIT; Wang et al., 2024" in credit("small")


def test_windows_hold_every_unit_once(pieces: TrainingPieces) -> None:
    path = conversation_files(ROOT / "data/corpus")[0]
    one = example(parse_miti(path.read_text(encoding="utf-8"), path))
    found = list(windows(one, pieces, WindowSettings(window=4096), None))
    assert len(found) == 1
    codes = [u.code for u in one.units if u.code >= 0]
    assert found[0].spans[Head.CODE].label.tolist() == codes
    boundaries = found[0].spans[Head.BOUNDARY].label.sum()
    assert boundaries == len(one.units) - len({u.turn for u in one.units})


def test_small_windows_are_whole_and_varied_by_seed(pieces: TrainingPieces) -> None:
    path = conversation_files(ROOT / "data/corpus")[0]
    one = example(parse_miti(path.read_text(encoding="utf-8"), path))
    cut = WindowSettings(window=64)
    same = [
        [w.ids.tolist() for w in windows(one, pieces, cut, random.Random(seed))]
        for seed in (1, 1, 2)
    ]
    assert same[0] == same[1] != same[2]
    assert all(len(ids) <= 64 for ids in same[0])


def test_pooling_is_the_mean_of_a_stretch() -> None:
    logits = torch.arange(12, dtype=torch.float32).reshape(1, 6, 2)
    rows, first, last = (torch.tensor(x) for x in ([0, 0], [1, 5], [4, 6]))
    # Tokens 1..3 have the values 2, 4, 6 and 3, 5, 7; token 5 has 10 and 11.
    assert pooled(logits, rows, first, last).tolist() == [[4.0, 5.0], [10.0, 11.0]]


def test_padding_is_masked(pieces: TrainingPieces) -> None:
    path = conversation_files(ROOT / "data/corpus")[0]
    one = example(parse_miti(path.read_text(encoding="utf-8"), path))
    batch = collate(list(windows(one, pieces, WindowSettings(window=100), None))[-2:])
    assert batch.mask.sum(dim=1).tolist()[0] == 100
    assert ((batch.ids == 1) == (batch.mask == 0)).all()
    assert set(batch.spans) == set(HEADS)


@pytest.mark.parametrize("style", Style)
def test_another_style_is_never_empty(style: Style) -> None:
    for text in ("Hvad nu?", "…", "(griner)", "Mm.", "Ja, altså, det ved jeg jo ikke rigtigt!"):
        assert restyle(text, style, random.Random(1), "da").strip()


@pytest.mark.parametrize(
    ("language", "words", "digits"),
    [
        ("da", "På en skala fra nul til ti, en femmer?", "På en skala fra 0 til 10, en femmer?"),
        ("sv", "Tjugo om dagen, alltså, i trettio år.", "20 om dagen, alltså, i 30 år."),
        ("nn", "Tolv vekers kurs, og så to uker fri.", "12 vekers kurs, og så 2 uker fri."),
        ("sv", "Har ni sex barn i huset? Fembarnsmor.", "Har ni sex barn i huset? Fembarnsmor."),
        ("en", "I want to stop, in fire and water.", "I want to stop, in fire and water."),
    ],
)
def test_number_words_as_digits(language: str, words: str, digits: str) -> None:
    assert restyle(words, Style.DIGITS, random.Random(1), language) == digits


def test_recognised_speech_has_no_marks() -> None:
    text = restyle("Hvad tænker du, Åse? Det er f.eks. svært!", Style.ASR, random.Random(3), "da")
    assert text == text.lower()
    assert not set(text) & set("?!,.")


def test_four_bit_blocks() -> None:
    import numpy as np

    # Scale 0.5; low nibbles 0..15, high nibbles all 8: (0 - 8) / 2 = -4 up to 3.5, then zeros.
    raw = np.frombuffer(
        np.float16(0.5).tobytes() + bytes(0x80 | i for i in range(16)), dtype=np.uint8
    )
    assert _unpack(raw).tolist() == [(i - 8) / 2 for i in range(16)] + [0.0] * 16


def test_a_trimmed_vocabulary_keeps_what_was_asked_and_says_where_it_is_from() -> None:
    tokenizer = json.loads((find_model() / "tokenizer.json").read_text())
    new, source = trim(tokenizer, ["▁de", "a", "not a piece"])
    assert [p for p, _ in new["model"]["vocab"]][-2:] == ["▁de", "a"]
    assert len(source) == len(new["model"]["vocab"])
    assert tokenizer["model"]["vocab"][source[-2]][0] == "▁de"
    with pytest.raises(SettingsError, match="WordLevel"):
        trim({"model": {"type": "WordLevel"}}, None)


def test_a_code_is_raised_by_so_much_and_no_other(tiny: TrainSettings) -> None:
    network, _ = start(tiny)
    ids = torch.arange(12).reshape(1, 12)
    with torch.inference_mode():
        before = network.eval()(ids, torch.ones_like(ids))
        after = with_bias(network, {"Q": 0.7, "Confront": -1}).eval()(ids, torch.ones_like(ids))
        again = network.eval()(ids, torch.ones_like(ids))
    wanted = torch.zeros(before.shape[-1])
    columns = HEADS[Head.CODE]
    wanted[columns.first + columns.classes.index("Q")] = 0.7
    wanted[columns.first + columns.classes.index("Confront")] = -1
    assert torch.allclose(after - before, wanted.expand_as(before), atol=1e-5)
    assert torch.equal(before, again)


@pytest.mark.parametrize(
    ("line", "says"), [("Why = 1.0", "no such code"), ('Q = "much"', "expected float")]
)
def test_a_bias_is_of_a_code_and_a_number(line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text(f"[bias]\n{line}\n")
    with pytest.raises(SettingsError, match=says):
        read_train_settings(path)


def test_settings() -> None:
    assert read_train_settings(ROOT / "configs/train/default.toml").name == "small"
    with pytest.raises(SettingsError, match="no such setting"):
        with_values(TrainSettings(), {"speed": 3})
    with pytest.raises(SettingsError, match="expected int"):
        with_values(TrainSettings(), {"epochs": "three"})


def test_a_mean_is_of_a_known_kind(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('soup = "some"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="expected one of greedy, all, or nothing"):
        read_train_settings(path)
