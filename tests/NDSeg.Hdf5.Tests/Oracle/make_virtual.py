"""Virtual datasets and links as the HDF5 library writes and reads them, for VirtualDatasetTests.

Writes files into the current folder. For every case there is <case>.bin with the elements h5py reads (int64, row-major), and a line
in cases.txt: case, file, dataset, lengths.
"""
import os
import random
import h5py
import numpy as np

cases = open("cases.txt", "w")


def expect(case, file, name):
    with h5py.File(file, "r") as f:
        data = f[name][...]
    data.astype("<i8").tofile(case + ".bin")
    cases.write(f"{case} {file} {name} {','.join(map(str, data.shape))}\n")


def numbers(shape, first=1, dtype="<u2"):
    return (np.arange(np.prod(shape)).reshape(shape) * 7 % 60000 + first).astype(dtype)


os.makedirs("raw", exist_ok=True)
for i in range(5):
    with h5py.File(f"raw/frames_{i}.h5", "w") as f:
        f.create_dataset("entry/data", data=numbers((3, 20, 30), 1000 * i), chunks=(1, 20, 30), compression="gzip", shuffle=True)
        f["flat"] = numbers((20, 30), 500 * i)
        f["other_order"] = numbers((20, 30), 400 * i, ">u2")

# One frame per source, sources in another folder, a missing one in between.
for version in ("earliest", "latest"):
    layout = h5py.VirtualLayout((6, 20, 30), "<u2")
    for i in range(6):
        layout[i] = h5py.VirtualSource("raw/missing.h5" if i == 3 else f"raw/frames_{min(i, 4)}.h5", "flat", (20, 30))
    with h5py.File(f"frames_{version}.h5", "w", libver=version) as f:
        f.create_virtual_dataset("entry/stack", layout, fillvalue=77)
    expect(f"frames_{version}", f"frames_{version}.h5", "entry/stack")

# Whole stacks one behind the other; a source of the other byte order; every second row and column.
layout = h5py.VirtualLayout((15, 20, 30), "<u2")
for i in range(5):
    layout[3 * i:3 * i + 3] = h5py.VirtualSource(f"raw/frames_{i}.h5", "entry/data", (3, 20, 30))
with h5py.File("stacks.h5", "w", libver="latest") as f:
    f.create_virtual_dataset("stack", layout, fillvalue=0)
    layout = h5py.VirtualLayout((40, 60), "<u2")
    layout[::2, 1::2] = h5py.VirtualSource("raw/frames_1.h5", "flat", (20, 30))
    layout[1:40:2, :58:2] = h5py.VirtualSource("raw/frames_2.h5", "other_order", (20, 30))[:, :29]
    f.create_virtual_dataset("woven", layout, fillvalue=9)
    layout = h5py.VirtualLayout((600,), "<u2")
    layout[:] = h5py.VirtualSource("raw/frames_2.h5", "flat", (20, 30))
    f.create_virtual_dataset("unrolled", layout)
    layout = h5py.VirtualLayout((10, 15), "<u2")
    layout[:, :] = h5py.VirtualSource("raw/frames_2.h5", "flat", (20, 30))[::2, 1::2]
    f.create_virtual_dataset("thinned", layout)
    # In the file itself, and a virtual dataset of virtual datasets.
    f["own"] = numbers((4, 5), 3)
    layout = h5py.VirtualLayout((8, 5), "<u2")
    layout[:4] = h5py.VirtualSource(".", "own", (4, 5))
    layout[4:] = h5py.VirtualSource(f["own"])
    f.create_virtual_dataset("twice", layout)
    layout = h5py.VirtualLayout((5, 4), "<u2")
    layout[:, :] = h5py.VirtualSource(".", "thinned", (10, 15))[:5, :4]
    f.create_virtual_dataset("nested", layout)
for name in ("stack", "woven", "unrolled", "thinned", "twice", "nested"):
    expect(f"stacks_{name}", "stacks.h5", name)

# The form of Eiger and Nexus masters: external links, and a virtual dataset over them.
with h5py.File("run_master.h5", "w", libver="latest") as f:
    g = f.create_group("entry/data")
    for i in range(3):
        g[f"data_{i + 1:06d}"] = h5py.ExternalLink(f"raw/frames_{i}.h5", "/entry/data")
    layout = h5py.VirtualLayout((9, 20, 30), "<u2")
    for i in range(3):
        layout[3 * i:3 * i + 3] = h5py.VirtualSource(".", f"/entry/data/data_{i + 1:06d}", (3, 20, 30))
    g.create_virtual_dataset("data", layout)
    f["soft"] = h5py.SoftLink("/entry/data/data_000002")
    f["group"] = h5py.ExternalLink("raw/frames_4.h5", "/entry")
    f["away"] = h5py.ExternalLink("raw/frames_9.h5", "/entry/data")
expect("master_link", "run_master.h5", "entry/data/data_000002")
expect("master_soft", "run_master.h5", "soft")
expect("master_group", "run_master.h5", "group/data")
expect("master_virtual", "run_master.h5", "entry/data/data")


def low_level(file, name, lengths, limits, mappings, fill=5):
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    creation.set_fill_value(np.array(fill, "<u2"))
    for target, source_file, source_name, source in mappings:
        creation.set_virtual(target, source_file.encode(), source_name.encode(), source)
    with h5py.File(file, "a", libver="latest") as f:
        space = h5py.h5s.create_simple(lengths, limits)
        h5py.h5d.create(f.id, name.encode(), h5py.h5t.STD_U16LE, space, creation)


def slab(lengths, limits, start, count, stride=None, block=None):
    space = h5py.h5s.create_simple(lengths, limits)
    space.select_hyperslab(start, count, stride, block)
    return space


U = h5py.h5s.UNLIMITED
# Sources with a number in their names: file by file, and dataset by dataset; blocks apart from each other.
low_level("numbered.h5", "files", (0, 20, 30), (U, 20, 30), [(
    slab((0, 20, 30), (U, 20, 30), (0, 0, 0), (U, 1, 1), (3, 1, 1), (3, 20, 30)), "raw/frames_%b.h5", "entry/data", h5py.h5s.create_simple((3, 20, 30)))])
low_level("numbered.h5", "apart", (0, 20, 30), (U, 20, 30), [(
    slab((0, 20, 30), (U, 20, 30), (1, 0, 0), (U, 1, 1), (4, 1, 1), (3, 20, 30)), "raw/frames_%b.h5", "/entry/data", h5py.h5s.create_simple((3, 20, 30)))])
with h5py.File("numbered.h5", "a", libver="latest") as f:
    for i in range(4):
        f[f"part_{i}%"] = numbers((6, 2), 100 * i)
low_level("numbered.h5", "columns", (6, 0), (6, U), [(
    slab((6, 0), (6, U), (0, 0), (1, U), (1, 2), (6, 2)), ".", "part_%b%%", h5py.h5s.create_simple((6, 2)))])
for name in ("files", "apart", "columns"):
    expect(f"numbered_{name}", "numbered.h5", name)

# A source that grows, interleaved with another; one with a fixed part; missing sources.
with h5py.File("growing.h5", "w", libver="latest") as f:
    f.create_dataset("a", data=numbers((7, 4), 10), maxshape=(None, 4), chunks=(2, 4))
    f.create_dataset("b", data=numbers((5, 4), 900), maxshape=(None, 4), chunks=(2, 4))
low_level("endless.h5", "woven", (0, 4), (U, 4), [
    (slab((0, 4), (U, 4), (0, 0), (U, 1), (2, 1), (1, 4)), "growing.h5", "a", slab((7, 4), (U, 4), (0, 0), (U, 1), (1, 1), (1, 4))),
    (slab((0, 4), (U, 4), (1, 0), (U, 1), (2, 1), (1, 4)), "growing.h5", "b", slab((5, 4), (U, 4), (0, 0), (U, 1), (1, 1), (1, 4)))])
low_level("endless.h5", "offset", (2, 4), (U, 4), [
    (slab((0, 4), (U, 4), (3, 0), (1, 1), (1, 1), (U, 4)), "growing.h5", "a", slab((7, 4), (U, 4), (1, 0), (1, 1), (1, 1), (U, 4))),
    (slab((0, 4), (U, 4), (0, 0), (2, 4), (1, 1), (1, 1)), "growing.h5", "b", slab((5, 4), (U, 4), (1, 0), (2, 4)))])
low_level("endless.h5", "blocks", (0, 4), (U, 4), [
    (slab((0, 4), (U, 4), (1, 0), (U, 1), (5, 1), (2, 4)), "growing.h5", "a", slab((7, 4), (U, 4), (0, 0), (U, 1), (3, 1), (2, 4)))])
for name in ("woven", "offset", "blocks"):
    expect(f"endless_{name}", "endless.h5", name)

# Selections that are no regular hyperslab, written box by box.
target = slab((12, 12), (12, 12), (1, 1), (1, 1), (1, 1), (3, 5))
target.select_hyperslab((2, 4), (1, 1), (1, 1), (6, 5), h5py.h5s.SELECT_OR)
elements = target.get_select_npoints()
with h5py.File("line.h5", "w") as f:
    f["line"] = numbers((elements + 10,), 20)
low_level("irregular.h5", "shape", (12, 12), (12, 12), [(target, "line.h5", "line", slab((elements + 10,), None, (4,), (elements,)))])
source = slab((20, 30), (20, 30), (3, 3), (1, 1), (1, 1), (4, 10))
source.select_hyperslab((5, 8), (1, 1), (1, 1), (4, 10), h5py.h5s.SELECT_OR)
elements = source.get_select_npoints()
low_level("irregular.h5", "source", (elements,), (elements,), [(slab((elements,), None, (0,), (elements,)), "raw/frames_1.h5", "flat", source)])
for name in ("shape", "source"):
    expect(f"irregular_{name}", "irregular.h5", name)

# Tiles at random places of random sources, with strides and blocks; both ways of writing selections.
random.seed(20)
for number in range(40):
    rank = random.choice((1, 2, 3))
    file = f"random_{number}.h5"
    lengths = tuple(random.randint(4, 30) for _ in range(rank))
    mappings = []
    for _ in range(random.randint(1, 6)):
        axes = [[], [], [], []]
        for length in lengths:
            block = random.randint(1, 3)
            stride = block + random.randint(0, 2)
            start = random.randint(0, length - block)
            count = random.randint(1, max(1, (length - start - block) // stride + 1))
            for axis, value in zip(axes, (start, count, stride, block)):
                axis.append(value)
        start, count, stride, block = map(tuple, axes)
        shape = tuple(c * b for c, b in zip(count, block))
        if random.random() < 0.4:
            shape = (1,) + shape
        elif random.random() < 0.3:
            shape = (int(np.prod(shape)),)
        around = tuple(s + random.randint(0, 3) for s in shape)
        name = f"s{len(mappings)}"
        with h5py.File(f"raw/random_{number}.h5", "a") as f:
            chunks = tuple(random.randint(1, a) for a in around) if random.random() < 0.6 else None
            f.create_dataset(name, data=numbers(around, random.randint(0, 5000), random.choice(("<u2", ">u2"))), chunks=chunks)
        offset = tuple(random.randint(0, a - s) for a, s in zip(around, shape))
        mappings.append((slab(lengths, lengths, start, count, stride, block), f"raw/random_{number}.h5", name, slab(around, around, offset, shape)))
    # One mapping over another would make the result depend on the library's order; those that overlap are left out.
    taken = np.zeros(lengths, bool)
    kept = []
    for mapping in mappings:
        mask = np.zeros(lengths, bool)
        space = mapping[0]
        start, stride, count, block = space.get_regular_hyperslab()
        index = np.ix_(*[np.concatenate([np.arange(s + i * d, s + i * d + b) for i in range(c)]) for s, d, c, b in zip(start, stride, count, block)])
        mask[index] = True
        if not (taken & mask).any():
            taken |= mask
            kept.append(mapping)
    low_level(file, "v", lengths, lengths, kept)
    expect(f"random_{number}", file, "v")
cases.close()
