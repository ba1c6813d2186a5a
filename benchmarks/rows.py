"""The full row path on one core: DICOM header + landmarks in memory → validated rows → CSV, in films per second.

Run ``python benchmarks/rows.py [--films N] [--rounds N]``. A film has 17 vertebrae: a lateral one six points each and
the default lateral measures, a frontal one four corners each and the three coronal curves. No pixel is decoded. Beside
it stands what a user would otherwise write: a loop with pydicom for the header, a pandas table of the landmarks, plain
formulas, and ``to_csv``; values alone, without sd, trace, reasons, units, identity or a check of anything. Both are
timed in turn in processor time, so that a busy machine matters less, and the best of the rounds counts. The values are
compared first; then it is shown where the time goes.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import argparse  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pydicom  # noqa: E402
from pydicom.dataset import FileDataset, FileMetaDataset  # noqa: E402
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian  # noqa: E402

from measure.catalog import MEASURES, measure_job, prepare  # noqa: E402
from measure.film import read_header  # noqa: E402
from measure.model import Facing, Point, View  # noqa: E402
from measure.outcomes.context import RowContext, codes_of, site_modifiers_of  # noqa: E402
from measure.outcomes.csvio import write_csv  # noqa: E402
from measure.outcomes.rows import to_rows  # noqa: E402
from measure.outcomes.uids import table_reading_uid  # noqa: E402
from measure.readings import TableReading  # noqa: E402

VERTEBRAE, TARGET, SPACING = 17, 100, 0.4
ROWS, COLS = 1700, 800  # of a film that holds all marks; pixels are never read
SIX = [f"{edge}_{end}" for edge in ("superior", "inferior") for end in ("anterior", "middle", "posterior")]
FOUR = [f"{edge}_{side}" for edge in ("superior", "inferior") for side in ("left", "right")]


def write_film(path: Path, number: int) -> None:
    """DX film of 64 x 64 pixels: its header is that of a large one."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    meta.MediaStorageSOPInstanceUID = f"2.25.{number + 1}"
    ds = FileDataset(str(path), {}, file_meta=meta, preamble=bytes(128))
    ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.Modality = "2.25.7", "2.25.8", "DX"
    ds.PatientName, ds.PatientID, ds.PatientAge, ds.StudyDate = "NOBODY", "0", "050Y", "20010101"
    ds.ImagerPixelSpacing, ds.BurnedInAnnotation = [SPACING, SPACING], "NO"
    ds.Rows, ds.Columns = ROWS, COLS
    ds.SamplesPerPixel, ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 1, 16, 12, 11, 0
    ds.PhotometricInterpretation, ds.PixelIntensityRelationship = "MONOCHROME2", "LOG"
    ds.RescaleSlope, ds.RescaleIntercept, ds.PixelIntensityRelationshipSign = "1", "0", -1
    ds.add_new(0x7FE00010, "OW", bytes(ROWS * COLS * 2))
    ds.save_as(path, enforce_file_format=True)


def landmarks(view: View, seed: int) -> TableReading:
    """Marks of a curved column, in pixels."""
    rng = np.random.default_rng(seed)
    reading = TableReading(view=view, facing=Facing.LEFT if view is View.LATERAL else None)
    tilt = np.radians(25 * np.cos(np.linspace(0, 3 * np.pi, VERTEBRAE)) * rng.uniform(0.2, 1))
    side = {"left": -40, "anterior": -40, "middle": 0, "right": 40, "posterior": 40}
    for number, angle in enumerate(tilt, 1):
        down, along = np.array([np.cos(angle), -np.sin(angle)]), np.array([np.sin(angle), np.cos(angle)])
        marks = {}
        for name in SIX if view is View.LATERAL else FOUR:
            edge, _, end = name.partition("_")
            point = np.array([90.0 * number, 400]) + (-30 if edge == "superior" else 30) * down + side[end] * along
            marks[name] = Point(*(point + rng.normal(0, 1, 2)).tolist())
        reading.marks[number] = marks
    return reading


class Clock:
    """Processor time by step."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        """Add what is done under it to a step."""
        start = time.process_time()
        yield
        self.spent[step] += time.process_time() - start


def ours(paths: list[Path], tables: list[TableReading], out: Path, clock: Clock) -> int:
    """Rows of all films to a CSV file; gives how many."""
    codes, sites = codes_of(MEASURES), site_modifiers_of(MEASURES)
    every = []
    for path, table in zip(paths, tables, strict=True):
        with clock("header of the DICOM file"):
            header = read_header(path)
        with clock("reading and job"):
            reading = table.reading(table_reading_uid(header.film_key, table.observer), header.film_key)
            job = prepare(header, reading)
        with clock("measures with their sd and trace"):
            measured = measure_job(job, "default")
        with clock("rows, validated"):
            context = RowContext(
                view=job.facts.view, calibration=job.facts.calibration, codes=codes, site_modifiers=sites
            )
            every += to_rows(measured, header=header, reading=reading, context=context)
    with clock("CSV"):
        return write_csv(every, out)


def naive(paths: list[Path], frame: pd.DataFrame, view: View, out: Path) -> pd.DataFrame:
    """What a user would write: values alone."""
    rows = []
    for path in paths:
        header = pydicom.dcmread(path, stop_before_pixels=True)
        spacing = np.array([float(v) for v in header.ImagerPixelSpacing])
        film = frame[frame["film"] == path.name]
        bodies = {n: {c: np.array([r, k]) * spacing for c, r, k in zip(b["corner"], b["row"], b["col"], strict=True)}
                  for n, b in film.groupby("vertebra")}  # fmt: skip
        rows += plain_lateral(path.name, bodies) if view is View.LATERAL else plain_frontal(path.name, bodies)
    table = pd.DataFrame(rows, columns=["film", "vertebra", "measure", "value"])
    table.to_csv(out, index=False)
    return table


def plain_lateral(film: str, bodies: dict[int, dict[str, np.ndarray]]) -> list[tuple[str, int, str, float]]:
    rows = []
    for number, marks in bodies.items():
        height = {
            end: float(np.linalg.norm(marks[f"superior_{end}"] - marks[f"inferior_{end}"]))
            for end in ("anterior", "middle", "posterior")
        }
        rows += [(film, number, f"{end}_height", value) for end, value in height.items()]
        rows.append((film, number, "beck_index", height["anterior"] / height["posterior"]))
        rows.append((film, number, "biconcavity_index", height["middle"] / height["posterior"]))
        rows.append((film, number, "wedge_angle", angle(marks, marks)))
        if number - 1 in bodies and number + 1 in bodies:
            rows.append((film, number, "bisegmental_cobb_angle", angle(bodies[number - 1], bodies[number + 1])))
    return rows


def angle(above: dict[str, np.ndarray], below: dict[str, np.ndarray]) -> float:
    upper, lower = plate(above, "superior"), plate(below, "inferior")
    return float(np.degrees(np.arctan2(upper[1] * lower[0] - upper[0] * lower[1], upper @ lower)))


def plate(marks: dict[str, np.ndarray], edge: str) -> np.ndarray:
    return marks[f"{edge}_posterior"] - marks[f"{edge}_anterior"]


def plain_frontal(film: str, bodies: dict[int, dict[str, np.ndarray]]) -> list[tuple[str, int, str, float]]:
    tilt = {edge: np.degrees([np.arctan2(*(b[f"{edge}_right"] - b[f"{edge}_left"])) for b in bodies.values()])
            for edge in ("superior", "inferior")}  # fmt: skip
    upper, lower = tilt["superior"], tilt["inferior"]
    spans = [abs(upper[i] - lower[j]) for i in range(len(bodies)) for j in range(i + 1, len(bodies))]
    return [(film, 0, "coronal_cobb_angle", max(spans))]


def compare(view: View, theirs: pd.DataFrame, out: Path) -> int:
    """Check the values of both; gives how many were compared."""
    mine = pd.read_csv(out)
    mine["film"] = mine["film_key"].map({f"2.25.{n + 1}/1": f"{n}.dcm" for n in range(mine["film_key"].nunique())})
    mine["vertebra"] = mine["structure_ordinal"].fillna(0).astype(int)
    both = theirs.merge(mine, on=["film", "vertebra", "measure"], suffixes=("_plain", ""))
    np.testing.assert_allclose(both["value"], both["value_plain"], rtol=1e-9, atol=1e-9, err_msg=str(view))
    assert len(both) == len(theirs), f"{view}: {len(theirs) - len(both)} plain values have no row"
    return len(both)


def timed(run: Callable[[], Any]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def race(view: View, count: int, rounds: int, folder: Path) -> None:
    paths = [folder / f"{number}.dcm" for number in range(count)]
    tables = [landmarks(view, number) for number in range(count)]
    frame = pd.DataFrame(
        [(path.name, n, corner, p.row, p.col) for path, table in zip(paths, tables, strict=True)
         for n, marks in table.marks.items() for corner, p in marks.items()],
        columns=["film", "vertebra", "corner", "row", "col"],
    )  # fmt: skip
    out, plain_out = folder / "ours.csv", folder / "plain.csv"
    rows = ours(paths, tables, out, Clock())  # first use loads what is loaded late
    compared = compare(view, naive(paths, frame, view, plain_out), out)
    best, plain, clock = np.inf, np.inf, Clock()
    for _ in range(rounds):
        this = Clock()
        spent = timed(lambda this=this: ours(paths, tables, out, this))
        if spent < best:
            best, clock = spent, this
        plain = min(plain, timed(lambda: naive(paths, frame, view, plain_out)))
    speed = count / best
    verdict = "reached" if speed >= TARGET else "MISSED"
    print(f"{view}: {speed:,.0f} films/s, target {TARGET} {verdict} ({rows / count:.0f} rows a film, sd and trace)")
    print(f"  pydicom + pandas, values alone: {count / plain:,.0f} films/s; {compared / count:.0f} values a film agree")
    for step, spent in sorted(clock.spent.items(), key=lambda item: -item[1]):
        print(f"  {step:<34}{1000 * spent / count:7.2f} ms a film {100 * spent / best:5.0f} %")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--films", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for number in range(given.films):
            write_film(Path(place, f"{number}.dcm"), number)
        for view in (View.LATERAL, View.FRONTAL):
            race(view, given.films, given.rounds, Path(place))


if __name__ == "__main__":
    main()
