"""TIFF files of kinds that few writers make, and what libtiff (through Pillow) or tifffile reads from them, for TiffOracleTests.

Writes files into the current folder. For every case there is <case>.tif, <case>.bin with the samples in the order of the image
(rows x columns x samples, type in the line), and a line in cases.txt: case, rows, columns, samples, numpy type.
"""
import io
import shutil
import struct
import subprocess
import zlib
import numpy as np
import tifffile
from PIL import Image

cases = open("cases.txt", "w")
rng = np.random.default_rng(11)


def expect(case, image):
    image = np.ascontiguousarray(image)
    image.astype(image.dtype.newbyteorder("<")).tofile(case + ".bin")
    samples = image.shape[2] if image.ndim == 3 else 1
    cases.write(f"{case} {image.shape[0]} {image.shape[1]} {samples} {image.dtype.newbyteorder('<').str}\n")


def write(name, tags, blocks, order="<"):
    """A classic TIFF of one page; tags: {tag: (type, values)}, blocks under 273/279 or, where there is a tile width, 324/325."""
    where = (324, 325) if 322 in tags else (273, 279)
    body = b""
    offsets = []
    for block in blocks:
        offsets.append(8 + len(body))
        body += block + b"\0" * (len(block) % 2)
    tags = dict(tags)
    tags[where[0]] = (4, offsets)
    tags[where[1]] = (4, [len(b) for b in blocks])
    entries, extra = b"", b""
    at = 8 + len(body)
    extra_at = at + 2 + 12 * len(tags) + 4
    for tag, (kind, values) in sorted(tags.items()):
        raw = bytes(values) if kind in (1, 7) else b"".join(struct.pack(order + {3: "H", 4: "I"}[kind], v) for v in values)
        if len(raw) > 4:
            entries += struct.pack(order + "HHII", tag, kind, len(values), extra_at + len(extra))
            extra += raw + b"\0" * (len(raw) % 2)
        else:
            entries += struct.pack(order + "HHI", tag, kind, len(values)) + raw.ljust(4, b"\0")
    with open(name, "wb") as f:
        f.write((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at) + body)
        f.write(struct.pack(order + "H", len(tags)) + entries + b"\0\0\0\0" + extra)


def picture(height, width):
    y, x = np.mgrid[0:height, 0:width]
    noise = rng.normal(0, 6, x.shape)
    return np.stack([np.sin(x / 9) * 90 + 120 + noise, np.cos(y / 7) * 80 + 110, (x * 2 + y) % 256], -1).clip(0, 255).astype("u1")


def jpeg(image, subsampling):
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=80, subsampling=subsampling)
    return buffer.getvalue()


def split(stream):
    """The tables of a JPEG stream as a stream of their own, and the rest without them."""
    tables, rest, at = b"\xff\xd8", b"\xff\xd8", 2
    while True:
        marker, length = stream[at + 1], struct.unpack(">H", stream[at + 2:at + 4])[0]
        if marker == 0xDA:
            return tables + b"\xff\xd9", rest + stream[at:]
        if marker in (0xDB, 0xC4):
            tables += stream[at:at + 2 + length]
        elif marker != 0xE0:
            rest += stream[at:at + 2 + length]
        at += 2 + length


# JPEG with chroma at half the width, half both ways, and in full; strips and tiles; tables in every block or once for all.
for name, subsampling, (h, v) in (("444", 0, (1, 1)), ("422", 1, (2, 1)), ("420", 2, (2, 2))):
    for tiled in (False, True):
        for shared in (False, True):
            image = picture(75, 103)
            if tiled:
                padded = np.pad(image, ((0, 96 - 75), (0, 112 - 103), (0, 0)), mode="edge")
                parts = [padded[r:r + 32, c:c + 16] for r in range(0, 96, 32) for c in range(0, 112, 16)]
                tags = {322: (3, [16]), 323: (3, [32])}
            else:
                parts = [image[r:r + 16] for r in range(0, 75, 16)]
                tags = {278: (3, [16])}
            streams = [jpeg(p, subsampling) for p in parts]
            if shared:
                streams = [split(s) for s in streams]
                tags[347] = (7, streams[0][0])
                streams = [s[1] for s in streams]
            tags.update({256: (3, [103]), 257: (3, [75]), 258: (3, [8, 8, 8]), 259: (3, [7]), 262: (3, [6]), 277: (3, [3]), 284: (3, [1]), 530: (3, [h, v])})
            case = f"jpeg_{name}_{'tiles' if tiled else 'strips'}_{'shared' if shared else 'whole'}"
            write(case + ".tif", tags, streams)
            with Image.open(case + ".tif") as read:
                assert (read.width, read.height) == (103, 75)
                expect(case, np.asarray(read.convert("RGB")))



def pack(rows, bits):
    """Rows of samples as TIFF packs them: highest bit first, every row filled up to a byte."""
    weights = (np.asarray(rows, "u8")[..., None] >> np.arange(bits - 1, -1, -1).astype("u8")) & 1
    return np.packbits(weights.reshape(len(rows), -1).astype("u1"), axis=1).tobytes()


def swap_bits(data):
    return np.packbits(np.unpackbits(np.frombuffer(data, "u1")).reshape(-1, 8)[:, ::-1], axis=1).tobytes()


# 10, 12 and 14 bits, packed: the numbers are the truth. Rows end within a byte; strips and tiles, planes and pixels, both byte orders.
for bits in (10, 12, 14):
    grey = rng.integers(0, 1 << bits, (37, 21))
    colour = rng.integers(0, 1 << bits, (19, 13, 3))
    for order in "<>":
        end = "big" if order == ">" else "little"
        tags = {256: (3, [21]), 257: (3, [37]), 258: (3, [bits]), 259: (3, [1]), 262: (3, [1]), 277: (3, [1]), 278: (3, [8])}
        strips = [pack(grey[r:r + 8], bits) for r in range(0, 37, 8)]
        write(f"bits{bits}_{end}.tif", tags, strips, order)
        expect(f"bits{bits}_{end}", grey.astype("u2"))
        write(f"bits{bits}_{end}_deflate.tif", {**tags, 259: (3, [8])}, [zlib.compress(s) for s in strips], order)
        expect(f"bits{bits}_{end}_deflate", grey.astype("u2"))
        write(f"bits{bits}_{end}_reversed.tif", {**tags, 266: (3, [2])}, [swap_bits(s) for s in strips], order)
        expect(f"bits{bits}_{end}_reversed", grey.astype("u2"))
    tags = {256: (3, [13]), 257: (3, [19]), 258: (3, [bits] * 3), 259: (3, [1]), 262: (3, [2]), 277: (3, [3]), 284: (3, [1]), 278: (3, [19])}
    write(f"bits{bits}_colour.tif", tags, [pack(colour.reshape(19, -1), bits)])
    expect(f"bits{bits}_colour", colour.astype("u2"))
    write(f"bits{bits}_planar.tif", {**tags, 284: (3, [2])}, [pack(colour[..., c], bits) for c in range(3)])
    expect(f"bits{bits}_planar", colour.astype("u2"))
    del tags[278]
    padded = np.pad(colour, ((0, 32 - 19), (0, 16 - 13), (0, 0)))
    write(f"bits{bits}_tiles.tif", {**tags, 322: (3, [16]), 323: (3, [16])}, [pack(padded[r:r + 16].reshape(16, -1), bits) for r in (0, 16)])
    expect(f"bits{bits}_tiles", colour.astype("u2"))

# Horizontal differences of 64-bit floats: of their bits as integers, modulo 2^64. Deflate by hand, both byte orders; and what
# libtiff's tiffcp writes, which tifffile reads back without compression.
real = rng.normal(0, 1e6, (33, 27)).astype("f8")
real[3, 4], real[5, 6], real[7, 8] = np.inf, -0.0, 5e-324
pair = rng.normal(0, 1, (12, 9, 2)).astype("f8")
for order in "<>":
    end = "big" if order == ">" else "little"
    for name, image in (("grey", real), ("pair", pair)):
        bits = image.reshape(image.shape[0], image.shape[1], -1).view("u8")
        difference = bits.copy()
        difference[:, 1:] -= bits[:, :-1]
        samples = bits.shape[2]
        tags = {256: (3, [image.shape[1]]), 257: (3, [image.shape[0]]), 258: (3, [64] * samples), 259: (3, [8]), 262: (3, [1]), 277: (3, [samples]),
                278: (3, [image.shape[0]]), 284: (3, [1]), 317: (3, [2]), 338: (3, [0] * (samples - 1)), 339: (3, [3] * samples)}
        if samples == 1:
            del tags[338]
        write(f"float64_{name}_{end}.tif", tags, [zlib.compress(difference.astype(order + "u8").tobytes())], order)
        expect(f"float64_{name}_{end}", image)

# Zstandard, which Pillow writes through libtiff; under the number that was registered later too.
for name, image in (("grey", picture(40, 50)[..., 0]), ("colour", picture(40, 50))):
    Image.fromarray(image).save(f"zstd_{name}.tif", compression="zstd")
    expect(f"zstd_{name}", image)
    with open(f"zstd_{name}.tif", "rb") as f:
        data = f.read()
    entry = struct.pack("<HHIHH", 259, 3, 1, 50000, 0)
    assert data.count(entry) == 1
    with open(f"zstd_{name}_registered.tif", "wb") as f:
        f.write(data.replace(entry, struct.pack("<HHIHH", 259, 3, 1, 34926, 0)))
    expect(f"zstd_{name}_registered", image)

if shutil.which("tiffcp"):
    words = (picture(45, 61)[..., 0].astype("u2") * 251)
    for name, image in (("u2", words), ("f4", real.astype("f4")), ("f8", real)):
        tifffile.imwrite(f"plain_{name}.tif", image, rowsperstrip=16)
        for option in ("lzw:2", "zip:2", "zstd:2") + (("zip:3", "zstd:3") if name[0] == "f" else ()):
            # libtiff does not read back what it writes with predictor 3 in the other byte order.
            for layout in ([], ["-t", "-w", "32", "-l", "16"], *([["-B"]] if option[-1] == "2" else [])):
                case = f"tiffcp_{name}_{option.replace(':', '')}_{''.join(layout[:1])[1:] or 's'}"
                subprocess.run(["tiffcp", "-c", option, *layout, f"plain_{name}.tif", case + ".tif"], check=True)
                subprocess.run(["tiffcp", "-c", "none", "-s", "-L", case + ".tif", "back.tif"], check=True)
                expect(case, tifffile.imread("back.tif"))
                assert np.array_equal(tifffile.imread("back.tif"), image, equal_nan=True)

cases.close()
