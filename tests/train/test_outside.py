"""What people's codes of English sessions become, and the figures against them."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from spejl.classify import KeywordClassifier
from spejl.coder import Coder
from spejl.codes import ClientTalk, Code, Form
from spejl.model.heads import Head
from spejl.train.outside import (
    figures_of,
    forced_pairs,
    judged_by,
    outside_figures,
    outside_sessions,
)
from spejl.train.validate import Judged

HEAD = (
    "session_id,speaker,text,topic,main_therapist_behaviour,reflection_subtype,"
    "question_subtype,client_talk_type\n"
)
ROWS = """1,practitioner,How so?,smoking,question,,open,
1,client,I want to.,smoking,,,,change
1,practitioner,You do.,smoking,reflection,complex,,
2,practitioner,Well.,alcohol,other,,,
2,practitioner,It harms.,alcohol,therapist_input,,,
2,practitioner,Any?,alcohol,question,,TIE:closed/open,
2,practitioner,You tried.,alcohol,reflection,TIE:complex/simple,,
"""


def test_rows_become_utterances(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    one, two = outside_sessions(path)
    assert (one.session.goal, two.session.goal) == ("smoking", "alcohol")
    assert [u.code for u in one.utterances] == [Code.Q, None, Code.CR]
    assert one.utterances[0].form is Form.OPEN
    assert one.utterances[1].client_talk is ClientTalk.CHANGE
    assert [u.code for u in two.utterances] == [None, Code.GI, Code.Q, Code.SR]
    assert two.utterances[2].form is None


def test_only_what_people_coded_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    found = judged_by(Coder(KeywordClassifier()), outside_sessions(path))
    assert len(found.gold[Head.CODE]) == 5
    assert len(found.gold[Head.TALK]) == 1
    assert forced_pairs(Coder(KeywordClassifier()), outside_sessions(path)) == []
    figures = outside_figures(Coder(KeywordClassifier()), outside_sessions(path))
    assert figures["behaviour_kappa_forced"] is None
    assert (figures["behaviour_n"], figures["client_n"]) == (5, 1)


def test_figures_by_hand() -> None:
    index = list(Code).index
    found = Judged()
    found.gold[Head.CODE] += [index(c) for c in (Code.Q, Code.SR, Code.CR, Code.GI)]
    found.said[Head.CODE] += [index(c) for c in (Code.Q, Code.CR, Code.CR, Code.AF)]
    figures = figures_of(found)
    # Families: question-question, reflection twice, input-other: 3/4 agree, chance
    # 1/4·1/4 + 2/4·2/4 = 5/16.
    assert figures["behaviour_kappa"] == pytest.approx(7 / 11)
    assert (figures["behaviour_n"], figures["found_none"]) == (4, 1)
    assert figures["reflection_n"] == 2
    assert figures["client_kappa"] is None
