"""What a pretrained backbone's features are worth for LPD's density before any training, and after
nothing but batch normalisation's running statistics have moved to the dataset's.

    pip install torch==2.7.1 timm==1.0.19 safetensors numpy scikit-learn==1.9.1 pillow
    python tools/lpd_density_experiment.py TILES WEIGHTS

TILES is a copy of the magnetic tiles with docs/results/srad/development-set.csv as manifest.csv,
WEIGHTS the embedded efficientnet_lite0.safetensors of madenet-core, or what
LpdDetector.exportBackbone wrote. Prints image AUROC by defect type of the Mahalanobis distance of
L2-normalised pooled last features under a Gaussian with Ledoit and Wolf's covariance, fitted to
every second normal training image.
"""

import csv
import pathlib
import random
import sys

import numpy as np
import timm
import torch
from PIL import Image
from safetensors.torch import load_file
from sklearn.covariance import LedoitWolf
from sklearn.metrics import roc_auc_score

SIDE, BATCH = 224, 8
ROOT = pathlib.Path(sys.argv[1])


def batch(rows):
    images = [
        Image.open(ROOT / r["image"]).convert("RGB").resize((SIDE, SIDE), Image.BILINEAR)
        for r in rows
    ]
    pixels = torch.from_numpy(np.stack(images).astype(np.float32) / 255).permute(0, 3, 1, 2)
    return (pixels - 127 / 255) / (128 / 255)


def pooled(model, rows):
    with torch.no_grad():
        parts = [
            model.forward_features(batch(rows[i : i + BATCH])).mean((2, 3))
            for i in range(0, len(rows), BATCH)
        ]
    features = torch.cat(parts).numpy()
    return features / np.linalg.norm(features, axis=1, keepdims=True)


def report(name, model, train, test):
    gaussian = LedoitWolf().fit(pooled(model, train))
    scores = np.sqrt(gaussian.mahalanobis(pooled(model, test)))
    labels = np.array([r["label"] != "normal" for r in test])
    types = np.array([r["defect_type"] for r in test])
    line = [f"{name}: image AUROC {roc_auc_score(labels, scores):.3f}"]
    for kind in sorted(set(types[labels])):
        chosen = ~labels | (types == kind)
        line.append(f"{kind} {roc_auc_score(labels[chosen], scores[chosen]):.3f}")
    print(", ".join(line), flush=True)


def main():
    torch.set_num_threads(1)
    rows = list(csv.DictReader(open(ROOT / "manifest.csv")))
    train = [r for r in rows if r["split"] == "train" and r["label"] == "normal"][::2]
    test = [r for r in rows if r["split"] == "test"]
    model = timm.create_model("tf_efficientnet_lite0")
    model.load_state_dict(load_file(sys.argv[2]), strict=False)
    report("as they are", model.eval(), train, test)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 0.1
    model.train()
    random.seed(0)
    with torch.no_grad():
        for _ in range(60):
            model(batch(random.sample(train, BATCH)))
    report("running statistics moved", model.eval(), train, test)


if __name__ == "__main__":
    main()
