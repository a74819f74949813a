"""Why stage two of SRAD did not learn small defects: its detection network alone, in PyTorch, on the magnetic tiles.

Usage: python tools/small_defects_experiment.py FOLDER VARIANT
FOLDER: a copy of the magnetic tiles with docs/results/srad/development-set.csv in it as manifest.csv.
VARIANT: raw, std, bal,raw, bal,std or bal,std,sqrt: "std" standardises each image, "bal" balances areas, "sqrt" does so by
the square root. Prints image AUROC (by maximum) and pixel AP, also for each class, of 120 held-out images every 150 steps.
"""

import csv
import random
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from sklearn.metrics import average_precision_score, roc_auc_score
from torch import nn

folder, variant = sys.argv[1], sys.argv[2].split(",")
torch.set_num_threads(1)
torch.manual_seed(0)
random.seed(0)
SIDE, WIDTH, LEVELS = 128, 8, 5


def load(row):
    image = Image.open(f"{folder}/{row['image']}").convert("RGB").resize((SIDE, SIDE), Image.BILINEAR)
    mask = np.zeros((SIDE, SIDE), np.float32)
    if row["mask"]:
        grey = Image.open(f"{folder}/{row['mask']}").convert("L").resize((SIDE, SIDE), Image.NEAREST)
        mask = (np.asarray(grey) > 127).astype(np.float32)
    pixels = torch.tensor(np.asarray(image, np.float32) / 255).permute(2, 0, 1)
    return row["defect_type"], pixels, torch.tensor(mask)


def convs(inputs, outputs):
    layers = []
    for width in (inputs, outputs):
        layers += [nn.Conv2d(width, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


class Unet(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [WIDTH * 2**level for level in range(LEVELS)]
        self.down = nn.ModuleList([convs(3 if i == 0 else widths[i - 1], widths[i]) for i in range(LEVELS)])
        self.up = nn.ModuleList([convs(widths[i + 1] + widths[i], widths[i]) for i in range(LEVELS - 1)])
        self.out = nn.Conv2d(WIDTH, 2, 1)

    def forward(self, x):
        levels = []
        for i, block in enumerate(self.down):
            x = block(x if i == 0 else F.max_pool2d(x, 2))
            levels.append(x)
        for i in reversed(range(LEVELS - 1)):
            x = self.up[i](torch.cat([F.interpolate(x, scale_factor=2, mode="bilinear"), levels[i]], 1))
        return self.out(x)


def scaled(x):
    if "std" not in variant:
        return x
    return (x - x.mean((1, 2, 3), keepdim=True)) / (x.std((1, 2, 3), keepdim=True) + 1e-3)


rows = list(csv.DictReader(open(f"{folder}/manifest.csv")))
train = [(row["label"], *load(row)) for row in rows if row["split"] == "train"]
test = [load(row) for row in rows if row["split"] == "test"]
random.shuffle(test)
test = test[:120]
defects = [t for t in train if t[0] == "anomalous"]
normal = [t for t in train if t[0] != "anomalous"]
net = Unet()
optimizer = torch.optim.Adam(net.parameters(), 1.5e-3)
for step in range(1, 601):
    batch = random.sample(defects, 4) + random.sample(normal, 4)
    x, mask = scaled(torch.stack([t[2] for t in batch])), torch.stack([t[3] for t in batch])
    for axis in (3, 2):
        if random.random() < 0.5:
            x, mask = x.flip(axis), mask.flip(axis - 1)
    net.train()
    logs = F.log_softmax(net(x), 1)
    log = torch.where(mask > 0, logs[:, 1], logs[:, 0])
    weight = torch.where(mask > 0, 0.75, 0.25)
    if "bal" in variant:
        factor = 0.02 * SIDE * SIDE / mask.sum((1, 2), keepdim=True).clamp(min=1)
        factor = (factor**0.5 if "sqrt" in variant else factor).clamp(0.1, 20)
        weight = torch.where(mask > 0, weight * factor, weight)
    loss = -(weight * (1 - log.exp()) ** 2 * log).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 150 == 0:
        net.eval()
        scores, masks, classes = [], [], {}
        with torch.no_grad():
            for at in range(0, len(test), 8):
                logits = net(scaled(torch.stack([t[1] for t in test[at : at + 8]])))
                for (kind, _, mask), logit in zip(test[at : at + 8], logits):
                    scores.append((logit[1] - logit[0]).flatten())
                    masks.append(mask.flatten())
                    if mask.sum() > 0:
                        classes.setdefault(kind, []).append((masks[-1], scores[-1]))
        auroc = roc_auc_score([float(m.sum() > 0) for m in masks], [float(s.max()) for s in scores])
        by_class = {
            kind: round(float(average_precision_score(*(torch.cat(part) for part in zip(*pairs)))), 2)
            for kind, pairs in sorted(classes.items())
        }
        overall = average_precision_score(torch.cat(masks), torch.cat(scores))
        print(",".join(variant), step, f"AUROC {auroc:.3f} AP {overall:.3f}", by_class, flush=True)
