"""Exports the networks that the benchmark NetworkBenchmark runs in PyTorch and ONNX Runtime.

    python tools/export_peers.py OUT

needs torch, torchvision, timm, onnx and safetensors. For each network OUT gets its weights
(safetensors, random but fixed), TorchScript for inference and for training, ONNX, and an input
with PyTorch's outputs to compare with. About 300 MB; not for the repository.
"""

import sys
from pathlib import Path

import timm
import torch
import torchvision
from safetensors.torch import save_file

SIZE = 256


class ResNet18(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.net = torchvision.models.resnet18()

    def forward(self, x):
        n = self.net
        x = n.maxpool(n.relu(n.bn1(n.conv1(x))))
        return n.layer4(n.layer3(n.layer2(n.layer1(x))))


class HrNet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.net = timm.create_model("hrnet_w32", pretrained=False)

    def forward(self, x):
        n = self.net
        x = n.act2(n.bn2(n.conv2(n.act1(n.bn1(n.conv1(x))))))
        return tuple(n.stages(x))


class Pooled(torch.nn.Module):
    """What both sides train: the means over each map."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        y = self.net(x)
        y = y if isinstance(y, tuple) else (y,)
        return torch.cat([m.mean((2, 3)) for m in y], 1)


def randomise(net):
    generator = torch.Generator().manual_seed(1)
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            for tensor, low in ((module.weight, 0.3), (module.running_var, 0.5)):
                tensor.data = low + torch.rand(tensor.shape, generator=generator) * 0.5
            module.bias.data = torch.randn(module.bias.shape, generator=generator) * 0.1
            module.running_mean = torch.randn(module.bias.shape, generator=generator) * 0.1


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    for name, make in (("resnet18", ResNet18), ("hrnet_w32", HrNet)):
        torch.manual_seed(0)
        net = make()
        randomise(net)
        unused = ("num_batches", "incre_", "downsamp_", "final_layer", "classifier", "fc.")
        state = net.net.state_dict()
        used = {k: v for k, v in state.items() if not any(u in k for u in unused)}
        save_file({k: v.contiguous() for k, v in used.items()}, out / f"{name}.safetensors")
        x = torch.randn(1, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(2))
        net.eval()
        with torch.no_grad():
            y = net(x)
            y = y if isinstance(y, tuple) else (y,)
            tensors = {"input": x} | {f"output{i}": t.contiguous() for i, t in enumerate(y)}
            save_file(tensors, out / f"{name}.check.safetensors")
            torch.jit.freeze(torch.jit.trace(net, x)).save(out / f"{name}.pt")
            names = [f"output{i}" for i in range(len(y))]
            axes = {n: {0: "batch"} for n in ["input"] + names}
            torch.onnx.export(
                net, x, str(out / f"{name}.onnx"), input_names=["input"], output_names=names,
                dynamic_axes=axes, dynamo=False,
            )
        pooled = Pooled(net).train()
        torch.jit.trace(pooled, torch.randn(2, 3, SIZE, SIZE), check_trace=False).save(
            out / f"{name}.train.pt"
        )
        print(name, "written")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(Path(sys.argv[1]))
