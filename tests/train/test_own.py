"""Coded sessions of one's own."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from tiny_encoder import put_conversations

from cli.command import spejl
from conftest import ROOT, build
from spejl.errors import RunError, SettingsError
from spejl.serialize import Conversation, coded_to_json
from spejl.train import material, train
from spejl.train.loop import CHECKPOINT, settings_record
from spejl.train.material import (
    apart,
    own_record,
    read_for_curve,
    read_for_folds,
    read_material,
)
from spejl.train.own import Gold, read_own
from spejl.train.run import DATA
from spejl.train.settings import Source, TrainSettings, read_train_settings
from spejl.train.start import RECORD

SHEET = """session,speaker,text,codes,behandler
s1,Terapeut,Hvad nu?,Q:open,anna
s1,Klient,Jeg vil gerne stoppe.,change,anna
s2,Terapeut,Du er træt.,"SR;Q",bo
s2,Klient,Ja.,neutral,bo
"""


def test_every_form_is_read_with_its_clinician(tmp_path: Path) -> None:
    put_conversations(tmp_path / "miti", 2)
    (tmp_path / "k.csv").write_text(SHEET, encoding="utf-8")
    coded = build([("P", "Q:open", "Hvad nu?"), ("C", "neutral", "Ja.")])
    (tmp_path / "t.json").write_text(coded_to_json(coded), encoding="utf-8")
    found = read_own(
        [
            Source(str(tmp_path / "miti")),
            Source(str(tmp_path / "*.csv"), clinician="behandler", language="da"),
            Source(str(tmp_path / "t.json"), clinician="speaker"),
        ]
    )
    assert {g.id: g.clinician for g in found if len(g.id) < 5} == {
        "s1": "anna",
        "s2": "bo",
        "test": "P",
    }
    assert {g.clinician for g in found if len(g.id) > 5} == {"p0"}
    assert {g.language for g in found if g.id in ("s1", "s2")} == {"da"}


def test_a_sheet_without_text_takes_it_from_transcripts(tmp_path: Path) -> None:
    talk = "Terapeut: Hvad nu?\nKlient: Ja.\nTerapeut: Du er træt.\nKlient: Ja.\n"
    (tmp_path / "a.txt").write_text(talk, encoding="utf-8")
    (tmp_path / "k.csv").write_text("session,turn,codes\na,0,Q\na,2,SR\n", encoding="utf-8")
    source = Source(str(tmp_path / "k.csv"), transcripts=str(tmp_path / "*.txt"))
    (one,) = read_own([source])
    assert [u.utterance.text for u in one.conversation.coded.utterances] == [
        "Hvad nu?",
        "Du er træt.",
    ]


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    (tmp_path / "k.csv").write_text(SHEET, encoding="utf-8")
    source = Source(str(tmp_path / "k.csv"))
    with pytest.raises(SettingsError, match="s1 is there twice"):
        read_own([source, source])
    with pytest.raises(SettingsError, match="there is no file"):
        read_own([Source(str(tmp_path / "nothing"))])
    settings = TrainSettings(corpus="", data=(Source(str(tmp_path / "k.csv")),))
    with pytest.raises(SettingsError, match="found 2 sessions"):
        read_material(settings)


def test_parts_are_recorded_and_nobody_is_in_two(tmp_path: Path) -> None:
    put_conversations(tmp_path, 12)
    settings = TrainSettings(corpus="", data=(Source(str(tmp_path)),), split="clinician")
    found = read_material(settings)
    people = [{g.clinician for g in members} for members in found.values()]
    assert all(people) and sum(map(len, people)) == len(set.union(*people)) == 6
    record = own_record(settings)
    assert record["own_sessions"] == {n: [g.id for g in m] for n, m in found.items()}
    assert sum(record["own_clinicians"].values()) == 6
    assert len(read_for_folds(settings).asked) == 12
    pool = read_for_curve(settings)
    assert {g.id for g in pool.asked} == {g.id for g in found["train"]}
    assert len(pool.asked) + len(pool.judged_by) == 12
    assert not pool.fixed


def test_contrast_forms_are_learnt_from_always(tmp_path: Path) -> None:
    put_conversations(tmp_path, 12)
    settings = TrainSettings(
        corpus="",
        data=(Source(str(tmp_path)),),
        contrast=str(ROOT / "data/contrast"),
        contrast_train=True,
    )
    for pool in (read_for_folds(settings), read_for_curve(settings)):
        assert len(pool.fixed) > 1000
        coded = [
            sum(
                u.code is not None or u.client_talk is not None
                for u in g.conversation.coded.utterances
            )
            for g in pool.fixed
        ]
        assert set(coded) == {1}


def test_beside_the_corpus(tmp_path: Path) -> None:
    put_conversations(tmp_path / "own", 8, lines=4)
    for path in (tmp_path / "own").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("id: ", "id: own-", 1), encoding="utf-8")
    data = (Source(str(tmp_path / "own")),)
    both = read_material(TrainSettings(corpus=str(ROOT / "data/corpus"), data=data), ("test",))
    alone = read_material(TrainSettings(corpus="", data=data), ("test",))["test"]
    assert both["test"][-len(alone) :] == alone
    assert len(both["test"]) > len(alone)


def test_sessions_in_other_languages_are_only_learnt_from(tmp_path: Path) -> None:
    put_conversations(tmp_path, 8)
    coded = build([("P", "Q:open", "How so?"), ("C", "neutral", "Yes.")], language="en")
    coded = replace(coded, session=replace(coded.session, id="zz"))
    (tmp_path / "zz.json").write_text(coded_to_json(coded), encoding="utf-8")
    found = read_material(TrainSettings(corpus="", data=(Source(str(tmp_path)),)))
    assert [name for name, members in found.items() for g in members if g.id == "zz"] == ["train"]
    settings = TrainSettings(corpus="", data=(Source(str(tmp_path)),))
    for pool in (read_for_folds(settings), read_for_curve(settings)):
        assert [g.id for g in pool.fixed] == ["zz"]
        assert "zz" not in {g.id for g in (*pool.asked, *pool.judged_by)}


def test_nobody_is_learnt_from_and_judges() -> None:
    coded = build([("P", "Q:open", "How so?"), ("C", "neutral", "Yes.")], language="en")
    anna, bo, nobody = (Gold(Conversation((), coded), name) for name in ("anna", "bo", ""))
    assert apart([anna, bo, nobody], [anna, nobody], "clinician") == [bo, nobody]
    assert apart([anna, bo, nobody], [anna, nobody], "session") == [anna, bo, nobody]


def test_no_clinician_is_learnt_from_in_one_language_and_judges_in_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gold(name: str, clinician: str, language: str) -> Gold:
        coded = build([("P", "Q:open", "How so?"), ("C", "neutral", "Yes.")], language=language)
        session = replace(coded.session, id=name)
        return Gold(Conversation((), replace(coded, session=session)), clinician)

    own = tuple(gold(f"{to}-{i}", f"c{i}", to) for to in ("da", "en") for i in range(8))
    monkeypatch.setattr(material, "_own", lambda _: own)
    settings = TrainSettings(corpus="", data=(Source("own"),), split="clinician")
    found = read_material(settings)
    pool = read_for_curve(settings)
    for learnt, judging in (
        (found.pop("train"), [gold for members in found.values() for gold in members]),
        ((*pool.fixed, *pool.asked), pool.judged_by),
    ):
        assert {gold.language for gold in learnt} == {"da", "en"}
        assert judging and not {g.clinician for g in learnt} & {g.clinician for g in judging}


def test_a_run_on_other_sessions_does_not_go_on(tmp_path: Path) -> None:
    put_conversations(tmp_path / "own", 8, lines=4)
    settings = TrainSettings(corpus="", data=(Source(str(tmp_path / "own")),))
    run = tmp_path / "run"
    run.mkdir()
    (run / RECORD).write_text(json.dumps(settings_record(settings)), encoding="utf-8")
    (run / DATA).write_text(json.dumps(own_record(settings)), encoding="utf-8")
    (run / CHECKPOINT).touch()
    coded = build([("P", "Q:open", "Hvad nu?"), ("C", "neutral", "Ja.")])
    (tmp_path / "own/new.json").write_text(coded_to_json(coded), encoding="utf-8")
    with pytest.raises(RunError, match="other sessions of one's own"):
        train(settings, run)


def test_a_run_is_by_default_in_a_folder_of_the_configuration_s_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("spejl.train.train", lambda _, folder, __: asked.append(folder))
    path = tmp_path / "mine.toml"
    path.write_text('corpus = "data/corpus"\n', encoding="utf-8")
    spejl("train", path)
    spejl("train", path, "--out", tmp_path / "there")
    assert asked == [Path("runs/mine"), tmp_path / "there"]


def test_data_in_a_configuration(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('corpus = ""\nsplit = "clinician"\n[[data]]\nfiles = "own"\n', encoding="utf-8")
    assert read_train_settings(path).data == (Source("own"),)
    for text, match in (
        ('corpus = ""', "neither a corpus"),
        ("[[data]]\nfolder = 'x'", "data.files"),
        ("[[data]]\nfiles = 'x'\nfolder = 'x'", "no such setting"),
        ('split = "writer"', "session, clinician"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError, match=match):
            read_train_settings(path)


def test_the_settings_are_recorded_as_json() -> None:
    record = settings_record(TrainSettings(data=(Source("own"),)))
    assert json.loads(json.dumps(record))["data"][0]["files"] == "own"
