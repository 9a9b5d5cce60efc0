#!/usr/bin/python3
"""The Python peer of the benchmark: the same job with scipy, scikit-image, scikit-learn and xgboost.

Runs as a small server, so that its steps can be timed in turn with NDSeg's, run by run, on the same machine:
it reads one command per line, does the work, and answers with one JSON object per line.

  load IMAGE.npy LABELS.npy   8-bit image and label map (0 = unlabelled, 1..K)
  features                    the 58 maps as an H x W x 58 float32 array
  forest_fit | forest_apply | forest_apply_all_cores
  xgboost_fit | xgboost_apply | xgboost_inplace
  noise SEED                  replaces the image by uniform noise and computes its maps, untimed
  big_fit LABELS.npy          500 trees of depth 8 on the labelled pixels, untimed
  big_apply | big_apply_all_cores
  extended_features           the 121 maps of the extended preset as an H x W x 121 float32 array
  mixed_fit                   50 extra trees of depth 16 and 50 forest trees of depth 12 on the strokes and the 121 maps
  mixed_apply | mixed_apply_all_cores   the class with the greatest mean of their probabilities
  deep_fit LABELS.npy         the same two forests on the labelled pixels, untimed
  deep_apply | deep_apply_all_cores
  volume_load VOLUME.npy LABELS.npy DEPTH   8-bit volume and strokes, slices one below the other
  volume_maps                 the 43 maps of a volume in three dimensions as a voxels x 43 float32 array
  volume_fit                  100 trees of depth 8 on the strokes, untimed
  volume_apply | volume_apply_all_cores
  volume_save NAME OUT.npy    writes the last labels of a step on the volume
  save NAME OUT.npy           writes the last labels of a step
  info                        versions, threads, peak memory

Needs (Debian): python3-scipy python3-skimage python3-sklearn python3-xgboost
"""
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy
import skimage
import sklearn
import xgboost
from scipy import ndimage
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.utils.class_weight import compute_sample_weight

SCALES = (1, 2, 4, 8, 16)
CORES = len(os.sched_getaffinity(0))


def blur(grey, scale):
    deviation = 0.4 * scale
    reach = int(2 * deviation + 1.5)
    # scipy takes the half-width as int(truncate * deviation + 0.5)
    return ndimage.gaussian_filter(grey, deviation, mode="nearest", truncate=(reach + 0.25) / deviation)


def slopes(grey):
    down, right = np.gradient(grey)
    hyy, hyx = np.gradient(down)
    hxx = np.gradient(right, axis=1)
    trace = hyy + hxx
    spread = np.sqrt(4 * hyx * hyx + (hyy - hxx) ** 2)
    return [
        np.sqrt(down * down + right * right),
        (trace + spread) / 2,
        (trace - spread) / 2,
        np.sqrt(hyy * hyy + hyx * hyx + hxx * hxx),
        trace,
        hyy * hxx - hyx * hyx,
    ]


def bars(size=15):
    upright = np.zeros((size, size))
    upright[:, size // 2] = 1
    return [np.rint(ndimage.rotate(upright, angle, reshape=False)) for angle in range(0, 180, 6)]


def stack(image, membranes=True):
    grey = image.astype(np.float32) / np.float32(255)
    with ThreadPoolExecutor(CORES) as pool:
        blurs = list(pool.map(lambda s: blur(grey, s), SCALES))
        derived = list(pool.map(slopes, [grey, *blurs]))
        if membranes:
            projections = np.stack(list(pool.map(lambda k: ndimage.correlate(grey, k), bars())))
    maps = [grey, *derived[0]]
    for smooth, derivatives in zip(blurs, derived[1:]):
        maps += [smooth, *derivatives]
    for large in range(len(SCALES)):
        maps += [blurs[small] - blurs[large] for small in range(large)]
    if membranes:
        maps += [
            projections.mean(0),
            projections.max(0),
            projections.min(0),
            projections.sum(0),
            projections.std(0),
            np.median(projections, axis=0),
        ]
    return np.stack(maps, axis=-1).astype(np.float32, copy=False)


def block(scale):
    """Edge of the blocks that a scale works on."""
    return next(edge for limit, edge in ((6, 1), (12, 2), (28, 4), (np.inf, 8)) if scale < limit)


def shrink(grey, edge):
    if edge == 1:
        return grey
    padded = np.pad(grey, [(0, -length % edge) for length in grey.shape], mode="edge")
    rows, columns = (length // edge for length in padded.shape)
    return padded.reshape(rows, edge, columns, edge).mean(axis=(1, 3))


def grow(blocks, edge, shape):
    """Bilinear interpolation between the centres of blocks."""
    if edge == 1:
        return blocks
    result = blocks
    for axis, length in enumerate(shape):
        at = ((np.arange(length) + 0.5) / edge - 0.5).clip(0, blocks.shape[axis] - 1)
        low = np.floor(at).astype(int)
        share = (at - low).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
        high = np.minimum(low + 1, blocks.shape[axis] - 1)
        result = result.take(low, axis) * (1 - share) + result.take(high, axis) * share
    return result


def smooth(grey, deviation):
    return ndimage.gaussian_filter(grey, deviation, mode="nearest", truncate=int(3 * deviation + 0.5) / deviation)


def oriented(grey, scale):
    edge = block(scale)
    unit = scale / edge
    down, right = np.gradient(smooth(shrink(grey, edge), unit))
    dyy, dxy = np.gradient(down)
    dxx = np.gradient(right, axis=1)
    return [grow(m, edge, grey.shape) for m in (unit * right, unit * down, unit**2 * dxx, unit**2 * dyy, unit**2 * dxy)]


def structure(grey, scale):
    inner = max(0.7, scale / 2) if scale <= 4 else scale / 4
    fine, coarse = block(inner), block(scale)
    down, right = np.gradient(smooth(shrink(grey, fine), inner / fine))
    xx, yy, xy = (smooth(shrink(p, coarse // fine), scale / coarse) for p in (right * right, down * down, right * down))
    root = np.sqrt(4 * xy * xy + (xx - yy) ** 2)
    total = xx + yy
    maps = (inner * np.sqrt((total + root) / 2), inner * np.sqrt(np.maximum((total - root) / 2, 0)), root / (total + 1e-6))
    return [grow(m, coarse, grey.shape) for m in maps]


def tophats(grey, radius):
    edge = 1 if radius <= 4 else 2 if radius <= 8 else 4
    blocks, window = shrink(smooth(grey, 0.7), edge), 2 * (radius // edge) + 1
    opened = ndimage.maximum_filter(ndimage.minimum_filter(blocks, window, mode="nearest"), window, mode="nearest")
    closed = ndimage.minimum_filter(ndimage.maximum_filter(blocks, window, mode="nearest"), window, mode="nearest")
    return [grow(blocks - opened, edge, grey.shape), grow(closed - blocks, edge, grey.shape)]


def deviation(grey, scale):
    edge = block(scale)
    mean = smooth(shrink(grey, edge), scale / edge)
    square = smooth(shrink(grey * grey, edge), scale / edge)
    return [grow(np.sqrt(np.maximum(square - mean * mean, 0)), edge, grey.shape)]


def extended_stack(image):
    grey = image.astype(np.float32) / np.float32(255)
    work = [(oriented, s) for s in (1, 2, 4, 8, 16, 32, 64)]
    work += [(structure, s) for s in (1, 2, 4, 8, 16, 32)]
    work += [(tophats, r) for r in (2, 4, 8, 16, 32)]
    work += [(deviation, s) for s in (2, 4, 8, 16, 32, 64)]
    with ThreadPoolExecutor(CORES) as pool:
        families = list(pool.map(lambda step: step[0](grey, step[1]), work))
    added = np.stack([m for family in families for m in family], axis=-1).astype(np.float32, copy=False)
    return np.concatenate([stack(image, membranes=False), added], axis=-1)


def volume_blur(grey, deviation):
    return ndimage.gaussian_filter(grey, deviation, mode="nearest", truncate=int(3 * deviation + 0.5) / deviation)


def principal(tensor):
    """Eigenvalues of symmetric 3 x 3 tensors, entries zz, zy, zx, yy, yx, xx; the largest first."""
    zz, zy, zx, yy, yx, xx = tensor
    matrix = np.empty(zz.shape + (3, 3), zz.dtype)
    for (i, j), entry in zip(((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)), (zz, zy, zx, yy, yx, xx)):
        matrix[..., i, j] = matrix[..., j, i] = entry
    return np.moveaxis(np.linalg.eigvalsh(matrix)[..., ::-1], -1, 0)


def volume_scale(grey, scale):
    """The nine maps of one scale; float64 as scipy and numpy compute them, slab by slab where numpy needs nine times the memory."""
    smooth = volume_blur(grey, scale)
    slope = np.gradient(smooth)
    second = [np.gradient(slope[i], axis=j) for i in range(3) for j in range(i, 3)]
    maps = [smooth, np.sqrt(slope[0] ** 2 + slope[1] ** 2 + slope[2] ** 2), second[0] + second[3] + second[5]]
    hessian = np.concatenate([principal([m[z:z + 32] for m in second]) for z in range(0, len(grey), 32)], axis=1)
    del second
    tensor = [volume_blur(slope[i] * slope[j], scale / 2) for i in range(3) for j in range(i, 3)]
    structure = np.concatenate([principal([m[z:z + 32] for m in tensor]) for z in range(0, len(grey), 32)], axis=1)
    return [m.astype(np.float32) for m in (*maps, *hessian, *structure)], smooth


def volume_stack(volume, scales=(1, 2, 4, 8)):
    grey = volume / 255
    with ThreadPoolExecutor(CORES) as pool:
        made = list(pool.map(lambda s: volume_scale(grey, s), scales))
    flat = np.empty(volume.shape + (1 + 9 * len(scales) + len(scales) * (len(scales) - 1) // 2,), np.float32)
    flat[..., 0] = grey
    for i, (maps, _) in enumerate(made):
        for k, one in enumerate(maps):
            flat[..., 1 + 9 * i + k] = one
    at = 1 + 9 * len(scales)
    for i, (_, wide) in enumerate(made):
        for _, small in made[:i]:
            flat[..., at] = small - wide
            at += 1
    return flat.reshape(-1, flat.shape[-1])


class TwoForests:
    """Extra trees and a forest; the class with the greatest mean probability wins."""

    def __init__(self):
        self.members = [
            ExtraTreesClassifier(50, max_depth=16, class_weight="balanced", random_state=42),
            RandomForestClassifier(50, max_depth=12, class_weight="balanced", random_state=42),
        ]

    def fit(self, values, targets):
        for member in self.members:
            member.fit(values, targets)

    def predict(self, values, cores):
        for member in self.members:
            member.n_jobs = cores
        return sum(member.predict_proba(values) for member in self.members).argmax(1)


class Peer:
    def __init__(self):
        self.labels = {}

    def load(self, image, labels):
        self.image, self.strokes = np.load(image), np.load(labels)

    def features(self):
        self.maps = stack(self.image)
        self.flat = self.maps.reshape(-1, self.maps.shape[-1])

    def table(self):
        chosen = self.strokes.ravel() != 0
        return self.flat[chosen], self.strokes.ravel()[chosen] - 1

    def forest_fit(self):
        self.forest = RandomForestClassifier(max_depth=8, class_weight="balanced", random_state=42)
        self.forest.fit(*self.table())

    def forest_apply(self):
        self.forest.n_jobs = None
        return self.forest.predict(self.flat)

    def forest_apply_all_cores(self):
        self.forest.n_jobs = -1
        return self.forest.predict(self.flat)

    def xgboost_fit(self):
        values, targets = self.table()
        self.boost = xgboost.XGBClassifier(max_depth=8, n_jobs=CORES)
        self.boost.fit(values, targets, sample_weight=compute_sample_weight("balanced", targets))

    def xgboost_apply(self):
        # Wrapping the array in a DMatrix is what a user of predict on a booster does, and what older versions did.
        return self.boost.get_booster().predict(xgboost.DMatrix(self.flat)).argmax(1)

    def xgboost_inplace(self):
        return self.boost.predict(self.flat)

    def noise(self, seed):
        self.image = np.random.default_rng(int(seed)).integers(0, 256, self.image.shape, dtype=np.uint8)
        self.features()

    def big_fit(self, labels):
        strokes = np.load(labels).ravel()
        chosen = strokes != 0
        self.big = RandomForestClassifier(500, max_depth=8, class_weight="balanced", random_state=42, n_jobs=-1)
        self.big.fit(self.flat[chosen], strokes[chosen] - 1)

    def big_apply(self):
        self.big.n_jobs = None
        return self.big.predict(self.flat)

    def big_apply_all_cores(self):
        self.big.n_jobs = -1
        return self.big.predict(self.flat)

    def extended_features(self):
        self.maps = self.flat = self.wide = None  # the older stack goes before the new one comes
        self.wide = extended_stack(self.image)
        self.wide = self.wide.reshape(-1, self.wide.shape[-1])

    def mixed_fit(self):
        chosen = self.strokes.ravel() != 0
        self.mixed = TwoForests()
        self.mixed.fit(self.wide[chosen], self.strokes.ravel()[chosen] - 1)

    def mixed_apply(self):
        return self.mixed.predict(self.wide, None)

    def mixed_apply_all_cores(self):
        return self.mixed.predict(self.wide, -1)

    def deep_fit(self, labels):
        strokes = np.load(labels).ravel()
        chosen = strokes != 0
        self.deep = TwoForests()
        self.deep.fit(self.wide[chosen], strokes[chosen] - 1)

    def deep_apply(self):
        return self.deep.predict(self.wide, None)

    def deep_apply_all_cores(self):
        return self.deep.predict(self.wide, -1)

    def volume_load(self, volume, strokes, depth):
        self.volume, self.voxel_strokes = (np.load(p).reshape(int(depth), -1, np.load(p, mmap_mode="r").shape[1]) for p in (volume, strokes))

    def volume_maps(self):
        self.maps = self.flat = self.wide = self.voxels = None
        self.voxels = volume_stack(self.volume)

    def volume_fit(self):
        chosen = self.voxel_strokes.ravel() != 0
        self.solid = RandomForestClassifier(max_depth=8, class_weight="balanced", random_state=42)
        self.solid.fit(self.voxels[chosen], self.voxel_strokes.ravel()[chosen] - 1)

    def volume_apply(self, cores=None):
        # Part by part: the probabilities of all trees at once would not fit beside the maps.
        self.solid.n_jobs = cores
        step = 1 << 20
        return np.concatenate([self.solid.predict(self.voxels[i:i + step]) for i in range(0, len(self.voxels), step)])

    def volume_apply_all_cores(self):
        return self.volume_apply(-1)

    def volume_save(self, name, path):
        np.save(path, (self.labels[name] + 1).astype(np.uint8).reshape(-1, self.volume.shape[-1]))

    def save(self, name, path):
        np.save(path, (self.labels[name] + 1).astype(np.uint8).reshape(self.image.shape))

    def info(self):
        return {
            "python": sys.version.split()[0],
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "skimage": skimage.__version__,
            "sklearn": sklearn.__version__,
            "xgboost": xgboost.__version__,
            "threads": CORES,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }


def main():
    peer = Peer()
    for line in sys.stdin:
        name, *arguments = line.rstrip("\n").split("\t")
        try:
            start = time.perf_counter()
            result = getattr(peer, name)(*arguments)
            answer = {"seconds": time.perf_counter() - start}
            if isinstance(result, dict):
                answer.update(result)
            elif result is not None:
                peer.labels[name] = result
        except Exception as error:  # the parent decides what a failed step means
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
