"""Arrays of Zarr 2 by zarr-python 2 (Debian's python3-zarr), and of Zarr 3 put together by hand from numcodecs, for ZarrFixtureTests.

python3 make_zarr.py [out.zip]    Below expected/ are the elements of every array, row-major and little-endian: those of Zarr 2 as zarr-python reads
them back, those of Zarr 3 as they went in.
"""
import json
import os
import shutil
import struct
import sys
import tempfile
import zipfile

import numcodecs
import numpy as np
import zarr

TYPES = ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "float32", "float64"]


def value(shape, dtype):
    v = (np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape) * 7 + 3) % 120
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return v % 2 == 1
    if dtype.kind == "i":
        return (v - 60).astype(dtype)
    if dtype.kind == "f":
        return ((v - 60) / 4).astype(dtype)
    return v.astype(dtype)


def v2(root, name, shape, chunks, dtype, **options):
    data = value(shape, dtype)
    array = zarr.open_array(os.path.join(root, name), mode="w", shape=shape, chunks=chunks, dtype=dtype, **options)
    array[...] = data
    expect(root, name, array[...])


def expect(root, name, data):
    path = os.path.join(root, "expected", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(np.ascontiguousarray(data).astype(data.dtype.newbyteorder("<")).tobytes())


def crc32c(data):
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ 0x82F63B78 if n & 1 else n >> 1
        table.append(n)
    crc = 0xFFFFFFFF
    for b in data:
        crc = table[(crc ^ b) & 255] ^ crc >> 8
    return struct.pack("<I", crc ^ 0xFFFFFFFF)


def encode(block, codecs):
    """A block through the codecs of Zarr 3, one after the other."""
    data = block
    for codec in codecs:
        name, c = codec["name"], codec.get("configuration", {})
        if name == "transpose":
            data = np.transpose(data, c["order"])
        elif name == "bytes":
            big = c.get("endian") == "big"
            data = np.ascontiguousarray(data).astype(data.dtype.newbyteorder(">" if big else "<")).tobytes()
        elif name == "gzip":
            data = bytes(numcodecs.GZip(c["level"]).encode(data))
        elif name == "zstd":
            data = bytes(numcodecs.Zstd(c["level"]).encode(data))
        elif name == "blosc":
            shuffle = {"noshuffle": 0, "shuffle": 1, "bitshuffle": 2}[c["shuffle"]]
            # The C library takes the element size from the buffer's type.
            typed = np.frombuffer(data, dtype="V%d" % c["typesize"]) if len(data) % c["typesize"] == 0 else data
            data = bytes(numcodecs.Blosc(cname=c["cname"], clevel=c["clevel"], shuffle=shuffle, blocksize=c["blocksize"]).encode(typed.view("u1" if c["typesize"] == 1 else "u%d" % c["typesize"])))
        elif name == "crc32c":
            data = data + crc32c(data)
        elif name == "sharding_indexed":
            data = shard(data, c)
        else:
            raise ValueError(name)
    return data


def shard(block, c):
    inner = c["chunk_shape"]
    counts = [s // i for s, i in zip(block.shape, inner)]
    index = np.full(counts + [2], 2**64 - 1, dtype="<u8")
    parts = []
    first = c.get("index_location", "end") == "start"
    size = index.nbytes + (4 if any(x["name"] == "crc32c" for x in c["index_codecs"]) else 0)
    at = size if first else 0
    for n, place in enumerate(np.ndindex(*counts)):
        part = block[tuple(slice(p * i, (p + 1) * i) for p, i in zip(place, inner))]
        if n % 5 == 4:
            part[...] = 0  # never written: the fill value
            continue
        data = encode(part, c["codecs"])
        index[place] = (at, len(data))
        at += len(data)
        parts.append(data)
    head = encode(index, c["index_codecs"])
    assert len(head) == size
    return head + b"".join(parts) if first else b"".join(parts) + head


def v3(root, name, shape, chunks, dtype, codecs, separator="/", encoding="default", fill=0, skip=None, names=None, data=None):
    data = value(shape, dtype) if data is None else data
    folder = os.path.join(root, name)
    os.makedirs(folder)
    meta = {
        "zarr_format": 3, "node_type": "array", "shape": list(shape), "data_type": dtype,
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunks)}},
        "chunk_key_encoding": {"name": encoding, "configuration": {"separator": separator}},
        "fill_value": fill, "codecs": codecs, "attributes": {},
    }
    if names:
        meta["dimension_names"] = names
    with open(os.path.join(folder, "zarr.json"), "w") as f:
        json.dump(meta, f)
    padded = np.zeros([-(-s // c) * c for s, c in zip(shape, chunks)], dtype=data.dtype)
    padded[tuple(slice(0, s) for s in shape)] = data
    for n, place in enumerate(np.ndindex(*[p // c for p, c in zip(padded.shape, chunks)])):
        block = padded[tuple(slice(p * c, (p + 1) * c) for p, c in zip(place, chunks))]
        if n == skip:
            block[...] = fill
            continue
        numbers = separator.join(str(p) for p in place)
        key = numbers if encoding == "v2" else "c" + separator + numbers
        path = os.path.join(folder, *key.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(encode(block, codecs))
    expect(root, name, padded[tuple(slice(0, s) for s in shape)])


LITTLE = {"name": "bytes", "configuration": {"endian": "little"}}
BIG = {"name": "bytes", "configuration": {"endian": "big"}}
CRC = {"name": "crc32c"}


def blosc(cname, shuffle, typesize):
    return {"name": "blosc", "configuration": {"cname": cname, "clevel": 5, "shuffle": shuffle, "typesize": typesize, "blocksize": 0}}


def sharded(inner, codecs, location="end", index=(LITTLE, CRC)):
    return {"name": "sharding_indexed", "configuration": {"chunk_shape": inner, "codecs": codecs, "index_codecs": list(index), "index_location": location}}


def arrays(root):
    for dtype in TYPES:
        v2(root, "v2/types/" + dtype, (9, 11), (4, 5), dtype, compressor=numcodecs.Zlib(3))
        v3(root, "v3/types/" + dtype, (9, 11), (4, 5), dtype, [LITTLE, {"name": "gzip", "configuration": {"level": 3}}])
    for name, codec in [("none", None), ("zlib", numcodecs.Zlib()), ("gzip", numcodecs.GZip()), ("zstd", numcodecs.Zstd()), ("lz4", numcodecs.LZ4())]:
        v2(root, "v2/codecs/" + name, (70, 90), (32, 50), "<u2", compressor=codec)
    for cname in ["blosclz", "lz4", "lz4hc", "zstd", "zlib"]:
        for shuffle, word in [(0, "no"), (1, "byte"), (2, "bit")]:
            v2(root, f"v2/blosc/{cname}-{word}", (70, 90), (32, 50), "<i4", compressor=numcodecs.Blosc(cname=cname, clevel=5, shuffle=shuffle))
    v2(root, "v2/fortran", (6, 9, 11), (2, 4, 5), "<u2", order="F", compressor=numcodecs.Zstd())
    v2(root, "v2/big", (9, 11), (4, 5), ">f4", compressor=None)
    v2(root, "v2/nested", (6, 9, 11), (2, 4, 5), "<u2", dimension_separator="/")
    v2(root, "v2/filtered", (9, 11), (4, 5), "<u2", filters=[numcodecs.Shuffle(2)], compressor=numcodecs.Zlib())
    missing = zarr.open_array(os.path.join(root, "v2/missing"), mode="w", shape=(9, 11), chunks=(4, 5), dtype="<f4", fill_value=float("nan"))
    missing[0:4, 0:5] = 1
    expect(root, "v2/missing", missing[...])

    zstd = {"name": "zstd", "configuration": {"level": 3, "checksum": False}}
    v3(root, "v3/zstd", (6, 9, 11), (2, 4, 5), "uint16", [LITTLE, zstd])
    v3(root, "v3/crc", (9, 11), (4, 5), "float32", [LITTLE, CRC])
    v3(root, "v3/gzipcrc", (9, 11), (4, 5), "float32", [LITTLE, {"name": "gzip", "configuration": {"level": 1}}, CRC])
    v3(root, "v3/big", (9, 11), (4, 5), "int32", [BIG])
    v3(root, "v3/transposed", (6, 9, 11), (2, 4, 5), "int16", [{"name": "transpose", "configuration": {"order": [2, 0, 1]}}, LITTLE, zstd])
    v3(root, "v3/dots", (9, 11), (4, 5), "uint8", [LITTLE], separator=".")
    v3(root, "v3/oldkeys", (9, 11), (4, 5), "uint8", [LITTLE], encoding="v2", separator=".")
    v3(root, "v3/named", (6, 3, 9, 11), (1, 3, 9, 11), "uint8", [LITTLE, zstd], names=["z", "c", "y", "x"])
    v3(root, "v3/missing", (9, 11), (4, 5), "int16", [BIG], fill=-7, skip=4)
    for cname in ["lz4", "lz4hc", "zstd", "zlib", "blosclz"]:
        for shuffle in ["noshuffle", "shuffle", "bitshuffle"]:
            v3(root, f"v3/blosc/{cname}-{shuffle}", (70, 90), (32, 50), "uint16", [LITTLE, blosc(cname, shuffle, 2)])
    v3(root, "v3/sharded/end", (6, 17, 22), (2, 8, 12), "uint16", [sharded([1, 4, 6], [LITTLE, zstd])])
    v3(root, "v3/sharded/start", (6, 17, 22), (2, 8, 12), "uint16", [sharded([1, 4, 6], [LITTLE, blosc("lz4", "shuffle", 2)], "start")])
    v3(root, "v3/sharded/bare", (6, 17, 22), (2, 8, 12), "uint16", [sharded([1, 4, 6], [BIG, CRC], "end", (LITTLE,))])
    v3(root, "v3/sharded/nested", (6, 16, 24), (2, 8, 12), "uint16", [sharded([2, 4, 6], [sharded([1, 2, 3], [LITTLE, zstd])])])
    v3(root, "v3/sharded/transposed", (6, 16, 24), (2, 8, 12), "int32", [{"name": "transpose", "configuration": {"order": [1, 2, 0]}}, sharded([4, 6, 1], [LITTLE, zstd])])
    v3(root, "v3/sharded/checked", (6, 16, 24), (2, 8, 12), "int32", [sharded([1, 4, 6], [LITTLE]), CRC])


def ome(root):
    """An image of time, channels, depth, rows and columns with labels, in both versions of OME-Zarr."""
    axes = [{"name": "t", "type": "time"}, {"name": "c", "type": "channel"}] + [{"name": a, "type": "space", "unit": "micrometer"} for a in "zyx"]
    levels = [{"path": str(k), "coordinateTransformations": [{"type": "scale", "scale": [1, 1, 2.0, 0.5 * 2**k, 0.25 * 2**k]}]} for k in range(2)]
    labels = [{"path": "0", "coordinateTransformations": [{"type": "scale", "scale": [2.0, 0.5, 0.25]}]}]
    multiscales = [{"version": "0.4", "axes": axes, "datasets": levels, "name": "image"}]
    label_scales = [{"version": "0.4", "axes": axes[2:], "datasets": labels, "name": "cells"}]
    image_label = {"version": "0.4", "colors": [{"label-value": 5, "rgba": [255, 0, 0, 255]}, {"label-value": 9, "rgba": [0, 128, 255, 255]}],
                   "properties": [{"label-value": 5, "name": "nucleus"}, {"label-value": 9, "name": "membrane"}], "source": {"image": "../../"}}
    strokes = np.where(value((3, 8, 10), "int64") % 3 == 0, 5, np.where(value((3, 8, 10), "int64") % 5 == 0, 9, 0))

    old = zarr.open_group(os.path.join(root, "ome04.zarr"), mode="w")
    old.attrs["multiscales"] = multiscales
    for k, shape in enumerate([(2, 2, 3, 8, 10), (2, 2, 3, 4, 5)]):
        old.create_dataset(str(k), data=value(shape, "uint16"), chunks=(1, 1, 2, 4, 5), dimension_separator="/")
    group = old.create_group("labels")
    group.attrs["labels"] = ["cells"]
    cells = group.create_group("cells")
    cells.attrs["multiscales"] = label_scales
    cells.attrs["image-label"] = image_label
    cells.create_dataset("0", data=strokes.astype("int64"), chunks=(1, 8, 10), dimension_separator="/")

    def write(name, attributes):
        os.makedirs(os.path.join(root, name), exist_ok=True)
        with open(os.path.join(root, name, "zarr.json"), "w") as f:
            json.dump({"zarr_format": 3, "node_type": "group", "attributes": attributes}, f)

    zstd = {"name": "zstd", "configuration": {"level": 3, "checksum": False}}
    write("ome05.zarr", {"ome": {"version": "0.5", "multiscales": [{k: v for k, v in multiscales[0].items() if k != "version"}]}})
    for k, shape in enumerate([(2, 2, 3, 8, 10), (2, 2, 3, 4, 5)]):
        v3(root, f"ome05.zarr/{k}", shape, (1, 1, 2, 4, 5), "uint16", [LITTLE, zstd])
    write("ome05.zarr/labels", {"ome": {"version": "0.5", "labels": ["cells"]}})
    write("ome05.zarr/labels/cells", {"ome": {"version": "0.5", "multiscales": [{k: v for k, v in label_scales[0].items() if k != "version"}], "image-label": image_label}})
    v3(root, "ome05.zarr/labels/cells/0", (3, 8, 10), (1, 8, 10), "int64", [LITTLE, zstd], data=strokes.astype("int64"))


if __name__ == "__main__":
    target = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "zarr.zip")
    with tempfile.TemporaryDirectory() as root:
        arrays(root)
        ome(root)
        if os.path.exists(target):
            os.remove(target)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as z:
            for folder, _, files in sorted(os.walk(root)):
                for name in sorted(files):
                    path = os.path.join(folder, name)
                    entry = zipfile.ZipInfo(os.path.relpath(path, root), (2026, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    with open(path, "rb") as f:
                        z.writestr(entry, f.read())
