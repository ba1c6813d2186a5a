"""CT: a real CT projected to a lateral film with known geometry, its vertebral heights against its labels."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from simulate_ct import BODY, places, read, tissues

from accuracy.drafts import Draft, drafted
from accuracy.real import FILMS
from accuracy.records import HEIGHTS, measured
from accuracy.tables import Table
from measure.model import Calibration, Film, FilmHeader, ScaleClass
from measure.simulate.exposure import Technique, expose, metered
from measure.simulate.rays import Beam, Field, aimed, field_lengths
from measure.simulate.seeds import stream
from measure.simulate.station import CLINICAL, develop

Array = NDArray[np.float64]
PITCH = 0.4
AROUND = ((5.0, 60.0), (60.0, 60.0))  # mm on the detector beyond the bodies, above and in front, below and behind
SLAB = 6.0  # mm to each side of the middle: what the six points of a lateral film are about
AT = (0.15, 0.5, 0.85)  # of the depth, front to back: where heights of labels are read
NAMES = ("T12", "L1", "L2", "L3", "L4", "L5")  # above the sacrum
AIR_HU = -400.0
BINS = 12  # of the depth of a body
CRUMB = 20  # voxels left of a body


def tables() -> list[Table]:
    """The table of the CT."""
    ct, labels = (
        read(FILMS / "ct" / name) for name in ("ts_example_ct.nii.gz", "ts_spine_totalseg_vertebrae_body.nii.gz")
    )
    film, beam, corner = projected(ct, labels)
    draft = drafted(film)
    found = sorted((_shadow(body, beam) for body in bodies(labels)), key=lambda one: one[0][0])[:-1]  # without S1
    rows = []
    for name, (middle, true) in list(zip(reversed(NAMES), reversed(found), strict=False))[-2::-1]:  # T12 is cut
        rows.append([name, *(f"{mm:.1f}" for mm in true), *_drafted(film, draft, middle - corner, true)])
    note = (
        f"Patient's mm at the spine. Labels of 3 mm voxels, read at {AT[0]:.0%}, {AT[1]:.0%} and {AT[2]:.0%} of the "
        f"depth within {SLAB:g} mm of the middle. {'Refused: ' + draft.refused + '.' if draft.refused else ''}"
    )
    heads = ("label", "front", "middle", "back", "draft is called", "front", "middle", "back", "largest difference, mm")
    return [Table("ct", "A real CT projected laterally", heads, rows, note.strip())]


def projected(ct: Field, labels: Field) -> tuple[Film, Beam, Array]:
    """Lateral film of the CT, the patient facing left, blades set to the spine; where its corner lies on the detector.

    Its scale holds at the spine.
    """
    middle = places(ct, (np.array(ct.values.shape) - 1) / 2)
    shape = (round(480 / PITCH), round(420 / PITCH))
    beam = aimed("lateral", middle, sid=1150.0, oid=250.0, pitch=PITCH, shape=shape)
    clean = replace(ct, values=np.where(ct.values < AIR_HU, np.float32(-1000), ct.values))
    lengths = {name: field_lengths(field, beam) for name, field in tissues(clean).items()}
    signal = expose(lengths, beam, metered(lengths, beam, Technique(kvp=85.0)), stream(0, "ct", "noise"))
    at = beam.project(places(labels, np.argwhere(labels.values == BODY)))
    top, left = np.maximum(np.floor(at.min(axis=0) - np.array(AROUND[0]) / PITCH), 0).astype(int)
    bottom, right = np.ceil(at.max(axis=0) + np.array(AROUND[1]) / PITCH).astype(int)
    pixels = develop(signal[top:bottom, left:right], CLINICAL, 0, PITCH).astype(np.float32)
    mm = PITCH / beam.magnification(middle)
    scale = Calibration(mm, mm, scale_class=ScaleClass.CALIBRATED, source="simulated", plane="patient")
    return Film(pixels, FilmHeader("sha256:ct", *pixels.shape, calibration=scale)), beam, np.array([top, left], float)


def bodies(labels: Field) -> list[Field]:
    """One field of ones for each labelled body, also where two of them touch."""
    whole = labels.values == BODY
    seeds, count = ndimage.label(ndimage.binary_erosion(whole))
    kept = [k for k in range(1, count + 1) if (seeds == k).sum() >= CRUMB]
    nearest = ndimage.distance_transform_edt(~np.isin(seeds, kept), return_distances=False, return_indices=True)
    of = np.where(whole, seeds[tuple(nearest)], 0)
    return [Field((of == k).astype(np.float32), labels.frame, labels.spacing) for k in kept]


def _shadow(body: Field, beam: Beam) -> tuple[Array, list[float]]:
    """Where the middle of a body falls, in pixels, and its heights in front, middle and back, mm in the patient."""
    where = places(body, np.argwhere(body.values > 0))
    centre = where.mean(axis=0)
    slab = where[np.abs(where[:, 0] - centre[0]) <= SLAB]
    mm = PITCH / beam.magnification(centre)
    at = beam.project(slab)
    (_, (_, _), angle) = cv2.minAreaRect((at[:, ::-1] * mm).astype(np.float32))
    lean = np.radians((angle + 45) % 90 - 45)  # of the endplates: nearer to level than to upright
    along, down = np.array([np.sin(lean), np.cos(lean)]), np.array([np.cos(lean), -np.sin(lean)])
    voxel = float(body.spacing[2])
    u, v = (at * mm) @ along, (at * mm) @ down
    bins = np.floor((u - u.min()) / (np.ptp(u) / BINS)).clip(0, BINS - 1)
    place = (np.arange(BINS) + 0.5) / BINS
    inner = (place > 0.05) & (place < 0.95)
    edges = []
    for share in (0.96, 0.04):  # not the last voxel, which may be a crumb
        ends = np.array([np.quantile(v[bins == k], share) if (bins == k).any() else np.nan for k in range(BINS)])
        known = inner & np.isfinite(ends)
        edges.append(np.polynomial.Polynomial.fit(place[known], ends[known], 2))  # a hollow endplate
    heights = [float(edges[0](share) - edges[1](share)) + voxel for share in AT]
    return at.mean(axis=0), heights


def _drafted(film: Film, draft: Draft, middle: Array, true: list[float]) -> list[str]:
    """Name, heights with sd and greatest difference of the draft of a body."""
    bodies_found = draft.bodies()
    apart = [float(np.linalg.norm(one.quad.mean(axis=0) - middle)) for one in bodies_found]
    assert film.header.calibration.row_mm is not None
    if not apart or min(apart) * film.header.calibration.row_mm > 12:
        return ["not found", "", "", "", ""]
    one = bodies_found[int(np.argmin(apart))]
    assert draft.reading is not None
    rows = measured(film.header, draft.reading, HEIGHTS)
    values = [rows.get((name, one.key)) for name in HEIGHTS]
    cells, off = [], []
    for row, mm in zip(values, true, strict=True):
        known = row is not None and row.quantity.value is not None
        cells.append(f"{row.quantity.value:.1f} ± {row.quantity.sd:.1f}" if known else "–")
        off += [abs(row.quantity.value - mm)] if known else []
    return [one.label, *cells, f"{max(off):.1f}" if off else "–"]
