"""Writes the golden file of SafetensorsTest with the reference implementation.

    python tools/make_safetensors_fixture.py            # writes the fixture
    python tools/make_safetensors_fixture.py FILE       # prints what the reference reads from FILE

Made with safetensors 0.8.0, torch 2.7.1.
"""

import pathlib
import sys

import torch
from safetensors import safe_open
from safetensors.torch import save_file

FIXTURE = (
    pathlib.Path(__file__).resolve().parent.parent
    / "madenet-core/src/test/resources/org/madenet/core/io/every-type.safetensors"
)


def write():
    # Values that float32 holds exactly, or whose rounding the test states.
    values = torch.tensor([[0.0, -1.5, 3.25], [65504.0, 2.0**-24, -0.0]])
    tensors = {
        "f64": values.double(),
        "f64_rounded": torch.tensor([0.1], dtype=torch.float64),
        "f32": values,
        "f16": values.half(),
        "f16_special": torch.tensor([float("inf"), float("-inf"), float("nan")]).half(),
        "bf16": torch.tensor([1.0, -3.140625, 2.0**100]).bfloat16(),
        "i64": torch.tensor([[-3], [2**24 + 1]], dtype=torch.int64),
        "i32": torch.tensor([-70000, 5], dtype=torch.int32),
        "i16": torch.tensor([-300, 300], dtype=torch.int16),
        "i8": torch.tensor([-128, 127], dtype=torch.int8),
        "u8": torch.tensor([0, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False]),
        "scalar": torch.tensor(7.5),
        "empty": torch.zeros(0, 4),
    }
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, FIXTURE, metadata={"format": "pt", "note": "grüße"})
    print(FIXTURE, FIXTURE.stat().st_size, "bytes")


def show(path):
    with safe_open(path, framework="pt") as file:
        print("metadata", file.metadata())
        for name in file.keys():
            tensor = file.get_tensor(name)
            print(name, tuple(tensor.shape), tensor.dtype, tensor.flatten()[:8].tolist())


if __name__ == "__main__":
    torch.set_num_threads(1)
    show(sys.argv[1]) if len(sys.argv) > 1 else write()
