"""Losses by hand."""

import math

import pytest

torch = pytest.importorskip("torch")

from conftest import build  # noqa: E402
from spejl.codes import Code  # noqa: E402
from spejl.model import find_model  # noqa: E402
from spejl.model.heads import HEADS, N_COLUMNS, Head  # noqa: E402
from spejl.serialize import Conversation  # noqa: E402
from spejl.train.batches import OneOf, collate  # noqa: E402
from spejl.train.examples import (  # noqa: E402
    UNKNOWN,
    TrainingPieces,
    WindowSettings,
    example,
    windows,
)
from spejl.train.losses import Losses, one_of_losses  # noqa: E402
from spejl.train.settings import TrainSettings  # noqa: E402

GI, PERSUADE, Q = (tuple(Code).index(c) for c in (Code.GI, Code.PERSUADE, Code.Q))


def test_the_summed_probability_of_what_is_possible() -> None:
    # Probabilities 1/2, 1/4, 1/4 over two tokens; the first and the third are possible: 3/4.
    logits = torch.tensor([[[math.log(2), 0.0, 0.0]] * 2])
    spans = OneOf(
        *(torch.tensor([x]) for x in (0, 0, 2)), allowed=torch.tensor([[True, False, True]])
    )
    assert one_of_losses(logits, spans).tolist() == pytest.approx([-math.log(3 / 4)])


def test_several_codes_of_one_stretch_are_one_unit() -> None:
    coded = build([("P", "Q:open|GI", "Sådan er det, eller hvad?"), ("C", "neutral", "Ja.")])
    first, second = example(Conversation((), coded)).units
    assert (first.code, first.form) == (UNKNOWN, UNKNOWN)
    assert first.one_of == tuple(sorted((GI, Q)))
    assert (second.talk, second.one_of) == (2, ())


def test_choices_reach_the_loss() -> None:
    from tokenizers import Tokenizer

    coded = build([("P", "Q:open", "Hvad nu?"), ("C", "neutral", "Ja."), ("P", "", "Det skader.")])
    open_unit = build(
        [("P", "NC", "Hvad nu?"), ("C", "neutral", "Ja."), ("P", "NC", "Det skader.")]
    )
    coded = type(coded)(coded.session, (*coded.utterances, open_unit.utterances[2]), "p")
    choices = {(2, 0, 11): ("GI", "Persuade")}
    one = example(Conversation((), coded), choices)
    pieces = TrainingPieces(Tokenizer.from_file(str(find_model() / "tokenizer.json")))
    (window,) = windows(one, pieces, WindowSettings(64), None)
    assert window.spans[Head.CODE].label.tolist() == [Q]
    (allowed,) = window.one_of[Head.CODE].allowed
    assert allowed.nonzero()[0].tolist() == sorted([GI, PERSUADE])
    batch = collate([window, window])
    logits = torch.zeros(2, batch.ids.shape[1], N_COLUMNS)
    settings = TrainSettings(
        smoothing=0.0, weight_form=0, weight_talk=0, weight_role=0, weight_boundary=0
    )
    # Of eleven equally probable codes one is right, and for the other unit two are.
    found = float(Losses(settings, [one], torch.device("cpu"))(logits, batch))
    assert found == pytest.approx((math.log(11) + math.log(11 / 2)) / 2)
    logits[..., HEADS[Head.CODE].first + PERSUADE] = 50.0
    assert float(one_of_losses(logits[..., :11], batch.one_of[Head.CODE])[0]) == 0
