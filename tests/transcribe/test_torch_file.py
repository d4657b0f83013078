"""Files that torch saved in its old form, made here without torch."""

import io
import pickle
import struct
import sys
import types
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spejl.transcribe.torch_file import read_tensors

NAMES = {"<f4": "FloatStorage", "<i8": "LongStorage"}


class Tensor:
    """Pickles as torch's tensors do."""

    def __init__(
        self, key: str, offset: int, size: tuple[int, ...], stride: tuple[int, ...]
    ) -> None:
        self.place = (Storage(key), offset, size, stride, False, OrderedDict())

    def __reduce__(self) -> Any:
        return sys.modules["torch._utils"]._rebuild_tensor_v2, self.place


class Storage:
    def __init__(self, key: str) -> None:
        self.key = key


def rebuild(*_: Any) -> None:
    """Stands for torch's function of this name."""


@pytest.fixture(autouse=True)
def torch_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that torch would put into the pickle, without torch."""
    torch, parts = types.ModuleType("torch"), types.ModuleType("torch._utils")
    for name in NAMES.values():
        setattr(torch, name, type(name, (), {"__module__": "torch"}))
    rebuild.__module__, rebuild.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    rebuild.__name__ = "_rebuild_tensor_v2"
    parts._rebuild_tensor_v2 = rebuild  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", parts)


def saved(content: Any, storages: dict[str, np.ndarray[Any, Any]]) -> bytes:
    file = io.BytesIO()
    for one in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True}):
        pickle.dump(one, file, 2)

    class Pickler(pickle.Pickler):
        def persistent_id(self, one: Any) -> Any:
            if not isinstance(one, Storage):
                return None
            numbers = storages[one.key]
            kind = getattr(sys.modules["torch"], NAMES[numbers.dtype.str])
            return ("storage", kind, one.key, "cpu", len(numbers), None)

    Pickler(file, 2).dump(content)
    pickle.dump(list(storages), file, 2)
    for numbers in storages.values():
        file.write(struct.pack("<q", len(numbers)) + numbers.tobytes())
    return file.getvalue()


A = np.arange(12, dtype="<f4")
B = np.array([7, 8, 9], "<i8")
STATE = {
    "step": 3,
    "model": OrderedDict(
        whole=Tensor("a", 0, (3, 4), (4, 1)),
        turned=Tensor("a", 0, (4, 3), (1, 4)),
        part=Tensor("b", 1, (2,), (1,)),
    ),
}


def test_tensors_come_out_as_they_went_in() -> None:
    found = read_tensors(io.BytesIO(saved(STATE, {"a": A, "b": B})), "model")
    assert set(found) == {"whole", "turned", "part"}
    assert np.array_equal(found["whole"], A.reshape(3, 4))
    assert np.array_equal(found["turned"], A.reshape(3, 4).T)
    assert np.array_equal(found["part"], [8, 9])


class Evil:
    def __reduce__(self) -> Any:
        return print, ("called",)


def test_nothing_else_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="do not need"):
        read_tensors(io.BytesIO(saved({"model": Evil()}, {})), "model")
    assert capsys.readouterr().out == ""


def test_a_tensor_may_not_reach_beyond_its_storage() -> None:
    for tensor in (Tensor("a", 1, (3, 4), (4, 1)), Tensor("a", -1, (2,), (1,))):
        with pytest.raises(ValueError, match="beyond"):
            read_tensors(io.BytesIO(saved({"model": {"x": tensor}}, {"a": A})), "model")


@given(st.integers(0, 10_000))
def test_a_file_cut_short_is_refused(at: int) -> None:
    whole = saved(STATE, {"a": A, "b": B})
    with pytest.raises(ValueError, match=r"cut short|cannot be read|not a file"):
        read_tensors(io.BytesIO(whole[: at % len(whole)]), "model")


def test_another_file_is_refused() -> None:
    for content in (b"PK\x03\x04 a zip", pickle.dumps({"a": 1}), b""):
        with pytest.raises(ValueError):
            read_tensors(io.BytesIO(content), "model")
