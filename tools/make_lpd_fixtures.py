"""Golden values for madenet-lpd: scikit-learn's Ledoit-Wolf covariance, and the names of torchvision's ResNets.

Usage: python tools/make_lpd_fixtures.py madenet-lpd/src/test/resources/org/madenet/lpd
Made with the versions in tools/requirements.txt.
"""

import json
import pathlib
import sys

import numpy as np
import torchvision
from sklearn.covariance import LedoitWolf

out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)

random = np.random.default_rng(11)
rows = (random.normal(size=(30, 6)) @ random.normal(size=(6, 6)) + random.normal(size=6)).astype(np.float32)
queries = (3 * random.normal(size=(5, 6))).astype(np.float32)
fitted = LedoitWolf().fit(rows.astype(np.float64))
(out / "ledoit-wolf.json").write_text(
    json.dumps(
        {
            "rows": rows.tolist(),
            "queries": queries.tolist(),
            "shrinkage": float(fitted.shrinkage_),
            "distances": np.sqrt(fitted.mahalanobis(queries.astype(np.float64))).tolist(),
        }
    )
)

names = {}
for name in ("resnet18", "resnet50"):
    state = getattr(torchvision.models, name)().state_dict()
    names[name] = {
        key: list(tensor.shape)
        for key, tensor in state.items()
        if not key.startswith("fc.") and not key.endswith("num_batches_tracked")
    }
(out / "torchvision-names.json").write_text(json.dumps(names))
