"""A real CT projected by the simulator: whether vertebrae fall where the geometry says, and how fast.

Run ``python benchmarks/simulate_ct.py [--pitch MM]``. The CT and its labels of vertebral bodies (Apache-2.0) come from
the folder of real films: MEASURE_FILMS, else ``../shared/films`` beside the checkout. Each body's label is projected
with a known tube and detector; the centroid of its shadow is compared with the projection of its centroid in space, and
the height and width of its shadow with those of its projected voxels. Then the CT itself is exposed as a lateral film,
as soft tissue and cortical bone. Nothing is written.
"""

import argparse
import gzip
import os
import struct
import time
from pathlib import Path

import numpy as np
from skimage.measure import label as components

from measure.simulate.exposure import Technique, expose, metered
from measure.simulate.matter import attenuation
from measure.simulate.rays import Beam, Field, aimed, field_lengths
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame

FILMS = Path(os.environ.get("MEASURE_FILMS", Path(__file__).resolve().parents[1] / ".." / "shared" / "films"))
TYPES = {2: "u1", 4: "<i2", 8: "<i4", 16: "<f4", 64: "<f8", 512: "<u2"}
BODY = 1  # label of the bodies; discs are 2
BODY_VOXELS = 100  # a smaller piece is a crumb of the segmentation
CT_KEV = 70.0  # effective energy of a CT at 120 kV


def read(path: Path) -> Field:
    """Volume of a NIfTI file whose axes run along the patient's, as a field in LPS."""
    data = gzip.decompress(path.read_bytes())
    shape = struct.unpack_from("<3h", data, 42)
    (code,) = struct.unpack_from("<h", data, 70)
    start, slope, offset = struct.unpack_from("<3f", data, 108)
    affine = np.array(struct.unpack_from("<12f", data, 280)).reshape(3, 4)
    spacing = np.diag(affine[:, :3])
    assert np.allclose(affine[:, :3], np.diag(spacing)), "expected a volume along the patient's axes"
    values = np.frombuffer(data, TYPES[code], np.prod(shape), int(start)).reshape(shape, order="F")
    values = values.astype(np.float32) * np.float32(slope or 1) + np.float32(offset)
    origin = affine[:, 3].copy()
    for axis, sign in enumerate((-1, -1, 1)):  # NIfTI runs to the right, to the front and up
        if sign * spacing[axis] < 0:
            values = np.flip(values, axis)
            origin[axis] += spacing[axis] * (shape[axis] - 1)
    return Field(np.ascontiguousarray(values), Frame(origin * (-1, -1, 1)), tuple(np.abs(spacing)))


def places(field: Field, index: np.ndarray) -> np.ndarray:
    """Points in the room of voxels, given by index."""
    return field.frame.apply(index * np.array(field.spacing))


def bodies(labels: Field) -> list[Field]:
    """One field of ones for each vertebral body."""
    pieces = components(labels.values == BODY, connectivity=1)
    sizes = np.bincount(pieces.ravel())
    chosen = [k for k in range(1, len(sizes)) if sizes[k] >= BODY_VOXELS]
    return [Field((pieces == k).astype(np.float32), labels.frame, labels.spacing) for k in chosen]


def compare(body: Field, beam: Beam) -> tuple[np.ndarray, float, float]:
    """Where a body falls; by how much its centroid, and its height or width, differ: all in pixels."""
    shadow = field_lengths(body, beam).astype(float)
    at = np.stack(np.mgrid[: beam.rows, : beam.cols], -1)
    seen = np.average(at.reshape(-1, 2), axis=0, weights=shadow.ravel())
    spread = np.sqrt(np.average((at - seen).reshape(-1, 2) ** 2, axis=0, weights=shadow.ravel()))
    where = places(body, np.argwhere(body.values > 0))
    voxels = beam.project(where)
    # A value that fades out over the next voxel spreads by a sixth of its square.
    fading = (body.spacing[0] * beam.magnification(where.mean(axis=0)) / np.array(beam.pitch)) ** 2 / 6
    expected = np.sqrt(voxels.var(axis=0) + fading)
    apart = np.linalg.norm(seen - beam.project(where.mean(axis=0)))
    return seen, float(apart), float(np.abs(np.sqrt(12) * (spread - expected)).max())


def tissues(ct: Field) -> dict[str, Field]:
    """Soft tissue up to 100 HU by density; above, a mixture with cortical bone."""
    water, soft, bone = (float(attenuation(m, CT_KEV)) for m in ("water", "soft", "cortical"))
    mu = np.clip(1 + ct.values / 1000, 0, None) * water
    share = np.clip((mu - 1.1 * water) / (bone - 1.1 * water), 0, None)
    flesh = np.where(share > 0, np.clip(1.1 * water / soft * (1 - share), 0, None), mu / soft)
    values = {"soft": flesh, "cortical": share}
    return {name: Field(v.astype(np.float32), ct.frame, ct.spacing) for name, v in values.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pitch", type=float, default=0.6, help="pixel spacing of the detector in mm")
    pitch = parser.parse_args().pitch
    if not (FILMS / "ct").is_dir():
        print("the real films are not here; MEASURE_FILMS names their folder")
        return 0
    ct, labels = (read(FILMS / "ct" / f) for f in ("ts_example_ct.nii.gz", "ts_spine_totalseg_vertebrae_body.nii.gz"))
    middle = places(ct, (np.array(ct.values.shape) - 1) / 2)
    shape = (round(480 / pitch), round(420 / pitch))
    beam = aimed("lateral", middle, sid=1150.0, oid=250.0, pitch=pitch, shape=shape)
    print(f"CT {ct.values.shape} of {ct.spacing[0]:g} mm, film {shape} of {pitch:g} mm, SID 1150 mm, SOD 900 mm")
    found = sorted((compare(body, beam) for body in bodies(labels)), key=lambda one: one[0][0])
    for seen, apart, wider in found:
        print(
            f"  body at row {seen[0]:5.1f}, col {seen[1]:5.1f}: centroid off by {apart:.3f}, size by {wider:.3f} pixels"
        )
    start = time.perf_counter()
    lengths = {name: field_lengths(field, beam) for name, field in tissues(ct).items()}
    marched = time.perf_counter()
    technique = metered(lengths, beam, Technique(kvp=85.0))
    signal = expose(lengths, beam, technique, stream(0, "ct", "noise"))
    exposed = time.perf_counter()
    rays = shape[0] * shape[1] * len(lengths)
    print(f"  two tissues marched in {marched - start:.2f} s ({rays / (marched - start) / 1e6:.2f} million rays/s)")
    print(f"  exposed in {exposed - marched:.3f} s; signal from {signal.min():.4f} to {signal.max():.2f} of open beam")
    worst = max(max(apart, wider) for _, apart, wider in found)
    print(f"{len(found)} bodies, at most {worst:.3f} pixels off: {'good' if worst < 1 else 'NOT good'}")
    return 0 if worst < 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
