"""Writes the small files beside this script with libraries that know nothing of NDSeg (h5py, Pillow, numpy).

python3 make_fixtures.py
"""
import os
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
