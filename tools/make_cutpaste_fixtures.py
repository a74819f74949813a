"""Golden values of CutPaste: torchvision's colour jitter, and the network's forward pass in PyTorch.

Usage: python tools/make_cutpaste_fixtures.py
Made with the versions in tools/requirements.txt.

colour-jitter.json: each of ColorJitter's four changes, on float tensors.
cutpaste.json: torchvision's ResNet-18 with CutPaste's head, (linear - BN - ReLU) of 512 and 128, three classes: number
    of parameters, and embedding and logits of two images. Weights and images are not stored: both sides compute them
    by the formula of make_backbone_fixtures.py.
"""

import json
import pathlib

import torch
import torchvision
import torchvision.transforms.functional as change
from torch import nn

from make_backbone_fixtures import IMAGENET, fill, image, with_formula

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSIONS = {"torch": torch.__version__, "torchvision": torchvision.__version__}


def save(module, package, name, content):
    path = ROOT / module / "src/test/resources/org/madenet" / package / name
    path.write_text(json.dumps({"versions": VERSIONS, **content}) + "\n")
    print(path.relative_to(ROOT), path.stat().st_size, "bytes")


def jitter():
    random = torch.Generator().manual_seed(3)
    pixels = torch.rand(3, 4, 5, generator=random)
    pixels[:, 0, 0] = torch.tensor([0.5, 0.5, 0.5])
    pixels[:, 0, 1] = torch.tensor([0.0, 0.0, 0.0])
    pixels[:, 0, 2] = torch.tensor([1.0, 1.0, 0.2])
    cases = []
    for name, function, amounts in (
        ("brightness", change.adjust_brightness, (0.9, 1.1, 2)),
        ("contrast", change.adjust_contrast, (0.9, 1.1, 2)),
        ("saturation", change.adjust_saturation, (0.9, 1.1, 2)),
        ("hue", change.adjust_hue, (-0.1, 0.1, 0.45)),
    ):
        for amount in amounts:
            cases.append(
                {"change": name, "amount": amount, "result": function(pixels, amount).flatten().tolist()}
            )
    save("madenet-data", "data/synthesis", "colour-jitter.json",
         {"pixels": pixels.flatten().tolist(), "cases": cases})


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.linears = nn.ModuleList([nn.Linear(512, 512, bias=False), nn.Linear(512, 128, bias=False)])
        self.norms = nn.ModuleList([nn.BatchNorm1d(512), nn.BatchNorm1d(128)])
        self.logits = nn.Linear(128, 3)

    def forward(self, x):
        for linear, norm in zip(self.linears, self.norms, strict=True):
            x = torch.relu(norm(linear(x)))
        return self.logits(x)

    def with_formula(self):
        layers = [(f"head.hidden{i}", layer) for i, layer in enumerate(self.linears)] + [("logits", self.logits)]
        with torch.no_grad():
            for name, layer in layers:
                out, into = layer.weight.shape
                layer.weight.copy_(fill(f"{name}.W", (out, into, 1, 1)).reshape(out, into))
            for i, norm in enumerate(self.norms):
                for key in ("weight", "bias", "running_mean", "running_var"):
                    getattr(norm, key).copy_(fill(f"head.hidden{i}.{key}", getattr(norm, key).shape))
            self.logits.bias.copy_(fill("logits.bias", (3,)))
        return self.eval()


def network():
    backbone = with_formula(torchvision.models.resnet18())
    backbone.fc = nn.Identity()
    head = Head().with_formula()
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in IMAGENET)
    with torch.no_grad():
        embedding = backbone((image((2, 3, 64, 64)) - mean) / std)
        logits = head(embedding)
    count = sum(p.numel() for part in (backbone, head) for p in part.parameters())
    save("madenet-lpd", "lpd", "cutpaste.json",
         {"parameters": count, "embedding": embedding.tolist(), "logits": logits.tolist()})


if __name__ == "__main__":
    jitter()
    network()
