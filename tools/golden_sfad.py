"""Golden values for madenet-sfad, from PyTorch.

Run: python tools/golden_sfad.py madenet-sfad/src/test/resources/org/madenet/sfad
Needs numpy and torch; the versions used are written into the files.

embedding.json: neighbourhood aggregation, resizing, concatenation (avg_pool2d without the padding counted,
    interpolate), and SimpleNet's aggregation (unfold, interpolate, adaptive_avg_pool1d twice).
step.json: two whole training steps of adaptor and discriminator (loss, every gradient, every parameter
    afterwards), then the outputs in evaluation mode.
simplenet.json: the same with the biases of SimpleNet's official layers, which madenet leaves out: adaptor and hidden
    layer have one each, and the batch normalisation behind them takes both away again. Losses and all other
    parameters must be those of a network without. (Running means differ: they hold the biases.)
"""
import json
import os
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
out = sys.argv[1]
versions = dict(numpy=np.__version__, torch=torch.__version__)


def flat(t):
    return [float(np.float32(v)) for v in t.detach().numpy().ravel()]


def save(name, doc):
    with open(os.path.join(out, name), "w") as f:
        json.dump(dict(versions=versions, **doc), f)
        f.write("\n")


def rows(t):
    """[N,C,H,W] as one row per cell."""
    return t.permute(0, 2, 3, 1)


def embedding():
    g = torch.Generator().manual_seed(5)
    a = torch.randn(2, 3, 6, 4, generator=g).float().double()
    b = torch.randn(2, 5, 3, 2, generator=g).float().double()
    means = [F.avg_pool2d(x, 3, 1, 1, count_include_pad=False) for x in (a, b)]
    means[1] = F.interpolate(means[1], size=(6, 4), mode="bilinear", align_corners=False)
    mean = rows(torch.cat(means, 1))

    target = 7
    layers = []
    for x in (a, b):
        n, c, h, w = x.shape
        patches = F.unfold(x, 3, padding=1).view(n, c * 9, h, w)
        patches = F.interpolate(patches, size=(6, 4), mode="bilinear", align_corners=False)
        flatrows = rows(patches).reshape(-1, 1, c * 9)
        layers.append(F.adaptive_avg_pool1d(flatrows, target)[:, 0])
    stacked = torch.stack(layers, 1).reshape(-1, 1, 2 * target)
    simplenet = F.adaptive_avg_pool1d(stacked, target)[:, 0]
    save("embedding.json", dict(a=flat(a), b=flat(b), mean=flat(mean), pooledChannels=target, simplenet=flat(simplenet)))


def step(name, bias):
    g = torch.Generator().manual_seed(11)
    cells, c, d, h = 12, 5, 4, 6
    rand = lambda *s: torch.randn(*s, generator=g).float().double()
    adaptor = nn.Linear(c, d, bias=bias)
    hidden, norm, last = nn.Linear(d, h, bias=bias), nn.BatchNorm1d(h), nn.Linear(h, 1, bias=False)
    disc = nn.Sequential(hidden, norm, nn.LeakyReLU(0.2), last)
    with torch.no_grad():
        for p in list(adaptor.parameters()) + list(disc.parameters()):
            p.copy_(rand(*p.shape))
    names = {
        "adaptor.weight": adaptor.weight,
        "discriminator.hidden.weight": hidden.weight, "discriminator.norm.weight": norm.weight,
        "discriminator.norm.bias": norm.bias, "discriminator.output.weight": last.weight,
        "discriminator.norm.running_mean": norm.running_mean, "discriminator.norm.running_var": norm.running_var,
    }

    def tensors():
        return {k: flat(v.t() if v.dim() == 2 else v) for k, v in names.items()}

    optimisers = [torch.optim.AdamW(adaptor.parameters(), lr=1e-2, weight_decay=0.05),
                  torch.optim.Adam(disc.parameters(), lr=2e-2, weight_decay=0.03)]
    doc = dict(cells=cells, channels=c, adapted=d, hidden=h, initial=tensors(), steps=[])
    features = rand(cells, c)
    for _ in range(2):
        noise = rand(cells, d) * 0.3
        q = adaptor(features)
        scores = disc(torch.cat([q, q + noise]))[:, 0]
        loss = F.relu(0.5 - scores[:cells]).mean() + F.relu(scores[cells:] + 0.5).mean()
        for o in optimisers:
            o.zero_grad()
        loss.backward()
        grads = {k: flat(v.grad.t() if v.dim() == 2 else v.grad) for k, v in names.items() if v.grad is not None}
        for o in optimisers:
            o.step()
        doc["steps"].append(dict(noise=flat(noise), loss=loss.item(), gradients=grads, after=tensors()))
    disc.eval()
    doc["features"] = flat(features)
    doc["outputs"] = flat(disc(adaptor(features)))
    save(name, doc)


embedding()
step("step.json", False)
step("simplenet.json", True)
