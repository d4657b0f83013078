"""Tensors out of a file that torch saved before version 1.6, without torch.

Such a file is a row of pickles (a magic number, a version, facts of the machine, the object) and,
behind a list of their keys, the numbers of every storage. The object's pickle could name any
function to be called, so only the few names that tensors need are known here.
"""

import pickle
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = 0x1950A86A20F9469CFC6C
_TYPES = {"FloatStorage": "<f4", "DoubleStorage": "<f8", "LongStorage": "<i8", "IntStorage": "<i4"}


@dataclass(frozen=True, slots=True)
class _Tensor:
    """Where a tensor's numbers will be found."""

    key: str
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]


class _Reader(pickle.Unpickler):
    """Knows containers, tensors and the types of their storages, and nothing else."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.types: dict[str, str] = {}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in _TYPES:
            return _TYPES[name]
        raise ValueError("the file asks for something that tensors do not need")

    def persistent_load(self, pid: Any) -> str:
        kind, numbers, key = pid[:3]
        if kind != "storage":
            raise ValueError("the file refers to something that is no storage")
        self.types[key] = numbers
        return str(key)


def _tensor(key: str, offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: Any) -> Any:
    return _Tensor(key, offset, tuple(size), tuple(stride))


def read_tensors(file: IO[bytes], under: str) -> dict[str, NDArray[Any]]:
    """The tensors of one dictionary in the file.

    Args:
        file: Open for reading, at its beginning.
        under: The key of the dictionary in the saved object.

    Raises:
        ValueError: The file is not of this form, is cut short, or asks for more than tensors.
    """
    try:
        if _Reader(file).load() != _MAGIC:
            raise ValueError("this is not a file that torch saved before version 1.6")
        for _ in range(2):
            _Reader(file).load()
        reader = _Reader(file)
        found = reader.load()[under]
        keys = _Reader(file).load()
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the file cannot be read ({type(error).__name__})") from None
    storages = {key: _storage(file, reader.types[key]) for key in keys}
    return {name: _filled(one, storages) for name, one in found.items() if isinstance(one, _Tensor)}


def _storage(file: IO[bytes], numbers: str) -> NDArray[Any]:
    head = file.read(8)
    if len(head) < 8:
        raise ValueError("the file is cut short")
    n_bytes = struct.unpack("<q", head)[0] * np.dtype(numbers).itemsize
    data = file.read(n_bytes)
    if len(data) != n_bytes:
        raise ValueError("the file is cut short")
    return np.frombuffer(data, numbers)


def _filled(one: _Tensor, storages: dict[str, NDArray[Any]]) -> NDArray[Any]:
    storage = storages[one.key]
    last = one.offset + sum((n - 1) * s for n, s in zip(one.size, one.stride, strict=True))
    if one.offset < 0 or min(one.stride, default=0) < 0 or last >= len(storage):
        raise ValueError("a tensor reaches beyond its storage")
    steps = [s * storage.itemsize for s in one.stride]
    return np.lib.stride_tricks.as_strided(storage[one.offset :], one.size, steps).copy()
