"""A virtual dataset of 300 files of one frame each, whose elements are the number of the frame."""
import h5py
import numpy as np

layout = h5py.VirtualLayout((300, 2, 3), "<u2")
for i in range(300):
    with h5py.File(f"frame_{i}.h5", "w") as f:
        f["data"] = np.full((2, 3), i, "<u2")
    layout[i] = h5py.VirtualSource(f"frame_{i}.h5", "data", (2, 3))
with h5py.File("many.h5", "w", libver="latest") as f:
    f.create_virtual_dataset("stack", layout)
