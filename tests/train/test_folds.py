"""Cross-validation on a tiny random encoder."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny_encoder import put_conversations, save_encoder, tiny_settings

from conftest import build
from spejl.serialize import Conversation
from spejl.sessions import CodedSession
from spejl.train import folds
from spejl.train.folds import AGREEMENT, TABLE, cross_validate
from spejl.train.material import Pool
from spejl.train.own import Gold
from spejl.train.settings import Source, TrainSettings
from spejl.train.trial import DONE

pytestmark = pytest.mark.filterwarnings("ignore")


def test_folds_by_clinician(tmp_path: Path) -> None:
    save_encoder(tmp_path / "encoder")
    put_conversations(tmp_path / "own", 8, lines=12)
    settings = replace(tiny_settings(tmp_path / "encoder"), data=(Source(str(tmp_path / "own")),))
    lines: list[str] = []
    found = cross_validate(settings, 2, "clinician", tmp_path / "run", lines.append)
    assert lines == [f"fold {i} of 2: 4 sessions coded, learnt from 4" for i in (1, 2)]
    assert (found.n_sessions, found.n_scored) == (8, 8)
    assert all(len(f.f1) <= 2 for f in found.codes)
    assert {s.measure for s in found.sessions} >= {"questions", "reflections"}
    text = (tmp_path / "run" / TABLE).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    every = next(r for r in rows if r["code"] == "all (macro)")
    assert every["level"] == "given utterances" and every["f1_folds"] == "2"
    assert (tmp_path / "run" / AGREEMENT / "agreement.html").is_file()

    # A fold that is lost is made again, the other is read back, and the figures are the same.
    kept = (tmp_path / "run/fold-1" / DONE).stat().st_mtime_ns
    shutil.rmtree(tmp_path / "run/fold-2")
    cross_validate(settings, 2, "clinician", tmp_path / "run", lines.append)
    assert (tmp_path / "run/fold-1" / DONE).stat().st_mtime_ns == kept
    assert (tmp_path / "run" / TABLE).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("by", "both"), [("clinician", set()), ("session", {"anna", "bo"})])
def test_clinicians_are_learnt_from_and_judge_only_where_sessions_are_divided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str, both: set[str]
) -> None:
    def gold(name: str, clinician: str, language: str) -> Gold:
        coded = build([("P", "Q:open", "Hvad nu?"), ("C", "neutral", "Ja.")], language)
        session = replace(coded.session, id=name)
        return Gold(Conversation((), replace(coded, session=session)), clinician)

    def try_out(
        _: TrainSettings, learnt: list[Gold], judged: list[Gold], __: Path
    ) -> list[CodedSession]:
        found.update({g.clinician for g in learnt} & {g.clinician for g in judged})
        return [g.conversation.coded for g in judged]

    # Both have a session in a language that is only learnt from.
    others = tuple(gold(f"en-{name}", name, "en") for name in ("anna", "bo"))
    asked = tuple(gold(f"da-{name}", name, "da") for name in ("anna", "bo"))
    found: set[str] = set()
    monkeypatch.setattr(folds, "read_for_folds", lambda _: Pool(others, asked, ()))
    monkeypatch.setattr(folds, "try_out", try_out)
    cross_validate(TrainSettings(), 2, by, tmp_path / "run", lambda _: None)
    assert found == both


def test_codes_of_whole_turns_and_open_codes(tmp_path: Path) -> None:
    save_encoder(tmp_path / "encoder")
    rows = ["session,speaker,text,codes"]
    for i in range(8):
        rows += [
            f"s{i},Terapeut,Du er træt. Hvad nu?,REC;QUO",
            f"s{i},Klient,Jeg vil gerne stoppe nu.,C+",
            f"s{i},Terapeut,Det bliver kun værre.,{'WA' if i else 'GI'}",
            f"s{i},Klient,Nå.,FN",
        ]
    (tmp_path / "k.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "m.toml").write_text(
        '[practitioner]\nREC = "CR"\nQUO = "Q"\nGI = "GI"\nWA = ["Persuade", "Confront"]\n'
        '[client]\n"C+" = "change"\nFN = "neutral"\n',
        encoding="utf-8",
    )
    source = Source(str(tmp_path / "k.csv"), mapping=str(tmp_path / "m.toml"), language="da")
    settings = replace(tiny_settings(tmp_path / "encoder"), data=(source,))
    found = cross_validate(settings, 2, "session", tmp_path / "run", lambda _: None)
    levels = {str(f.kind): str(f.level) for f in found.codes}
    assert levels == {"MITI codes": "turns", "client talk": "given utterances"}
    # Only one session has a code for every utterance.
    assert found.n_scored == 1
