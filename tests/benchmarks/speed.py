"""Speed and memory on this machine (`make bench`): ratios within one run, as a Markdown table.

Compared on the same conversations, with the same weights where torch is installed and a run's
folder is named (`--run runs/full`), else with random weights of the same shapes:

(a) a Hugging Face-style call on the utterance with the turn before it, full precision, one at a
    time; (b) the same in batches of 32, sorted by length; (c) Spejl on one core; (d) Spejl on all
    cores, and with OpenVINO where it is installed; and the ceiling: the 8-bit matrix products of
    the model's shapes alone, on all cores.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from spejl.coder import Coder, load
from spejl.corpus.files import conversations
from spejl.model.windows import cuts, stream
from spejl.sessions import CodedSession, Session

ROOT = Path(__file__).resolve().parents[2]
_LAYERS, _WIDTH, _INNER, _WINDOW = 12, 384, 1536, 256
_BATCH = 32
_SPEJL = str(Path(sys.executable).with_name("spejl"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Speed and memory of Spejl on this machine.")
    parser.add_argument("--run", type=Path, help="A training run's folder, for its weights.")
    parser.add_argument("--sessions", type=int, default=8)
    given = parser.parse_args()
    # First of all: a child's peak is told as no less than its parent's at the start.
    one, most = _command()
    coded = [c.coded for _, c in conversations(ROOT / "data/corpus")]
    coded = coded[:: len(coded) // given.sessions][: given.sessions]
    sessions = [c.session for c in coded]
    pieces = _tokens(load(threads=1), sessions)
    rows: list[tuple[str, float, float]] = []
    try:
        import torch  # noqa: F401
    except ImportError:
        _say("(a) and (b) need torch: install spejl[train]\n")
    else:
        rows += _hugging_face(coded, given.run)
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    rows.append(("(c) Spejl, one core", *_spejl(1, sessions)))
    os.sched_setaffinity(0, cores)
    rows.append((f"(d) Spejl, {len(cores)} cores", *_spejl(len(cores), sessions)))
    if find_spec("openvino"):
        label = f"(d) with OpenVINO, {len(cores)} cores"
        rows.append((label, *_spejl(len(cores), sessions, "openvino")))
    n = sum(len(c.utterances) for c in coded)
    ceiling = _ceiling(len(cores))
    if ceiling:
        rows.append(("ceiling: matrix products alone", ceiling / (pieces["read"] / n), ceiling))
    _print(rows, n, len(sessions), pieces)
    _say(f"\nOne exchange from command to result: {one:.2f} s (median of five).\n")
    _say(f"Most memory, coding the corpus's Nynorsk: {most:.0f} MB.\n")


def _tokens(coder: Coder, sessions: list[Session]) -> dict[str, int]:
    """Tokens of the text, and tokens that windows make of them with overlap and goal."""
    assert coder.model is not None
    text = read = 0
    for session in sessions:
        found = stream(session, coder.model.tokenizer)
        opening = len(found.goal) + 1
        plan = cuts(
            len(found.ids), coder.model.settings.window - opening, coder.model.settings.overlap
        )
        text += len(found.ids)
        read += sum(cut.last - cut.first + opening for cut in plan)
    return {"text": text, "read": read}


def _spejl(
    threads: int, sessions: list[Session], engine: str = "onnxruntime"
) -> tuple[float, float]:
    coder = load(threads=threads, engine=engine)
    coder.code(sessions[0])
    began = time.perf_counter()
    n = sum(len(coder.code(s).utterances) for s in sessions)
    seconds = time.perf_counter() - began
    return n / seconds, _tokens(coder, sessions)["read"] / seconds


def _hugging_face(coded: list[CodedSession], run: Path | None) -> list[tuple[str, float, float]]:
    import torch

    network, encode = _network(run)
    texts = [
        (c.session.turns[u.utterance.turn - 1].text if u.utterance.turn else "")
        + " "
        + u.utterance.text
        for c in coded
        for u in c.utterances
    ]
    ids = [encode(text)[:512] for text in texts]

    def alone() -> int:
        for one in ids[:150]:
            network(torch.tensor([one]), torch.ones(1, len(one), dtype=torch.long))
        return 150

    def batched() -> int:
        order = sorted(ids, key=len)
        for at in range(0, len(order), _BATCH):
            group = order[at : at + _BATCH]
            width = max(map(len, group))
            given = torch.ones(len(group), width, dtype=torch.long)
            for row, one in enumerate(group):
                given[row, : len(one)] = torch.tensor(one)
            network(given, (given != 1).long())
        return len(order)

    mean = sum(map(len, ids)) / len(ids)
    rows = []
    with torch.inference_mode():
        for label, work in (
            ("(a) utterance + turn before, fp32, one at a time", alone),
            ("(b) the same, batches of 32 by length", batched),
        ):
            network(torch.ones(1, 32, dtype=torch.long), torch.ones(1, 32, dtype=torch.long))
            rate = _rate(work)
            rows.append((label, rate, rate * mean))
    return rows


def _network(run: Path | None) -> tuple[Any, Callable[[str], list[int]]]:
    from spejl.model import find_model
    from spejl.model.loaded import load_pieces

    pieces = load_pieces(find_model(None) / "tokenizer.json")

    def encode(text: str) -> list[int]:
        return pieces.pieces([text])[0][0]

    if run is not None:
        from dataclasses import replace

        from spejl.train.settings import TrainSettings
        from spejl.train.start import start

        network, _ = start(replace(TrainSettings(), encoder=str(run)))
    else:
        from transformers import BertConfig, BertModel

        from spejl.train.network import MitiNetwork

        config = BertConfig(
            vocab_size=40_000,
            hidden_size=_WIDTH,
            num_hidden_layers=_LAYERS,
            num_attention_heads=12,
            intermediate_size=_INNER,
        )
        network = MitiNetwork(BertModel(config))
    network.encoder.set_attn_implementation("sdpa")
    return network.eval().float(), encode


def _ceiling(cores: int) -> float | None:
    """Tokens a second of the layers' 8-bit matrix products, a window a core."""
    try:
        import onnx
        import onnxruntime
    except ImportError:
        return None
    shapes = [(_WIDTH, 3 * _WIDTH), (_WIDTH, _WIDTH), (_WIDTH, _INNER), (_INNER, _WIDTH)]
    nodes, weights, inputs, outputs = [], [], [], []
    rng = np.random.default_rng(1)
    for i, (rows, columns) in enumerate(shapes):
        values = rng.integers(-128, 127, (rows, columns), dtype=np.int8)
        weights.append(onnx.numpy_helper.from_array(values, f"w{i}"))
        kind = onnx.TensorProto
        inputs.append(onnx.helper.make_tensor_value_info(f"x{i}", kind.UINT8, [_WINDOW, rows]))
        outputs.append(onnx.helper.make_tensor_value_info(f"y{i}", kind.INT32, [_WINDOW, columns]))
        nodes.append(onnx.helper.make_node("MatMulInteger", [f"x{i}", f"w{i}"], [f"y{i}"]))
    graph = onnx.helper.make_graph(nodes, "products", inputs, outputs, weights)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])
    model.ir_version = 9
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    given = {
        f"x{i}": rng.integers(0, 255, (_WINDOW, rows), dtype=np.uint8)
        for i, (rows, _) in enumerate(shapes)
    }

    from concurrent.futures import ThreadPoolExecutor

    n = 20 * _LAYERS * cores
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(lambda _: session.run(None, given), range(cores)))
        began = time.perf_counter()
        list(pool.map(lambda _: session.run(None, given), range(n)))
        seconds = time.perf_counter() - began
    return n * _WINDOW / _LAYERS / seconds


def _rate(work: Callable[[], int]) -> float:
    began = time.perf_counter()
    n = work()
    return n / (time.perf_counter() - began)


def _print(
    rows: list[tuple[str, float, float]], n: int, n_sessions: int, pieces: dict[str, int]
) -> None:
    first = rows[0][1]
    _say(f"{n} utterances of {n_sessions} conversations.\n")
    _say(f"| | utterances/s | tokens/s | times {rows[0][0].split(' ')[0]} |\n|---|---|---|---|\n")
    for label, rate, tokens in rows:
        _say(f"| {label} | {rate:.0f} | {tokens:.0f} | {rate / first:.1f} |\n")
    _say(
        f"\nA token of text is read {pieces['read'] / pieces['text']:.2f} times "
        "(overlap and goal); there is no padding.\n"
    )


def _command() -> tuple[float, float]:
    """Seconds from command to result for one exchange, and megabytes for 130 conversations."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        text = "Rådgiver: Hvad har du tænkt siden sidst?\nBorger: Ikke så meget.\n"
        path.write_text(text, encoding="utf-8")
        command = [_SPEJL, "code", str(path), "--language", "da", "--json"]
        times = []
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - began)
        subprocess.run(
            [_SPEJL, "code", str(ROOT / "data/corpus/nn"), "--out", f"{folder}/out"],
            check=True,
            capture_output=True,
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return statistics.median(times), peak


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
