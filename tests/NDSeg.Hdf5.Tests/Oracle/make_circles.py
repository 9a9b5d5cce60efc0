"""Virtual datasets and links that refer to each other in circles, too deep, too often, or to what does not fit."""
import h5py
import numpy as np

U = h5py.h5s.UNLIMITED


def virtual(f, name, sources, shape=(4, 5)):
    layout = h5py.VirtualLayout(shape, "<u2")
    for file, dataset in sources:
        layout[...] = h5py.VirtualSource(file, dataset, shape)
    f.create_virtual_dataset(name, layout)


def mapped(f, name, mappings):
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    for file, dataset in mappings:
        space = h5py.h5s.create_simple((4, 5), (U, 5))
        space.select_hyperslab((0, 0), (U, 1), (1, 1), (1, 5))
        creation.set_virtual(space, file, dataset, space)
    h5py.h5d.create(f.id, name, h5py.h5t.STD_U16LE, h5py.h5s.create_simple((4, 5), (U, 5)), creation)


with h5py.File("circles.h5", "w", libver="latest") as f:
    f["fine"] = np.ones((4, 5), "<u2")
    virtual(f, "self", [(".", "self")])
    for i in range(30):
        virtual(f, f"chain_{i}", [(".", f"chain_{i + 1}" if i < 29 else "fine")])
    mapped(f, b"growing", [(b".", b"growing")])
    f["soft_1"] = h5py.SoftLink("/soft_2")
    f["soft_2"] = h5py.SoftLink("/soft_1")
    f["outside"] = h5py.ExternalLink("circles_other.h5", "/back")
    f["tree"] = h5py.ExternalLink("circles_other.h5", "/")
    f["real"] = np.ones((4, 5), "<f4")
    virtual(f, "converted", [(".", "real")])
    virtual(f, "damaged", [("damaged_source.h5", "data")])
    creation = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    for i in range(20):
        space = h5py.h5s.create_simple((4, 5))
        space.select_all()
        creation.set_virtual(space, b".", b"fine", space)
    h5py.h5d.create(f.id, b"overlapping", h5py.h5t.STD_U16LE, h5py.h5s.create_simple((4, 5)), creation)

with h5py.File("circles_other.h5", "w") as f:
    f["back"] = h5py.ExternalLink("circles.h5", "/outside")
    f["tree"] = h5py.ExternalLink("circles.h5", "/")

with h5py.File("damaged_source.h5", "w") as f:
    f["data"] = np.ones((4, 5), "<u2")
with open("damaged_source.h5", "r+b") as f:
    f.seek(96)
    f.write(b"\0" * 16)
