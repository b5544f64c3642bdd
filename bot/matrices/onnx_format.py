"""Reads the tensors of an ONNX file and writes graphs, with the few of the format's messages that
takes.

The package `onnx` does it too, for sixty megabytes and, at each start, as long as reading the whole
embedding model takes here. The numbers of fields are those of the format's `onnx.proto`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.domain.errors import AdvisorError

Array = npt.NDArray[Any]
# The version of the format and of its operators, and the domain of those that onnxruntime adds.
_FORMAT, _OPERATORS, _ADDED = 8, 17, "com.microsoft"
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_GRAPH, _INITIALIZER = 7, 5
_DIMENSION, _TYPE, _NAME, _RAW = 1, 2, 8, 9
# The format's numbers of the types of elements.
_TYPES = {1: np.float32, 2: np.uint8, 3: np.int8, 6: np.int32, 7: np.int64, 9: np.bool_}
_NUMBERS = {np.dtype(kind): number for number, kind in _TYPES.items()}
_FLOAT_ATTRIBUTE, _INTEGER_ATTRIBUTE = 1, 2


class OnnxError(AdvisorError):
    """A file isn't what the ONNX format says; the message names it."""


def read_tensors(path: Path) -> dict[str, Array]:
    """The constants of an ONNX file by name, in the file's order.

    Raises OnnxError, naming the file, when it isn't one."""
    content = memoryview(path.read_bytes())
    try:
        tensors = [
            _tensor(value)
            for number, graph in _fields(content)
            if number == _GRAPH
            for inner, value in _fields(graph)
            if inner == _INITIALIZER
        ]
    except (IndexError, KeyError, TypeError, ValueError, struct.error) as error:
        raise OnnxError(f"{path} is not an ONNX model: {error}") from error
    if not tensors:
        raise OnnxError(f"{path} is not an ONNX model: it holds no constants")
    return dict(tensors)


def _tensor(content: memoryview) -> tuple[str, Array]:
    shape: list[int] = []
    found: dict[int, Any] = {_RAW: b""}
    for number, value in _fields(content):
        if number == _DIMENSION:
            shape.append(int(value))
        else:
            found[number] = value
    array = np.frombuffer(found[_RAW], dtype=_TYPES[found[_TYPE]]).reshape(shape)
    return bytes(found[_NAME]).decode(), array


def _fields(content: memoryview) -> Iterator[tuple[int, Any]]:
    """The fields of a message: their numbers, and numbers or bytes."""
    at = 0
    while at < len(content):
        key, at = _read_varint(content, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _read_varint(content, at)
            yield key >> 3, value
            continue
        size, at = _read_varint(content, at) if kind == _BYTES else (_SIZES[kind], at)
        if at + size > len(content):
            raise ValueError("it ends too early")
        yield key >> 3, content[at : at + size]
        at += size


_SIZES = {_FIXED64: 8, _FIXED32: 4}


def _read_varint(content: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _message(field: int, content: bytes | str) -> bytes:
    encoded = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | _BYTES) + _varint(len(encoded)) + encoded


class Graph:
    """A graph that is put together and written as a model."""

    def __init__(self) -> None:
        self._parts: list[bytes] = [_message(2, "graph")]

    def constant(self, name: str, array: Array) -> str:
        """Add a constant, and give its name."""
        held = b"".join(_number(_DIMENSION, size) for size in array.shape)
        held += _number(_TYPE, _NUMBERS[array.dtype]) + _message(_NAME, name)
        self._parts.append(_message(_INITIALIZER, held + _message(_RAW, array.tobytes())))
        return name

    def node(
        self, operator: str, inputs: Sequence[str], output: str, **attributes: float | int
    ) -> str:
        """Add an operation of the format itself, and give the name of its output."""
        return self._node(operator, inputs, output, "", attributes)

    def added_node(
        self, operator: str, inputs: Sequence[str], output: str, **attributes: float | int
    ) -> str:
        """Add one that onnxruntime adds to the format's."""
        return self._node(operator, inputs, output, _ADDED, attributes)

    def input(self, name: str, kind: type[np.generic], shape: Sequence[str | int]) -> str:
        """Add an input; sizes that differ from run to run have names."""
        self._parts.append(_message(11, _value(name, kind, shape)))
        return name

    def output(self, name: str, kind: type[np.generic], shape: Sequence[str | int]) -> None:
        """Give a value out."""
        self._parts.append(_message(12, _value(name, kind, shape)))

    def model(self) -> bytes:
        """The content of the file."""
        own, added = _number(2, _OPERATORS), _message(1, _ADDED) + _number(2, 1)
        versions = _number(1, _FORMAT) + _message(8, own) + _message(8, added)
        return versions + _message(_GRAPH, b"".join(self._parts))

    def _node(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str,
        domain: str,
        attributes: dict[str, float | int],
    ) -> str:
        node = b"".join(_message(1, name) for name in inputs) + _message(2, output)
        node += _message(4, operator) + _message(7, domain)
        node += b"".join(_message(5, _attribute(*pair)) for pair in attributes.items())
        self._parts.append(_message(1, node))
        return output


def _attribute(name: str, value: float | int) -> bytes:
    if isinstance(value, int):
        return _message(1, name) + _number(3, value) + _number(20, _INTEGER_ATTRIBUTE)
    packed = _varint(2 << 3 | _FIXED32) + struct.pack("<f", value)
    return _message(1, name) + packed + _number(20, _FLOAT_ATTRIBUTE)


def _value(name: str, kind: type[np.generic], shape: Sequence[str | int]) -> bytes:
    sizes = (_message(2, size) if isinstance(size, str) else _number(1, size) for size in shape)
    dimensions = b"".join(_message(1, size) for size in sizes)
    tensor = _number(1, _NUMBERS[np.dtype(kind)]) + _message(2, dimensions)
    return _message(1, name) + _message(2, _message(1, tensor))
