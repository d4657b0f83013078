"""The network of a finished model folder, rebuilt from its 8-bit graph."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

torch = pytest.importorskip("torch", reason="the extra 'train' is not installed")
pytest.importorskip("transformers")

from tiny_encoder import save_encoder, tiny_settings  # noqa: E402

from conftest import ROOT  # noqa: E402
from spejl.errors import ModelError  # noqa: E402
from spejl.model import ModelSettings, find_model  # noqa: E402
from spejl.model.folder import write_hashes  # noqa: E402
from spejl.readers import read  # noqa: E402
from spejl.train.export import FULL, export  # noqa: E402
from spejl.train.network import MitiNetwork  # noqa: E402
from spejl.train.rebuild import rebuild  # noqa: E402
from spejl.train.start import start  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")
IDS = np.asarray([[0, 4, 50, 600, 7000, 12, 2], [0, 5, 999, 88, 2, 1, 1]])
GIVEN = {"input_ids": IDS, "attention_mask": (IDS != 1).astype(np.int64)}


def run(path: Path, given: dict[str, np.ndarray] = GIVEN) -> np.ndarray:
    (found,) = onnxruntime.InferenceSession(str(path)).run(None, given)
    return np.asarray(found)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[MitiNetwork, Path]:
    """A network with weights of all kinds, and the model folder made of it."""
    folder = tmp_path_factory.mktemp("rebuild")
    save_encoder(folder / "encoder")
    network, tokenizer = start(tiny_settings(folder / "encoder"))
    torch.manual_seed(1)
    with torch.no_grad():
        for tensor in (*network.parameters(), network.centre, network.scale):
            tensor.add_(0.1 * torch.randn_like(tensor))
    export(network, tokenizer, ModelSettings("tiny", "0", window=128, overlap=32), folder / "model")
    write_hashes(folder / "model")
    return network, folder / "model"


def logits(network: MitiNetwork, given: dict[str, np.ndarray] = GIVEN) -> np.ndarray:
    with torch.inference_mode():
        found = network(*(torch.from_numpy(x) for x in given.values()))
    return np.asarray(found.numpy())[given["attention_mask"] == 1]


def test_the_logits_are_those_of_the_graph(finished: tuple[MitiNetwork, Path]) -> None:
    original, folder = finished
    found = logits(rebuild(folder, 0.1))
    shipped = run(folder / "model.onnx")
    shipped = shipped[GIVEN["attention_mask"] == 1]
    assert np.corrcoef(found.ravel(), shipped.ravel())[0, 1] > 0.99
    assert np.corrcoef(found.ravel(), logits(original).ravel())[0, 1] > 0.98


def test_exported_again_it_is_the_same_model(
    finished: tuple[MitiNetwork, Path], tmp_path: Path
) -> None:
    _, folder = finished
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    export(rebuild(folder, 0.1), tokenizer, ModelSettings("tiny", "0"), tmp_path)
    first, second = (run(f / "model.onnx") for f in (folder, tmp_path))
    np.testing.assert_allclose(first, second, atol=1e-4)
    # What is rebuilt is in full precision the graph before the activations are rounded.
    full = run(tmp_path / FULL)
    np.testing.assert_allclose(
        full[GIVEN["attention_mask"] == 1], logits(rebuild(folder, 0.1)), atol=1e-4
    )


def test_every_weight_comes_back(finished: tuple[MitiNetwork, Path]) -> None:
    original, folder = finished
    found = rebuild(folder, 0.1).state_dict()
    for name, tensor in original.state_dict().items():
        if tensor.is_floating_point():
            # Eight bits over the range of a column or a table.
            room = float(tensor.max() - tensor.min()) / 100
            assert float((found[name] - tensor).abs().max()) <= room, name


def test_training_starts_from_a_model_folder(finished: tuple[MitiNetwork, Path]) -> None:
    _, folder = finished
    network, tokenizer = start(replace(tiny_settings(folder), encoder=str(folder)))
    assert network.measured
    assert tokenizer == json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))


def test_an_altered_folder_is_refused(finished: tuple[MitiNetwork, Path], tmp_path: Path) -> None:
    _, folder = finished
    shutil.copytree(folder, tmp_path / "m")
    with (tmp_path / "m/model.onnx").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="SHA-256"):
        start(tiny_settings(tmp_path / "m"))


def test_a_graph_of_another_shape_is_refused(tmp_path: Path) -> None:
    import onnx

    node = onnx.helper.make_node("Identity", ["input_ids"], ["logits"])
    value = onnx.helper.make_tensor_value_info("input_ids", onnx.TensorProto.FLOAT, [1])
    out = onnx.helper.make_tensor_value_info("logits", onnx.TensorProto.FLOAT, [1])
    onnx.save(
        onnx.helper.make_model(onnx.helper.make_graph([node], "g", [value], [out])),
        str(tmp_path / "model.onnx"),
    )
    with pytest.raises(ModelError, match="BERT"):
        rebuild(tmp_path, 0.1)


@pytest.mark.quality
def test_the_shipped_model_can_be_continued_from() -> None:
    """On real words: what 8 bits do to random pieces says little."""
    from tokenizers import Tokenizer

    folder = find_model()
    examples = sorted((ROOT / "data/examples").iterdir())
    lines = [turn.text for path in examples for turn in read(path).turns[:6]]
    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces.enable_padding(pad_id=1)
    encoded = pieces.encode_batch(lines)
    given = {
        "input_ids": np.asarray([one.ids for one in encoded]),
        "attention_mask": np.asarray([one.attention_mask for one in encoded]),
    }
    found = logits(rebuild(folder, 0.1).eval(), given)
    shipped = run(folder / "model.onnx", given)[given["attention_mask"] == 1]
    assert np.corrcoef(found.ravel(), shipped.ravel())[0, 1] > 0.98
