"""Makes the image files and golden values that the tests of madenet-data decode and resize.

    python tools/image_fixtures.py madenet-data/src/test/resources/org/madenet/data/image

Expected pixels come from Pillow, expected resizing from PyTorch (versions: see golden.csv).
Alpha is composited on black; colour profiles are not applied, as in
Pillow.
"""

import csv
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import PIL
import torch
from PIL import Image, ImageOps

out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(21)
H, W = 10, 14

yy, xx = np.mgrid[0:H, 0:W]
smooth = np.stack([yy * 20 + 20, xx * 15 + 10, (yy + xx) * 8 + 30], -1).astype(np.uint8)
noise = rng.integers(0, 256, (H, W, 3), dtype=np.uint8)
alpha = rng.integers(0, 256, (H, W), dtype=np.uint8)
alpha[0, :] = 0
alpha[1, :] = 255

rows = []


def golden(name, expected, full=255, tolerance=0):
    """One row: what the file must decode to, and by how many levels a JPEG decoder may differ."""
    e = np.asarray(expected)
    if e.ndim == 2:
        e = e[..., None]
    h, w, c = e.shape
    rows.append([name, h, w, c, full, tolerance, " ".join(str(int(v)) for v in e.reshape(-1))])


def on_black(rgba):
    black = Image.new("RGBA", rgba.size, (0, 0, 0, 255))
    return np.asarray(Image.alpha_composite(black, rgba).convert("RGB"))


def raw_png(name, width, height, depth, color, lines):
    """A PNG that Pillow cannot write (16-bit RGB, packed grey), by hand."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    raw = b"".join(b"\0" + line for line in lines)
    (out / name).write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
    )


def linear_profile():
    """A minimal RGB profile with sRGB's primaries and linear light: applying it would show."""

    def xyz(x, y, z):
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in (x, y, z)))

    text = b"linear\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": xyz(0.9642, 1, 0.8249),
        b"rXYZ": xyz(0.4361, 0.2225, 0.0139),
        b"gXYZ": xyz(0.3851, 0.7169, 0.0971),
        b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        b"rTRC": b"curv" + bytes(8),
        b"gTRC": b"curv" + bytes(8),
        b"bTRC": b"curv" + bytes(8),
    }
    table, data, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        table += tag + struct.pack(">II", at + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    header = bytearray(128)
    header[0:4] = struct.pack(">I", at + len(data))
    header[8:12] = b"\x02\x20\0\0"
    header[12:24] = b"mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = struct.pack(">3i", *(round(v * 65536) for v in (0.9642, 1, 0.8249)))
    return bytes(header) + struct.pack(">I", len(tags)) + table + data


# PNG
Image.fromarray(noise).save(out / "rgb.png")
golden("rgb.png", noise)
Image.fromarray(noise[..., 0]).save(out / "grey.png")
golden("grey.png", noise[..., 0])
rgba = Image.fromarray(np.dstack([noise, alpha]))
rgba.save(out / "rgba.png")
golden("rgba.png", on_black(rgba), tolerance=1)
la = Image.fromarray(np.dstack([noise[..., 0], alpha]))
la.save(out / "grey-alpha.png")
golden("grey-alpha.png", on_black(la.convert("RGBA"))[..., 0], tolerance=1)
palette = Image.fromarray(noise).quantize(16)
palette.save(out / "palette.png")
golden("palette.png", np.asarray(palette.convert("RGB")))
transparent = palette.copy()
transparent.info["transparency"] = 3
transparent.save(out / "palette-transparent.png", transparency=3)
golden("palette-transparent.png", on_black(Image.open(out / "palette-transparent.png").convert("RGBA")))
bits = noise[..., 1] >= 128
Image.fromarray(bits).save(out / "one-bit.png")
golden("one-bit.png", np.repeat((bits * 255)[..., None], 3, -1))
grey16 = rng.integers(0, 65536, (H, W), dtype=np.uint16)
Image.fromarray(grey16).save(out / "grey16.png")
golden("grey16.png", grey16, full=65535)
rgb16 = rng.integers(0, 65536, (H, W, 3), dtype=np.uint16)
raw_png("rgb16.png", W, H, 16, 2, [r.astype(">u2").tobytes() for r in rgb16])
golden("rgb16.png", rgb16, full=65535)
fine = rng.integers(0, 16, (H, W), dtype=np.uint8)
raw_png("grey4.png", W, H, 4, 0, [bytes((r[0::2] << 4 | r[1::2]).tolist()) for r in fine])
golden("grey4.png", np.repeat((fine.astype(int) * 17)[..., None], 3, -1))

# JPEG: decoders may differ by rounding in the inverse transform and in colour conversion
Image.fromarray(smooth).save(out / "rgb.jpg", quality=95, subsampling=0)
golden("rgb.jpg", np.asarray(Image.open(out / "rgb.jpg")), tolerance=3)
Image.fromarray(smooth[..., 0]).save(out / "grey.jpg", quality=95)
golden("grey.jpg", np.asarray(Image.open(out / "grey.jpg")), tolerance=2)
Image.fromarray(smooth).save(out / "progressive.jpg", quality=95, subsampling=0, progressive=True)
golden("progressive.jpg", np.asarray(Image.open(out / "progressive.jpg")), tolerance=3)
cmyk = Image.fromarray(np.dstack([smooth, (255 - smooth[..., 0]) // 2]), "CMYK")
cmyk.save(out / "cmyk.jpg", quality=97, subsampling=0)
golden("cmyk.jpg", np.asarray(Image.open(out / "cmyk.jpg").convert("RGB")), tolerance=4)
for name, options in (("profile.jpg", {"quality": 95, "subsampling": 0}), ("profile.png", {})):
    Image.fromarray(smooth).save(out / name, icc_profile=linear_profile(), **options)
    golden(name, np.asarray(Image.open(out / name)), tolerance=3)
cmyk.save(out / "cmyk-profile.jpg", quality=97, subsampling=0, icc_profile=linear_profile())
golden("cmyk-profile.jpg", np.asarray(Image.open(out / "cmyk-profile.jpg").convert("RGB")), tolerance=4)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = f"exif{orientation}.jpg"
    Image.fromarray(smooth).save(out / name, quality=95, subsampling=0, exif=exif)
    golden(name, np.asarray(ImageOps.exif_transpose(Image.open(out / name))), tolerance=3)

# BMP and TIFF
Image.fromarray(noise).save(out / "rgb.bmp")
golden("rgb.bmp", noise)
Image.fromarray(noise[..., 0]).save(out / "grey.bmp")
golden("grey.bmp", np.repeat(noise[..., :1], 3, -1))
Image.fromarray(noise).save(out / "lzw.tif", compression="tiff_lzw")
golden("lzw.tif", noise)
Image.fromarray(grey16).save(out / "grey16.tif")
golden("grey16.tif", grey16, full=65535)

# What has to be refused
big = Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8))
for name, options in (("truncated.png", {}), ("truncated.jpg", {"quality": 90})):
    big.save(out / name, **options)
    content = (out / name).read_bytes()
    (out / name).write_bytes(content[: len(content) * 6 // 10])
big.save(out / "progressive-truncated.jpg", quality=90, progressive=True)
content = (out / "progressive-truncated.jpg").read_bytes()
(out / "progressive-truncated.jpg").write_bytes(content[: len(content) * 6 // 10])
big.convert("L").save(out / "truncated.bmp")
content = (out / "truncated.bmp").read_bytes()
(out / "truncated.bmp").write_bytes(content[: len(content) * 6 // 10])
Image.fromarray(noise).save(out / "truncated.tif")
content = (out / "truncated.tif").read_bytes()
(out / "truncated.tif").write_bytes(content[: len(content) * 6 // 10])
Image.fromarray(noise.astype(np.float32)[..., 0] / 255).save(out / "float.tif")
cmyk.save(out / "cmyk.tif")
Image.fromarray(noise).save(out / "rgb.gif")
(out / "text.jpg").write_text("This is not a photograph.\n")
raw_png("bomb.png", 60000, 60000, 8, 0, [b"\0" * 8])

with open(out / "golden.csv", "w", newline="") as f:
    f.write(f"# Pillow {PIL.__version__}\n")
    writer = csv.writer(f, lineterminator="\n")
    writer.writerow(["file", "height", "width", "channels", "full", "tolerance", "levels"])
    writer.writerows(rows)

# Resizing: grey pictures of odd sizes, and torch's answers as big-endian float32
source = rng.integers(0, 256, (37, 53), dtype=np.uint8)
Image.fromarray(source).save(out / "resize.png")
x = torch.from_numpy(source.astype(np.float32) / 255)[None, None]
for h, w in ((16, 16), (64, 64), (37, 24), (9, 80)):
    for antialias in (False, True):
        y = torch.nn.functional.interpolate(
            x, (h, w), mode="bilinear", align_corners=False, antialias=antialias
        )
        kind = "antialias" if antialias else "plain"
        y.numpy().astype(">f4").tofile(out / f"resize-{h}x{w}-{kind}.f32")
    m = (torch.from_numpy(source.astype(np.float32)) >= 128).float()[None, None]
    n = torch.nn.functional.interpolate(m, (h, w), mode="nearest-exact")
    n.numpy().astype(np.uint8).tofile(out / f"resize-{h}x{w}-mask.u8")
