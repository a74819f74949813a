"""Writes the golden tensors of ConvTransposeGoldenTest, UpsampleTest, InstanceNormTest and VectorQuantizationTest:
outputs and gradients of PyTorch's layers.

    pip install torch==2.7.1 safetensors numpy
    python tools/make_nn_fixtures.py

Transposed convolution, case `double`: 4x4, stride 2, padding 1, batch normalisation, ReLU. Case `odd`: 3x3, stride 2,
padding 1, bias. A case holds input, parameters, the output in evaluation and in training, a gradient of the training
output, and what follows from it.

Upsampling, by mode and factor: input, output, gradient of the output, gradient of the input.

Instance normalisation, with ReLU and without: the same four.

Vector quantisation: features, codes and moving averages; the nearest codes; the gradient by the features of
`sum(dy * quantised) + 0.25 mean squared distance from the codes`, straight through; the averages and codes after one
step with decay 0.99. The distances are computed in double precision, the rest in float32.
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


def instance_norm():
    tensors = {}
    for name in ("plain", "relu"):
        x = (torch.randn(2, 3, 5, 4) * torch.tensor([0.01, 1, 30]).view(1, 3, 1, 1) + 2).requires_grad_()
        y = torch.nn.InstanceNorm2d(3)(x)
        y = y if name == "plain" else torch.nn.functional.relu(y)
        dy = torch.randn_like(y)
        y.backward(dy)
        found = {"x": x, "y": y, "dy": dy, "dx": x.grad}
        tensors |= {f"{name}/{k}": v.detach().clone() for k, v in found.items()}
    return tensors


def vector_quantization(decay=0.99, epsilon=1e-5, commitment=0.25):
    codes, width = 7, 4
    z = torch.randn(2, width, 3, 5, requires_grad=True)
    e = torch.randn(codes, width)
    sizes, sums = torch.rand(codes) * 5, torch.randn(codes, width)
    vectors = z.permute(0, 2, 3, 1).reshape(-1, width)
    nearest = torch.cdist(vectors.detach().double(), e.double()).argmin(1)
    q = e[nearest].view(2, 3, 5, width).permute(0, 3, 1, 2)
    through = z + (q - z).detach()
    dy = torch.randn_like(through)
    loss = commitment * torch.nn.functional.mse_loss(z, q)
    ((through * dy).sum() + loss).backward()
    used = torch.nn.functional.one_hot(nearest, codes).float()
    new_sizes = decay * sizes + (1 - decay) * used.sum(0)
    total = new_sizes.sum()
    new_sizes = (new_sizes + epsilon) / (total + codes * epsilon) * total
    new_sums = decay * sums + (1 - decay) * used.t() @ vectors.detach()
    found = {"z": z, "codes": e, "sizes": sizes, "sums": sums, "nearest": nearest.int(), "q": q, "dy": dy}
    found |= {"loss": loss.view(1), "dz": z.grad, "newSizes": new_sizes, "newSums": new_sums}
    found["newCodes"] = new_sums / new_sizes.unsqueeze(1)
    return {k: v.detach().clone().contiguous() for k, v in found.items()}


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
    save("instance-norm", instance_norm())
    save("vector-quantization", vector_quantization())
