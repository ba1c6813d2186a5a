"""The sample films: the same when made again, valid DICOM, with a truth that the landmarks bear out."""

import csv
import importlib.util
import json
import math
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, RLELossless

from measure.film import read_header
from measure.film.spacing import RULES
from measure.model import ScaleClass

SAMPLES = Path(__file__).resolve().parents[2] / "sample_images"
FILMS = sorted(path.name for path in SAMPLES.glob("*.dcm"))
WHOLE = [name for name in FILMS if name != "truncated.dcm"]
HEADERS = {name: pydicom.dcmread(SAMPLES / name, stop_before_pixels=True) for name in FILMS}
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
SPINE = [name for name in WHOLE if any(key.startswith("vertebra") for key in TRUTH["films"][name]["marks"])]


@pytest.fixture(scope="module")
def landmarks():
    """film → [(level, {corner: complex(x, y) in pixels})], head to tail; hips left out."""
    films = {}
    with (SAMPLES / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spine = films.setdefault(row["film"], {})
            if not row["level"]:
                continue
            level, corners = spine.setdefault(int(row["vertebra"]), (row["level"], {}))
            assert level == row["level"]
            corners[row["corner"]] = complex(float(row["x"]), float(row["y"]))
    return {film: [spine[number] for number in sorted(spine)] for film, spine in films.items()}


def in_units(film, spine):
    """Landmarks as complex numbers in the unit of the film, turned so that the front is on the left."""
    truth = TRUTH["films"][film]
    row, col = truth["mm_per_pixel"] or (1.0, 1.0)
    mirror = -1 if truth["facing"] == "right" else 1
    return [(lv, {n: complex(mirror * z.real * col, z.imag * row) for n, z in c.items()}) for lv, c in spine]


def angle(first, second):
    """Degrees from the first direction to the second; None where one of them is not on the film."""
    if first is None or second is None:
        return None
    return math.degrees(math.atan2((first.conjugate() * second).imag, (first.conjugate() * second).real))


def across(corners, which, ends):
    """Direction of an endplate."""
    first, last = (corners.get(f"{which}_{end}") for end in ends)
    return None if first is None or last is None else last - first


def plate(corners, which):
    return across(corners, which, ("anterior", "posterior"))


def lateral_answers(spine):
    """Independent of the simulator: complex numbers and turning angles instead of slopes."""
    for k, (level, c) in enumerate(spine):
        found = {}
        up = spine[k - 1][1] if k else {}
        down = spine[k + 1][1] if k + 1 < len(spine) else {}
        if len(c) == 6:
            height = {s: abs(c[f"superior_{s}"] - c[f"inferior_{s}"]) for s in ("anterior", "middle", "posterior")}
            found |= {f"{s}_height": h for s, h in height.items()}
            found["beck_index"] = height["anterior"] / height["posterior"]
            found["biconcavity_index"] = height["middle"] / height["posterior"]
        found["wedge_angle"] = angle(plate(c, "superior"), plate(c, "inferior"))
        found["monosegmental_cobb_angle"] = angle(plate(up, "superior"), plate(c, "inferior"))
        found["adjacent_endplate_cobb_angle"] = angle(plate(up, "inferior"), plate(down, "superior"))
        found["bisegmental_cobb_angle"] = angle(plate(up, "superior"), plate(down, "inferior"))
        yield f"vertebra:{level}", {name: value for name, value in found.items() if value is not None}


def frontal_answers(spine):
    """Every span of three vertebrae or more, largest first; then those that share an end with it."""
    spine = [(level, c) for level, c in spine if len(c) == 4]
    levels = [level for level, _ in spine]
    line = {w: [across(c, w, ("left", "right")) for _, c in spine] for w in ("superior", "inferior")}
    spans = {
        (i, j): angle(line["inferior"][j], line["superior"][i])
        for i in range(len(spine))
        for j in range(i + 2, len(spine))
    }
    major = max(spans, key=lambda ij: abs(spans[ij]))
    against = {ij: a for ij, a in spans.items() if a * spans[major] < 0}
    picked = {"coronal_cobb_angle": major}
    for name, shared in (
        ("above", [ij for ij in against if ij[1] == major[0]]),
        ("below", [ij for ij in against if ij[0] == major[1]]),
    ):
        if shared:
            picked[f"coronal_cobb_angle_{name}"] = max(shared, key=lambda ij: abs(against[ij]))
    return {
        name: (abs(spans[ij]), levels[ij[0]], levels[ij[1]], "right" if spans[ij] > 0 else "left")
        for name, ij in picked.items()
    }


@pytest.fixture(scope="module")
def script():
    """The script that makes the films, as a module."""
    pytest.importorskip("numba")
    spec = importlib.util.spec_from_file_location("make_samples", SAMPLES / "make_samples.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_films_made_again_are_the_same(script, tmp_path):
    """Pixels to one stored value, for last digits differ between machines; what is true of them to 1e-9."""
    again = {"ap_scoliosis.dcm", "lateral_detector_spacing.dcm", "lateral_monochrome1.dcm", "tibia_day084_ap.dcm"}
    script.make_folder([plan for plan in script.plans() if plan.file in again], tmp_path, asked=script.ASKED)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert set(truth["films"]) == again
    for name in sorted(again):
        assert_close(truth["films"][name], TRUTH["films"][name])
        made, kept = (pydicom.dcmread(folder / name) for folder in (tmp_path, SAMPLES))
        assert np.abs(made.pixel_array.astype(int) - kept.pixel_array.astype(int)).max() <= 1
        assert [e for e in made if e.keyword != "PixelData"] == [e for e in kept if e.keyword != "PixelData"]


def assert_close(made, kept):
    """Documents alike, numbers to 1e-9."""
    if isinstance(kept, dict):
        assert list(made) == list(kept)
        pairs = [(made[key], kept[key]) for key in kept]
    elif isinstance(kept, list):
        assert len(made) == len(kept)
        pairs = list(zip(made, kept, strict=True))
    else:
        assert made == (pytest.approx(kept, abs=1e-9, rel=0) if isinstance(kept, float) else kept)
        return
    for one, other in pairs:
        assert_close(one, other)


@pytest.mark.slow
def test_plans_are_the_films_of_the_folder(script):
    assert sorted(plan.file for plan in script.plans()) == FILMS


def test_one_film_needs_another_folder(script, capsys):
    with pytest.raises(SystemExit):
        script.main(["--only", "truncated"])
    assert "--only needs another --out" in capsys.readouterr().err


def test_folder_stays_small():
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 25e6
    large = [name for name, ds in HEADERS.items() if ds.Rows > 1200 or ds.Columns > 1000]
    assert large == ["lateral_osteoporosis.dcm", "leg_standing.dcm"]
    assert all(max(ds.Rows, ds.Columns) <= 2500 for ds in HEADERS.values())


def test_nothing_is_lost_in_packing():
    syntaxes = {ds.file_meta.TransferSyntaxUID for ds in HEADERS.values()}
    assert syntaxes == {JPEG2000Lossless, RLELossless, ExplicitVRLittleEndian}
    assert {ds.get("LossyImageCompression") for ds in HEADERS.values()} == {"00"}


def test_set_holds_what_it_promises():
    """Patients with their visits, both views, and every way in which headers state scale."""
    with (SAMPLES / "cases.csv").open(encoding="utf-8", newline="") as file:
        cases = {row["file"]: row for row in csv.DictReader(file)}
    views = {
        name: (cases[name]["subject"], cases[name]["visit"], film["view"]) for name, film in TRUTH["films"].items()
    }
    both = ("frontal", "lateral")
    for subject, visits in (("SIM-0001", 3), ("SIM-0009", 6), ("SIM-0010", 6)):
        expected = {(subject, str(visit), view) for visit in range(1, visits + 1) for view in both}
        assert {found for found in views.values() if found[0] == subject} == expected
    assert {read_header(SAMPLES / name).calibration.source for name in FILMS} == {
        *(rule.name for rule in RULES),
        "none",
    }
    after = {name for name, found in views.items() if found[0] == "SIM-0001" and found[1] > "1"}
    assert {name for name, film in TRUTH["films"].items() if "implant:L1" in film["marks"]} == after
    assert {film["scale_class"] for film in TRUTH["films"].values()} == set(ScaleClass)


@pytest.mark.parametrize("name", FILMS)
def test_dicom_is_valid(name):
    if shutil.which("dciodvfy") is None:
        pytest.skip("dciodvfy (Debian package dicom3tools) is not installed")
    done = subprocess.run(["dciodvfy", SAMPLES / name], capture_output=True, text=True, check=False)
    errors = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error")]
    if name == "truncated.dcm":
        assert any("PixelData" in line or "Pixel Data" in line for line in errors)
        errors = [line for line in errors if "Pixel" not in line and "read failed" not in line]
    assert errors == []


@pytest.mark.parametrize("name", FILMS)
def test_nobody_is_on_the_film(name):
    ds = HEADERS[name]
    assert str(ds.PatientName) == "SIMULATED^FILM"
    assert ds.PatientID.startswith("SIM-")
    assert (ds.PatientIdentityRemoved, ds.BurnedInAnnotation) == ("YES", "NO")
    assert (ds.PatientBirthDate, ds.AccessionNumber, str(ds.ReferringPhysicianName)) == ("", "", "")
    assert ds.SOPInstanceUID.startswith("2.25.")


@pytest.mark.parametrize("name", WHOLE)
def test_pixels_decode_and_show_bone_brighter_than_air(name):
    ds = pydicom.dcmread(SAMPLES / name)
    pixels = ds.pixel_array
    assert pixels.shape == (ds.Rows, ds.Columns)
    assert pixels.max() <= 4095
    if ds.PhotometricInterpretation == "MONOCHROME1":
        pixels = 4095 - pixels
    assert np.percentile(pixels, 99) > np.percentile(pixels, 1) + 500
    beam, seen = TRUTH["films"][name]["beam"], TRUTH["films"][name]["marks"]
    assert pixels.shape == (beam["rows"], beam["cols"])
    points = [p for one in seen.values() for p in one["film"].values() if np.ndim(p) == 1]
    inside = [(round(r), round(c)) for r, c in points if 0 <= r < ds.Rows - 1 and 0 <= c < ds.Columns - 1]
    assert np.mean([pixels[spot] for spot in inside]) > np.percentile(pixels, 1) + 500


@pytest.mark.parametrize("name", SPINE)
def test_endplates_lie_where_the_landmarks_say(name, landmarks):
    """From the disc across an endplate into the bone, the film brightens most where the marks are.

    Endplates are dished and seen a little from above or below, so that their shadows are broad: half of the plates
    within a millimetre and a half of detector is what they allow.
    """
    pixels = pydicom.dcmread(SAMPLES / name).pixel_array.astype(float)
    if HEADERS[name].PhotometricInterpretation == "MONOCHROME1":
        pixels = 4095 - pixels
    lateral = TRUTH["films"][name]["view"] == "lateral"
    sides = ("anterior", "posterior") if lateral else ("left", "right")
    offsets = []
    for level, corners in landmarks[name]:
        if len(corners) < (6 if lateral else 4) or level.startswith("C"):
            continue
        for which, sign in (("superior", 1), ("inferior", -1)):
            a, b = corners[f"{which}_{sides[0]}"], corners[f"{which}_{sides[1]}"]
            along = (b - a) / abs(b - a)
            inner = sign * 1j * along * (1 if b.real > a.real else -1)
            # Frontal films have no mark in the middle, and the dish is deepest there: near the ends, then.
            for start in [corners[f"{which}_middle"]] if lateral else [a + 0.2 * (b - a), a + 0.8 * (b - a)]:
                steps = np.arange(-5, 5.01, 0.25)
                points = np.array([start + s * inner for s in steps])
                profile = np.mean([bilinear(pixels, points + w * along) for w in (-2, -1, 0, 1, 2)], axis=0)
                offsets.append(steps[np.argmax(np.gradient(profile))])
    assert abs(np.median(offsets)) * math.hypot(*TRUTH["films"][name]["beam"]["row_step"]) < 1.5


def bilinear(image, points):
    row, col = np.clip(points.imag, 0, image.shape[0] - 2), np.clip(points.real, 0, image.shape[1] - 2)
    r, c = row.astype(int), col.astype(int)
    v, u = row - r, col - c
    top = image[r, c] * (1 - u) + image[r, c + 1] * u
    return top * (1 - v) + (image[r + 1, c] * (1 - u) + image[r + 1, c + 1] * u) * v


def test_tables_and_truth_name_the_same_films(landmarks):
    with (SAMPLES / "cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    assert sorted(row["file"] for row in cases) == FILMS
    assert {row["file"]: row["subject"] for row in cases} == {name: ds.PatientID for name, ds in HEADERS.items()}
    assert sorted(TRUTH["films"]) == WHOLE
    assert sorted(landmarks) == SPINE
    assert list(TRUTH["unreadable"]) == ["truncated.dcm"]


@pytest.mark.parametrize("name", [n for n in SPINE if TRUTH["films"][n]["view"] == "lateral"])
def test_lateral_truth_follows_from_the_landmarks(name, landmarks):
    truth = TRUTH["films"][name]["structures"]
    read = dict(landmarks[name])
    # A vertebra that nobody can read keeps its place between its neighbours.
    spine = [(level, read.get(level, {})) for level in (key.partition(":")[2] for key in truth)]
    assert set(read) <= {level for level, _ in spine}
    answers = dict(lateral_answers(in_units(name, spine)))
    assert sum(map(len, answers.values())) > 40
    for structure, expected in answers.items():
        # Ten decimals of the spacing, times some hundred pixels.
        assert truth[structure] == pytest.approx(expected, abs=1e-8, rel=0)


@pytest.mark.parametrize("name", [n for n in SPINE if TRUTH["films"][n]["view"] == "frontal"])
def test_frontal_truth_follows_from_the_landmarks(name, landmarks):
    answers = frontal_answers(in_units(name, landmarks[name]))
    truth = TRUTH["films"][name]["film"]
    assert list(answers) == list(truth)
    for measure, (value, level_from, level_to, side) in answers.items():
        assert truth[measure]["value"] == pytest.approx(value, abs=1e-9, rel=0)
        assert (truth[measure]["level_from"], truth[measure]["level_to"]) == (level_from, level_to)
        assert truth[measure]["side"] == side


@pytest.mark.parametrize("name", WHOLE)
def test_scale_in_the_truth_is_the_one_in_the_header(name):
    ds = HEADERS[name]
    truth = TRUTH["films"][name]
    spacing = ds.get("PixelSpacing") or ds.get("ImagerPixelSpacing") or ds.get("NominalScannedPixelSpacing")
    factor = float(ds.get("EstimatedRadiographicMagnificationFactor") or 1)
    if "DistanceSourceToPatient" in ds:
        factor = float(ds.DistanceSourceToDetector) / float(ds.DistanceSourceToPatient)
    expected = [float(mm) / factor for mm in spacing] if spacing else None
    assert truth["mm_per_pixel"] == (pytest.approx(expected, rel=1e-7) if expected else None)
    assert truth["unit"] == ("mm" if spacing else "{pixel}")


def test_square_pixels_would_give_another_angle_on_the_nonsquare_film(landmarks):
    spine = [(level, corners) for level, corners in landmarks["ap_nonsquare.dcm"]]
    naive = frontal_answers(spine)["coronal_cobb_angle"][0]  # the largest in pixels
    assert abs(naive - TRUTH["films"]["ap_nonsquare.dcm"]["film"]["coronal_cobb_angle"]["value"]) > 3


def test_truncated_film_is_cut_within_its_pixels():
    ds = HEADERS["truncated.dcm"]
    size = (SAMPLES / "truncated.dcm").stat().st_size
    whole = ds.Rows * ds.Columns * 2
    assert 0.4 * whole < size < 0.7 * whole
    with pytest.raises(Exception, match=r"(?i)pixel ?data|length|EOF|end of file"):
        _ = pydicom.dcmread(SAMPLES / "truncated.dcm").pixel_array
