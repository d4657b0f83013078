"""Spejl as a spaCy component, and its labels in Hugging Face's shape."""

import pytest
import spacy

from conftest import ROOT
from spejl.coder import Coder
from spejl.errors import TranscriptError
from spejl.integrations import MitiPipeline
from spejl.integrations.spacy_component import SPANS
from spejl.readers import read

FILE = ROOT / "data/examples/da-rygestop.txt"


@pytest.fixture(scope="module")
def nlp() -> spacy.language.Language:
    pipeline = spacy.blank("da")
    pipeline.add_pipe("spejl")
    return pipeline


def test_the_component_is_found_by_name_and_codes_like_the_coder(
    nlp: spacy.language.Language, coder: Coder
) -> None:
    doc = nlp(FILE.read_text(encoding="utf-8"))
    expected = coder.code(read(FILE))
    assert [u.code for u in doc._.miti.utterances] == [u.code for u in expected.utterances]
    assert doc._.miti.session.goal == expected.session.goal
    assert doc._.miti_scores.questions > 0


def test_every_utterance_is_a_span_with_its_words(nlp: spacy.language.Language) -> None:
    doc = nlp(FILE.read_text(encoding="utf-8"))
    spans = list(doc.spans[SPANS])
    assert len(spans) == len(doc._.miti.utterances)
    for span in spans:
        unit = span._.miti
        assert " ".join(span.text.split()) == " ".join(unit.utterance.text.split())
        assert span.label_ == str(unit.code or unit.client_talk or "")


def test_lines_and_stamps_are_bridged(nlp: spacy.language.Language) -> None:
    doc = nlp(
        "[00:01] Rådgiver: Hvad har du tænkt\nsiden sidst?\n[00:04] Borger: Jeg vil gerne stoppe.\n"
        "Rådgiver: Rådgiver er jeg ikke.\nBorger: Nej."
    )
    texts = [" ".join(span.text.split()) for span in doc.spans[SPANS]]
    assert texts[0].startswith("Hvad har du tænkt siden")
    assert texts[-2:] == ["Rådgiver er jeg ikke.", "Nej."]


def test_what_is_no_transcript_is_refused(nlp: spacy.language.Language) -> None:
    with pytest.raises(TranscriptError):
        nlp("Dette er bare en tekst uden samtale.")


def test_labels_have_hugging_faces_shape(coder: Coder) -> None:
    turns = [{"speaker": t.speaker, "text": t.text} for t in read(FILE).turns]
    pipeline = MitiPipeline(coder)
    one = pipeline(turns)
    assert {"label", "score"} <= set(one[0])
    assert pipeline([turns, turns]) == [one, one]
    every = pipeline(turns, top_k=None)
    practitioner = next(labels for labels in every if labels[0]["role"] == "practitioner")
    assert len(practitioner) == 11
    assert sum(label["score"] for label in practitioner) == pytest.approx(1, abs=1e-3)
    scores = [label["score"] for label in practitioner]
    assert scores == sorted(scores, reverse=True)
