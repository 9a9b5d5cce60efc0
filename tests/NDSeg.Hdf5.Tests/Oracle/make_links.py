"""A master that has nothing but links into other files, one of which is missing. Run after make_virtual.py."""
import h5py

with h5py.File("links.h5", "w") as f:
    f["first"] = h5py.ExternalLink("raw/frames_0.h5", "/entry/data")
    f["second"] = h5py.ExternalLink("raw/gone.h5", "/entry/data")
