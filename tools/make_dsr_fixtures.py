"""Writes the golden tensors of DsrNetworkTest: DSR's networks in PyTorch, written anew after the published structure.

    pip install torch==2.7.1 safetensors numpy
    python tools/make_dsr_fixtures.py

Prints the number of parameters of each part at the published size. `networks` holds random weights of a small size,
an image [1,3,64,64], and what the networks make of it: features and codes of both levels, both images, and the softmax
of both U-Nets; images at every fourth pixel. Then the loss of the second phase for codes with anomalies, and its
gradients by some parameters.

One thing differs from the published structure: bilinear upsampling has its pixel centres at half pixels, as everywhere
in madenet (`align_corners=False`).

The official residual blocks rectify their input in place, so that the shortcut carries rectified features.
"""

import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

FOLDER = (
    pathlib.Path(__file__).resolve().parent.parent / "madenet-srad/src/test/resources/org/madenet/srad/dsr"
)
STRIDE = 4


class Quantizer(nn.Module):
    def __init__(self, codes, width):
        super().__init__()
        self._embedding = nn.Embedding(codes, width)

    def forward(self, z):
        vectors = z.permute(0, 2, 3, 1).reshape(-1, z.shape[1])
        distances = torch.cdist(vectors.double(), self._embedding.weight.double())
        nearest = self._embedding.weight[distances.argmin(1)]
        quantized = nearest.view(z.shape[0], z.shape[2], z.shape[3], -1).permute(0, 3, 1, 2)
        return z + (quantized - z).detach()


class Residual(nn.Module):
    def __init__(self, hidden, narrow):
        super().__init__()
        self._block = nn.Sequential(
            nn.ReLU(), nn.Conv2d(hidden, narrow, 3, padding=1, bias=False), nn.ReLU(), nn.Conv2d(narrow, hidden, 1, bias=False)
        )

    def forward(self, x):
        return F.relu(x) + self._block(x)


class Stack(nn.Module):
    def __init__(self, hidden, narrow, layers):
        super().__init__()
        self._layers = nn.ModuleList(Residual(hidden, narrow) for _ in range(layers))

    def forward(self, x):
        for layer in self._layers:
            x = layer(x)
        return F.relu(x)


class Encoder(nn.Module):
    """With three convolutions the lower one, with two the upper one; only the last feeds the stack unrectified."""

    def __init__(self, convolutions, hidden, narrow, layers):
        super().__init__()
        for i, convolution in enumerate(convolutions):
            setattr(self, f"_conv_{i + 1}", convolution)
        self.count = len(convolutions)
        self._residual_stack = Stack(hidden, narrow, layers)

    def forward(self, x):
        for i in range(1, self.count + 1):
            x = getattr(self, f"_conv_{i}")(x)
            if i < 3:
                x = F.relu(x)
        return self._residual_stack(x)


class ImageEnd(nn.Module):
    def __init__(self, hidden, narrow, layers):
        super().__init__()
        self._residual_stack = Stack(hidden, narrow, layers)
        self._conv_trans_1 = nn.ConvTranspose2d(hidden, hidden // 2, 4, 2, 1)
        self._conv_trans_2 = nn.ConvTranspose2d(hidden // 2, 3, 4, 2, 1)

    def finish(self, x):
        return self._conv_trans_2(F.relu(self._conv_trans_1(self._residual_stack(x))))


class GeneralDecoder(ImageEnd):
    def __init__(self, inputs, hidden, narrow, layers):
        super().__init__(hidden, narrow, layers)
        self._conv_1 = nn.Conv2d(inputs, hidden, 3, padding=1)

    def forward(self, x):
        return self.finish(self._conv_1(x))


class Latent(nn.Module):
    def __init__(self, hidden, narrow, layers, width, codes):
        super().__init__()
        lower = [nn.Conv2d(3, hidden // 2, 4, 2, 1), nn.Conv2d(hidden // 2, hidden, 4, 2, 1)]
        lower += [nn.Conv2d(hidden, hidden, 3, padding=1)]
        upper = [nn.Conv2d(hidden, hidden, 4, 2, 1), nn.Conv2d(hidden, hidden, 3, padding=1)]
        self._encoder_b = Encoder(lower, hidden, narrow, layers)
        self._encoder_t = Encoder(upper, hidden, narrow, layers)
        self._pre_vq_conv_bot = nn.Conv2d(hidden + width, width, 1)
        self._pre_vq_conv_top = nn.Conv2d(hidden, width, 1)
        self._vq_vae_top = Quantizer(codes, width)
        self._vq_vae_bot = Quantizer(codes, width)
        self._decoder_b = GeneralDecoder(2 * width, hidden, narrow, layers)
        self.upsample_t = nn.ConvTranspose2d(width, width, 4, 2, 1)

    def features(self, image):
        bottom = self._encoder_b(image)
        lo = self._pre_vq_conv_top(self._encoder_t(bottom))
        codes_lo = self._vq_vae_top(lo)
        hi = self._pre_vq_conv_bot(torch.cat((bottom, self.upsample_t(codes_lo)), 1))
        return lo, codes_lo, hi, self._vq_vae_bot(hi)

    def joined(self, codes_lo, codes_hi):
        return torch.cat((self.upsample_t(codes_lo), codes_hi), 1)


def normed(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.InstanceNorm2d(outputs), nn.ReLU()]


def twice(inputs, first, second=None):
    return nn.Sequential(*normed(inputs, first), *normed(first, second or first))


def raised(inputs, outputs):
    return nn.Sequential(nn.Upsample(scale_factor=2, mode="bilinear"), *normed(inputs, outputs))


class Pyramid(nn.Module):
    def __init__(self, inputs, widths):
        super().__init__()
        for i, width in enumerate(widths):
            setattr(self, f"block{i + 1}", twice(inputs if i == 0 else widths[i - 1], width))
        self.count = len(widths)

    def forward(self, x):
        levels = []
        for i in range(self.count):
            x = getattr(self, f"block{i + 1}")(F.max_pool2d(x, 2) if i else x)
            levels.append(x)
        return levels


class Restriction(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.unet = nn.Module()
        self.unet.encoder = Pyramid(width, [width, 2 * width, 4 * width])
        self.unet.decoder = nn.Module()
        self.unet.decoder.up2, self.unet.decoder.db2 = raised(4 * width, 2 * width), twice(2 * width, 2 * width)
        self.unet.decoder.up3, self.unet.decoder.db3 = raised(2 * width, width), twice(width, width)
        self.unet.decoder.fin_out = nn.Sequential(nn.Conv2d(width, width, 3, padding=1))

    def forward(self, x):
        d = self.unet.decoder
        x = d.db2(d.up2(self.unet.encoder(x)[-1]))
        return d.fin_out(d.db3(d.up3(x)))


class Unet(nn.Module):
    def __init__(self, inputs, w):
        super().__init__()
        self.unet = nn.Module()
        self.unet.encoder = Pyramid(inputs, [w, 2 * w, 4 * w, 4 * w])
        d = self.unet.decoder = nn.Module()
        d.up1, d.db1 = raised(4 * w, 4 * w), twice(8 * w, 4 * w)
        d.up2, d.db2 = raised(4 * w, 2 * w), twice(4 * w, 2 * w)
        d.up3, d.db3 = raised(2 * w, w), twice(2 * w, w)
        d.fin_out = nn.Sequential(nn.Conv2d(w, 2, 3, padding=1))

    def forward(self, *images):
        d = self.unet.decoder
        b1, b2, b3, x = self.unet.encoder(torch.cat(images, 1))
        x = d.db1(torch.cat((d.up1(x), b3), 1))
        x = d.db2(torch.cat((d.up2(x), b2), 1))
        x = d.db3(torch.cat((d.up3(x), b1), 1))
        return d.fin_out(x)


class ObjectDecoder(ImageEnd):
    def __init__(self, inputs, hidden, narrow, layers, bottleneck):
        super().__init__(hidden, narrow, layers)
        self.block1 = twice(inputs, inputs, 2 * inputs)
        self.block2 = twice(2 * inputs, 2 * inputs, 4 * inputs)
        self.pre_vq_conv = nn.Conv2d(4 * inputs, bottleneck, 1)
        self.upblock1 = nn.ConvTranspose2d(bottleneck, bottleneck, 4, 2, 1)
        self.upblock2 = nn.ConvTranspose2d(bottleneck, bottleneck, 4, 2, 1)
        self._conv_1 = nn.Conv2d(bottleneck, hidden, 3, padding=1)

    def forward(self, x):
        x = self.block2(F.max_pool2d(self.block1(x), 2))
        x = self.pre_vq_conv(F.max_pool2d(x, 2))
        x = F.relu(self.upblock2(F.relu(self.upblock1(x))))
        return self.finish(self._conv_1(x))


class Dsr(nn.Module):
    def __init__(self, hidden, narrow, layers, width, codes, bottleneck, unet):
        super().__init__()
        self.latent = Latent(hidden, narrow, layers, width, codes)
        self.subspace_hi = Restriction(width)
        self.subspace_lo = Restriction(width)
        self.image_recon = ObjectDecoder(2 * width, hidden, narrow, layers, bottleneck)
        self.detection = Unet(6, unet)
        self.upsampling = Unet(8, unet)

    def restore(self, codes_lo, codes_hi):
        hi, lo = self.subspace_hi(codes_hi), self.subspace_lo(codes_lo)
        back_hi, back_lo = self.latent._vq_vae_bot(hi), self.latent._vq_vae_top(lo)
        return hi, lo, self.image_recon(self.latent.joined(back_lo, back_hi))

    def forward(self, image):
        lo, codes_lo, hi, codes_hi = self.latent.features(image)
        general = self.latent._decoder_b(self.latent.joined(codes_lo, codes_hi))
        restored = self.restore(codes_lo, codes_hi)[2]
        first = self.detection(restored, general).softmax(1)
        second = self.upsampling(restored, general, first).softmax(1)
        found = {"lo": lo, "codesLo": codes_lo, "hi": hi, "codesHi": codes_hi}
        images = {"restored": restored, "general": general, "detection": first, "upsampling": second}
        return found | {k: v[:, :, ::STRIDE, ::STRIDE] for k, v in images.items()}

    def training_loss(self, image, truth_lo, truth_hi, codes_lo, codes_hi, mask):
        general = self.latent._decoder_b(self.latent.joined(codes_lo, codes_hi)).detach()
        hi, lo, restored = self.restore(codes_lo, codes_hi)
        p = self.detection(restored.detach(), general).softmax(1)
        right = torch.where(mask == 1, p[:, 1:], p[:, :1])
        focal = -((1 - right) ** 2 * right.log()).mean()
        loss = F.mse_loss(hi, truth_hi) + F.mse_loss(lo, truth_lo) + 10 * F.mse_loss(restored, image)
        return general, loss + focal


def networks():
    torch.manual_seed(1)
    dsr = Dsr(hidden=6, narrow=4, layers=2, width=4, codes=16, bottleneck=5, unet=2)
    image = torch.rand(1, 3, 16, 16)
    image = F.interpolate(image, scale_factor=4, mode="bilinear").clamp(0, 1)
    with torch.no_grad():
        # Codes near features, so that more than one of them is used.
        for quantizer, index in ((dsr.latent._vq_vae_top, 0), (dsr.latent._vq_vae_bot, 2)):
            z = dsr.latent.features(image)[index].permute(0, 2, 3, 1).reshape(-1, 4)
            chosen = z[torch.linspace(0, len(z) - 1, 16).long()]
            quantizer._embedding.weight.copy_(chosen + 0.1 * z.std() * torch.randn_like(chosen))
        # In double precision: float32 is 1e-4 off at the end.
        found = {k: v.float() for k, v in dsr.double()(image.double()).items()}
        dsr.float()
        codes = {"codesLo": found["codesLo"], "codesHi": found["codesHi"]}
        used = [len(c.permute(0, 2, 3, 1).reshape(-1, 4).unique(dim=0)) for c in codes.values()]
        changed = [c.roll(3, 3) for c in codes.values()]
    mask = torch.zeros(1, 1, 64, 64)
    mask[:, :, 16:40, 8:32] = 1
    general, loss = dsr.training_loss(image, *codes.values(), *changed, mask)
    loss.backward()
    print("codes used", used, "loss", loss.item())
    names = [n for n, p in dsr.named_parameters() if n.split(".")[0] in ("latent", "upsampling")]
    gradients = {n: p.grad for n, p in dsr.named_parameters() if n not in names}
    kept = ["subspace_lo.unet.decoder.fin_out.0.weight", "subspace_hi.unet.encoder.block1.0.weight"]
    kept += ["image_recon._conv_1.bias", "detection.unet.encoder.block4.3.weight"]
    tensors = {"weight/" + n.removeprefix("latent."): p for n, p in dsr.named_parameters()}
    tensors |= {"found/" + k: v for k, v in found.items()}
    tensors |= {"gradient/" + n: gradients[n] for n in kept}
    tensors |= {"image": image, "general": general, "mask": mask, "loss": loss.view(1)}
    tensors |= {"changedLo": changed[0], "changedHi": changed[1]}
    return {k: v.detach().clone().contiguous() for k, v in tensors.items()}


def parameters():
    dsr = Dsr(hidden=128, narrow=64, layers=2, width=128, codes=4096, bottleneck=64, unet=64)
    for name, part in dsr.named_children():
        print(name, sum(p.numel() for p in part.parameters()))


if __name__ == "__main__":
    torch.set_num_threads(1)
    parameters()
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "networks.golden.safetensors"
    save_file(networks(), path, metadata={"made_by": f"torch {torch.__version__}"})
    path.chmod(0o644)
    print(path.stat().st_size, "bytes")
