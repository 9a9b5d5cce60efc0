"""Virtual datasets of many files of one frame each: 300 small ones, whose elements are the number of the frame, and 150 of a megabyte."""
import h5py
import numpy as np

layout = h5py.VirtualLayout((300, 2, 3), "<u2")
for i in range(300):
    with h5py.File(f"frame_{i}.h5", "w") as f:
        f["data"] = np.full((2, 3), i, "<u2")
    layout[i] = h5py.VirtualSource(f"frame_{i}.h5", "data", (2, 3))
with h5py.File("many.h5", "w", libver="latest") as f:
    f.create_virtual_dataset("stack", layout)

layout = h5py.VirtualLayout((150, 512, 1024), "<u2")
for i in range(150):
    with h5py.File(f"wide_{i}.h5", "w") as f:
        f.create_dataset("data", data=np.full((512, 1024), i, "<u2"), chunks=(512, 1024), compression="gzip")
    layout[i] = h5py.VirtualSource(f"wide_{i}.h5", "data", (512, 1024))
with h5py.File("wide.h5", "w", libver="latest") as f:
    f.create_virtual_dataset("stack", layout)
