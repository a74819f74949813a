"""Writes the latent model of DSR's official checkpoint as a file for org.madenet.srad.dsr.LatentWeights.

    pip install torch==2.7.1 safetensors numpy
    python tools/convert_dsr_weights.py vq_model_pretrained_128_4096.pckl dsr_latent.safetensors

The official code reads images with OpenCV, blue first; madenet's have red first. So the first convolution's input
channels and the last transposed convolution's output channels change places.
"""

import sys

import torch
from safetensors.torch import save_file

FIRST = "_encoder_b._conv_1.weight"
LAST = ("_decoder_b._conv_trans_2.weight", "_decoder_b._conv_trans_2.bias")


def convert(state):
    tensors = {name: tensor.float().contiguous() for name, tensor in state.items() if "_ema_" not in name}
    tensors[FIRST] = tensors[FIRST].flip(1)  # [out, in, 4, 4]
    tensors[LAST[0]] = tensors[LAST[0]].flip(1)  # [in, out, 4, 4]
    tensors[LAST[1]] = tensors[LAST[1]].flip(0)
    return {name: tensor.contiguous() for name, tensor in tensors.items()}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    save_file(convert(torch.load(sys.argv[1], map_location="cpu", weights_only=True)), sys.argv[2])
