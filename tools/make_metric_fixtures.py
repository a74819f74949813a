"""Golden values for madenet-core's metrics: scikit-learn for AUROC, AP and F1-max, brute force with scipy's labels for AUPRO.

Usage: python tools/make_metric_fixtures.py > madenet-core/src/test/resources/org/madenet/core/metric/golden.json
Made with scikit-learn and scipy as named in the output.
"""

import json

import numpy as np
import scipy
import sklearn
from scipy.ndimage import label
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score


def f1_max(labels, scores):
    precision, recall, thresholds = precision_recall_curve(labels, scores)
    with np.errstate(divide="ignore", invalid="ignore"):
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))[:-1]
    best = f1.max()
    # Of equal maxima the highest threshold.
    return float(best), float(thresholds[np.nonzero(f1 >= best - 1e-15)[0][-1]])


def aupro(maps, masks, limit):
    """One threshold per distinct score, recall of every 8-connected region, linear interpolation at the limit."""
    regions = []
    for i, mask in enumerate(masks):
        labels, count = label(mask, structure=np.ones((3, 3)))
        regions += [(i, labels == k) for k in range(1, count + 1)]
    background = ~np.stack(masks)
    scores = np.stack(maps)
    fprs, pros = [0.0], [0.0]
    for threshold in np.unique(scores)[::-1]:
        fprs.append(float((scores[background] >= threshold).mean()))
        pros.append(float(np.mean([(scores[i][region] >= threshold).mean() for i, region in regions])))
    area = 0.0
    for k in range(1, len(fprs)):
        x0, x1, y0, y1 = fprs[k - 1], fprs[k], pros[k - 1], pros[k]
        if x0 >= limit or x1 == x0:
            continue
        end = min(x1, limit)
        area += (end - x0) * (y0 + y0 + (y1 - y0) * (end - x0) / (x1 - x0)) / 2
    return area / limit


def image_case(name, labels, scores):
    f1, threshold = f1_max(labels, scores)
    return {
        "name": name,
        "labels": [int(v) for v in labels],
        "scores": [float(v) for v in scores],
        "auroc": float(roc_auc_score(labels, scores)),
        "ap": float(average_precision_score(labels, scores)),
        "f1": f1,
        "threshold": threshold,
    }


def pixel_case(name, maps, masks, limit):
    labels = np.stack(masks).ravel().astype(int)
    scores = np.stack(maps).ravel()
    f1, threshold = f1_max(labels, scores)
    return {
        "name": name,
        "height": maps[0].shape[0],
        "width": maps[0].shape[1],
        "maps": [[float(v) for v in m.ravel()] for m in maps],
        "masks": [[int(v) for v in m.ravel()] for m in masks],
        "limit": limit,
        "auroc": float(roc_auc_score(labels, scores)),
        "ap": float(average_precision_score(labels, scores)),
        "f1": f1,
        "threshold": threshold,
        "aupro": aupro(maps, masks, limit),
    }


def main():
    rng = np.random.default_rng(2025)
    image = []
    for name, n, share, shift in [("plain", 60, 0.4, 1.0), ("few_positives", 200, 0.03, 1.5), ("inverted", 50, 0.5, -1.0)]:
        labels = (rng.random(n) < share).astype(int)
        labels[:2] = [0, 1]
        image.append(image_case(name, labels, rng.normal(size=n) + shift * labels))
    labels = (rng.random(120) < 0.4).astype(int)
    image.append(image_case("heavy_ties", labels, np.round(rng.normal(size=120) + labels, 0)))
    image.append(image_case("all_equal", labels, np.full(120, 0.25)))
    image.append(image_case("perfect", [0, 0, 1, 1], [-2.0, -1.0, 0.0, 3.5]))
    image.append(image_case("signed_zeros", [0, 1, 0, 1], [-0.0, 0.0, -1.0, 1.0]))

    pixel = []
    for name, height, width, digits, limit in [
        ("fine", 12, 17, 9, 0.3),
        ("quantised", 16, 16, 1, 0.3),
        ("coarse_limit_05", 16, 11, 0, 0.05),
        ("whole_curve", 9, 9, 2, 1.0),
    ]:
        maps, masks = [], []
        for _ in range(4):
            mask = rng.random((height, width)) < 0.12
            mask[:2, :3] = True
            m = np.round(rng.normal(size=(height, width)) + 1.2 * mask, digits).astype(np.float32)
            maps.append(m)
            masks.append(mask)
        maps.append(np.round(rng.normal(size=(height, width)), digits).astype(np.float32))
        masks.append(np.zeros((height, width), bool))
        pixel.append(pixel_case(name, maps, masks, limit))
    print(json.dumps({"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "image": image, "pixel": pixel}))


main()
