"""Golden values for org.madenet.core.image: scipy.ndimage.gaussian_filter and PyTorch's interpolate.

Run: python tools/golden_image.py madenet-core/src/test/resources/org/madenet/core/image/golden.json
Needs numpy, scipy and torch; the versions used are written into the file.
"""
import json
import sys

import numpy as np
import scipy
import torch
import torch.nn.functional as F
from scipy.ndimage import gaussian_filter

torch.set_num_threads(1)
rng = np.random.default_rng(7)


def rounded(a):
    return [float(np.float32(v)) for v in np.asarray(a, dtype=np.float64).ravel()]


blurs = []
for sigma, shape in [(4.0, (12, 20)), (1.3, (9, 7)), (4.0, (3, 5))]:
    x = rng.normal(size=shape).astype(np.float32)
    y = gaussian_filter(x.astype(np.float64), sigma=sigma)
    blurs.append(dict(sigma=sigma, shape=shape, input=rounded(x), output=rounded(y)))

resizes = []
for src, dst in [((5, 4), (13, 16)), ((8, 8), (32, 32)), ((9, 10), (4, 3)), ((1, 1), (3, 2))]:
    x = rng.normal(size=src).astype(np.float32)
    y = F.interpolate(torch.from_numpy(x)[None, None].double(), size=dst, mode="bilinear", align_corners=False)
    resizes.append(dict(source=src, target=dst, input=rounded(x), output=rounded(y.numpy())))

doc = dict(versions=dict(numpy=np.__version__, scipy=scipy.__version__, torch=torch.__version__),
           blurs=blurs, resizes=resizes)
with open(sys.argv[1], "w") as f:
    json.dump(doc, f)
    f.write("\n")
