"""Writes the small files beside this script with libraries that know nothing of NDSeg (h5py, Pillow, numpy).

python3 make_fixtures.py

jpeg_420.tif is jpeg_420_strips_shared.tif of ../Oracle/make_tiff.py: chroma at half the width and height, one set of tables.
"""
import ctypes
import os
import struct
import h5py
import numpy as np
from PIL import Image

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def values(shape, modulus=251, dtype="<u2"):
    """Element i of every HDF5 dataset is 7 i mod 251: tests need no second file."""
    return (np.arange(np.prod(shape)) * 7 % modulus).astype(dtype).reshape(shape)


def chunked(file):
    for name, shape, options in [
        ("single", (20, 15), dict(chunks=(20, 15))),
        ("single_gzip", (20, 15), dict(chunks=(20, 15), compression="gzip")),
        ("fixed", (20, 15), dict(chunks=(7, 9))),
        ("fixed_gzip", (20, 15), dict(chunks=(7, 9), compression="gzip", shuffle=True, fletcher32=True)),
        ("fixed_paged", (60, 60), dict(chunks=(1, 2), dtype="u1")),
        ("extensible", (9, 20, 15), dict(chunks=(1, 20, 15), maxshape=(None, 20, 15), compression="gzip")),
        ("extensible_second", (20, 15), dict(chunks=(7, 3), maxshape=(20, None))),
        ("extensible_long", (1500, 2, 2), dict(chunks=(1, 2, 2), maxshape=(None, 2, 2), dtype="u1")),
        ("tree", (20, 15), dict(chunks=(7, 3), maxshape=(None, None))),
        ("tree_gzip", (50, 40), dict(chunks=(3, 3), maxshape=(None, None), compression="gzip")),
        ("lzf", (30, 30), dict(chunks=(16, 16), compression="lzf", shuffle=True)),
        ("deep", (12, 20, 15), dict(chunks=(5, 8, 8), compression="gzip")),
    ]:
        dtype = options.pop("dtype", "<u2")
        file.create_dataset(name, data=values(shape, dtype=dtype), **options)


with h5py.File("chunks_latest.h5", "w", libver="latest") as f:
    chunked(f)
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_chunk((7, 9))
    creation.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    dataset = h5py.h5d.create(f.id, b"implicit", h5py.h5t.STD_I32LE, h5py.h5s.create_simple((20, 15)), creation)
    dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, values((20, 15), dtype="<i4"))

with h5py.File("kinds.h5", "w", libver="latest") as f:
    f["boolean"] = values((4, 5)) > 100
    f["big_endian"] = values((4, 5), dtype=">i2")
    f["long"] = values((4, 5), dtype="<i8")
    f["complex"] = values((4, 5)).astype("c8")
    f["text"] = "hello"
    d = f.create_dataset("filled", (20, 20), chunks=(5, 5), fillvalue=7, dtype="u1")
    d[:5, :5] = 3
    f["type"] = np.dtype("<u2")
    f.create_dataset("committed", data=values((4, 5)), dtype=f["type"])
    f["soft"] = h5py.SoftLink("/committed")
    f["outside"] = h5py.ExternalLink("other.h5", "/x")
    layout = h5py.VirtualLayout((4, 5), "<u2")
    layout[...] = h5py.VirtualSource("other.h5", "x", (4, 5))
    f.create_virtual_dataset("virtual", layout)
    f.create_dataset("scaled", data=values((20, 20)), chunks=(10, 10), scaleoffset=8)
    dense = f.create_group("dense")
    for i in range(40):
        dense.create_group("member_with_a_long_name_%d" % i)
    dense["member_with_a_long_name_31"]["inner"] = values((4, 5))

with h5py.File("old_groups.h5", "w", libver="earliest", userblock_size=512) as f:
    for i in range(40):
        f.create_group("g%d" % i)
    f["g17"].create_dataset("inner", data=values((60, 60)), chunks=(3, 5), compression="gzip")

expected = {}
yy, xx = np.mgrid[0:23, 0:37]
grey = ((yy * 9 + xx * 5) % 256).astype("u1")
smooth = (yy * 4 + xx * 3).astype("u1")
rgb = np.stack([smooth, 255 - smooth, (yy * 10).astype("u1")], -1)
bits = ((yy // 3 + xx // 5) % 2).astype(bool)


def save(name, image, **options):
    image.save(name, **options)
    expected[name] = np.array(Image.open(name))


save("fax4.tif", Image.fromarray(bits), compression="group4")
save("fax3.tif", Image.fromarray(bits), compression="group3")
save("jpeg_grey.tif", Image.fromarray(smooth), compression="jpeg")
save("jpeg_rgb.tif", Image.fromarray(rgb), compression="jpeg")
save("lzw_rgb.tif", Image.fromarray(rgb), compression="tiff_lzw", tiffinfo={317: 2})
save("packbits_16.tif", Image.fromarray(grey.astype("u2") * 200), compression="packbits")
save("grey16.png", Image.fromarray(grey.astype("u2") * 257))
save("grey8.png", Image.fromarray(grey))
save("grey_alpha.png", Image.merge("LA", [Image.fromarray(grey), Image.fromarray(smooth)]))
save("rgb.png", Image.fromarray(rgb))
save("rgba.png", Image.fromarray(np.dstack([rgb, grey])))
save("bilevel.png", Image.fromarray(bits))
palette = Image.fromarray((grey % 11).astype("u1"))
palette = palette.convert("P")
palette.putpalette([i * 20 % 256 for i in range(48)])
palette.putdata(list((grey % 11).flatten()))
save("palette4.png", palette, bits=4)
save("grey.jpg", Image.fromarray(smooth), quality=90)
save("rgb.jpg", Image.fromarray(rgb), quality=90)
save("progressive.jpg", Image.fromarray(rgb), quality=90, progressive=True, dpi=(300, 150))
Image.fromarray(rgb).convert("CMYK").save("cmyk.jpg")
np.savez_compressed("expected.npz", **{k: v.astype("u1") if v.dtype == bool else v for k, v in expected.items()})


def direct(file, name, data, chunk, number, parameters, encode):
    """A dataset whose chunks are compressed here, for filters that the library has no plugin of."""
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_chunk(chunk)
    creation.set_filter(number, h5py.h5z.FLAG_OPTIONAL, parameters)
    dataset = h5py.h5d.create(file.id, name.encode(), h5py.h5t.py_create(data.dtype), h5py.h5s.create_simple(data.shape), creation)
    for y in range(0, data.shape[0], chunk[0]):
        for x in range(0, data.shape[1], chunk[1]):
            whole = np.zeros(chunk, data.dtype)
            part = data[y:y + chunk[0], x:x + chunk[1]]
            whole[:part.shape[0], :part.shape[1]] = part
            dataset.write_direct_chunk((y, x), encode(whole.tobytes()))


def zstd(data):
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_compress.restype = library.ZSTD_compressBound.restype = ctypes.c_size_t
    library.ZSTD_compressBound.argtypes = [ctypes.c_size_t]
    library.ZSTD_compress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    target = ctypes.create_string_buffer(library.ZSTD_compressBound(len(data)))
    count = library.ZSTD_compress(target, len(target), data, len(data), 3)
    return target.raw[:count]


def lz4(data):
    import lz4.block
    return lz4.block.compress(data, store_size=False)


def bitshuffle(data, size, compress):
    """Bitshuffle's own description, with numpy: bit planes of blocks of elements."""
    block = max(8192 // size // 8 * 8, 128)
    count = len(data) // size
    whole = count // 8 * 8
    result = struct.pack(">qi", len(data), block * size) if compress else b""
    for first in range(0, whole, block):
        part = np.frombuffer(data[first * size:min(first + block, whole) * size], "u1").reshape(-1, size)
        bits = np.unpackbits(part, axis=1, bitorder="little")
        planes = np.packbits(bits.T, axis=1, bitorder="little").tobytes()
        packed = compress(planes) if compress else planes
        result += (struct.pack(">i", len(packed)) if compress else b"") + packed
    return result + data[whole * size:]


def filtered(file):
    """The filters of synchrotrons. Chunks that are no whole number of elements, blocks or pages."""
    for dtype in ("u1", "<u2", "<f8"):
        data = values((130, 70), dtype=dtype)
        size = data.dtype.itemsize
        chunk = (63, 67)
        end = "_" + dtype[-2:]
        file.create_dataset("lz4" + end, data=data, chunks=chunk, compression=32004, compression_opts=(1000,))
        for codec, codec_name in enumerate(("blosclz", "lz4", "lz4hc", None, "zlib", "zstd")):
            for shuffle in ((0, 1, 2) if codec < 2 else (2,)):
                if codec_name:
                    options = (0, 0, 0, 0, 5, shuffle, codec)
                    file.create_dataset(f"blosc_{codec_name}_{shuffle}{end}", data=data, chunks=chunk, compression=32001, compression_opts=options)
        direct(file, "zstd" + end, data, chunk, 32015, (3,), zstd)
        direct(file, "bitshuffle" + end, data, chunk, 32008, (0, 4, size, 0, 0), lambda d: bitshuffle(d, size, None))
        direct(file, "bitshuffle_lz4" + end, data, chunk, 32008, (0, 4, size, 0, 2), lambda d: bitshuffle(d, size, lz4))
        direct(file, "bitshuffle_zstd" + end, data, chunk, 32008, (0, 4, size, 0, 3), lambda d: bitshuffle(d, size, zstd))


with h5py.File("filters.h5", "w") as f:
    filtered(f)

# A user block put in front, by the library (which moves the base address) and afterwards (which does not).
with h5py.File("user_block.h5", "w", userblock_size=1024) as f:
    f["d"] = values((20, 15))
for version in ("earliest", "latest"):
    with h5py.File("plain.h5", "w", libver=version) as f:
        f["d"] = values((20, 15))
    with open("plain.h5", "rb") as plain, open(f"user_block_{version}.h5", "wb") as moved:
        moved.write(b"text".ljust(512) + plain.read())
    os.remove("plain.h5")


def ilastik():
    """A pixel classification project: strokes of two images, one of them a volume, as small blocks with their places."""
    import json
    with h5py.File('ilastik.ilp', 'w') as f:
        group = f.create_group('PixelClassification')
        group['LabelNames'] = np.array([b'pore', 'grain \u00e4'.encode()])
        group['LabelColors'] = np.array([[255, 225, 25], [0, 130, 200]], np.int64)
        block = np.zeros((1, 3, 4, 1), np.uint8)
        block[0, 1, 2, 0] = 1
        block[0, 2, 3, 0] = 2
        for name, place in ('block0000', '[2:3,10:13,20:24,0:1]'), ('block0001', '[0:1,0:3,0:4,0:1]'):
            dataset = group.create_dataset(f'LabelSets/labels000/{name}', data=block, compression='gzip')
            dataset.attrs['blockSlice'] = place
            dataset.attrs['axistags'] = json.dumps({'axes': [{'key': key} for key in 'zyxc']})
        dataset = group.create_dataset('LabelSets/labels001/block0000', data=block[0])
        dataset.attrs['blockSlice'] = '[5:8,6:10,0:1]'


ilastik()


def voxels():
    """Voxel sizes as ImageJ's HDF5 plugin and ilastik write them, in both forms of attributes."""
    for version in ('earliest', 'latest'):
        with h5py.File(f'voxels_{version}.h5', 'w', libver=version) as f:
            for name, shape, sizes in (
                ('volume', (4, 5, 6), np.array([2.5, 1, 0.5])),
                ('float', (4, 5, 6), np.array([3, 1, 1], np.float32)),
                ('whole', (4, 5, 6), np.array([3, 2, 1], '>i2')),
                ('channels', (4, 5, 6, 2), np.array([2.5, 1, 0.5])),
                ('every', (2, 4, 5, 6), np.array([0, 2.5, 1, 0.5])),
                ('wrong', (4, 5, 6), np.array([1.0, -1.0, 1.0])),
                ('text', (4, 5, 6), 'one micrometre'),
                ('many', (4, 5, 6), np.ones(100)),
            ):
                f[name] = np.zeros(shape, np.uint8)
                f[name].attrs['element_size_um'] = sizes


voxels()
