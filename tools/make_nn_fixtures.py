"""Writes the golden tensors of ConvTransposeGoldenTest and UpsampleTest: outputs and gradients of PyTorch's layers.

    pip install torch==2.7.1 safetensors numpy
    python tools/make_nn_fixtures.py

Transposed convolution, case `double`: 4x4, stride 2, padding 1, batch normalisation, ReLU. Case `odd`: 3x3, stride 2,
padding 1, bias. A case holds input, parameters, the output in evaluation and in training, a gradient of the training
output, and what follows from it.

Upsampling, by mode and factor: input, output, gradient of the output, gradient of the input.
"""

import pathlib

import torch
from safetensors.torch import save_file

FOLDER = (
    pathlib.Path(__file__).resolve().parent.parent / "madenet-core/src/test/resources/org/madenet/core/nn"
)


def case(name, conv, norm):
    tensors = {"x": torch.randn(2, conv.in_channels, 5, 3, requires_grad=True), "W": conv.weight}
    if conv.bias is not None:
        tensors["b"] = conv.bias
    if norm is not None:
        with torch.no_grad():
            norm.weight.uniform_(0.5, 1.5)
            norm.bias.normal_()
            norm.running_mean.normal_()
            norm.running_var.uniform_(0.5, 1.5)
        tensors |= {"gamma": norm.weight, "beta": norm.bias}
        tensors |= {"mean": norm.running_mean.clone(), "var": norm.running_var.clone()}
    whole = conv if norm is None else torch.nn.Sequential(conv, norm, torch.nn.ReLU())
    out = {"evaluation": whole.eval()(tensors["x"]), "training": whole.train()(tensors["x"])}
    out["dy"] = torch.randn_like(out["training"])
    out["training"].backward(out["dy"])
    for key in ("x", "W", "b", "gamma", "beta"):
        if key in tensors:
            out["d" + key] = tensors[key].grad
    if norm is not None:
        out |= {"newMean": norm.running_mean, "newVar": norm.running_var}
    return {f"{name}/{k}": v.detach().clone().contiguous() for k, v in (tensors | out).items()}


def conv_transpose():
    double = case(
        "double",
        torch.nn.ConvTranspose2d(3, 4, 4, stride=2, padding=1, bias=False),
        torch.nn.BatchNorm2d(4),
    )
    odd = case("odd", torch.nn.ConvTranspose2d(4, 2, 3, stride=2, padding=1), None)
    return double | odd


def upsample():
    tensors = {}
    for mode in ("bilinear", "nearest"):
        for factor in (2, 4, 8):
            x = torch.randn(1, 2, 4, 3, requires_grad=True)
            options = {"align_corners": False} if mode == "bilinear" else {}
            y = torch.nn.functional.interpolate(x, scale_factor=factor, mode=mode, **options)
            dy = torch.randn_like(y)
            y.backward(dy)
            found = {"x": x, "y": y, "dy": dy, "dx": x.grad}
            tensors |= {f"{mode}{factor}/{k}": v.detach().clone() for k, v in found.items()}
    return tensors


def save(name, tensors):
    path = FOLDER / f"{name}.golden.safetensors"
    save_file(tensors, path, metadata={"made_by": f"torch {torch.__version__}"})
    path.chmod(0o644)
    print(name, path.stat().st_size, "bytes")


if __name__ == "__main__":
    torch.manual_seed(1)
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    save("conv-transpose", conv_transpose())
    save("upsample", upsample())
