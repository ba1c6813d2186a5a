"""The sample films: made again byte for byte, valid DICOM, with a truth that the landmarks bear out."""

import csv
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pydicom
import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "sample_images"
TABLES = ("landmarks.csv", "cases.csv", "truth.json")
FILMS = sorted(path.name for path in SAMPLES.glob("*.dcm"))
WHOLE = [name for name in FILMS if name != "truncated.dcm"]
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def landmarks():
    """film → [(level, {corner: complex(x, y) in pixels})], head to tail."""
    films = {}
    with (SAMPLES / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spine = films.setdefault(row["film"], {})
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
    """Degrees from the first direction to the second."""
    return math.degrees(math.atan2((first.conjugate() * second).imag, (first.conjugate() * second).real))


def plate(corners, which):
    return corners[f"{which}_posterior"] - corners[f"{which}_anterior"]


def lateral_answers(spine):
    """Independent of the generator: complex numbers and turning angles instead of slopes."""
    whole = [(c if "inferior_anterior" in c else None) for _, c in spine]
    for k, (level, c) in enumerate(spine):
        found = {}
        up = spine[k - 1][1] if k else None
        down = spine[k + 1][1] if k + 1 < len(spine) else None
        if whole[k]:
            height = {s: abs(c[f"superior_{s}"] - c[f"inferior_{s}"]) for s in ("anterior", "middle", "posterior")}
            found |= {f"{s}_height": h for s, h in height.items()}
            found["beck_index"] = height["anterior"] / height["posterior"]
            found["biconcavity_index"] = height["middle"] / height["posterior"]
            found["wedge_angle"] = angle(plate(c, "superior"), plate(c, "inferior"))
            if up:
                found["monosegmental_cobb_angle"] = angle(plate(up, "superior"), plate(c, "inferior"))
        if up and down:
            found["adjacent_endplate_cobb_angle"] = angle(plate(up, "inferior"), plate(down, "superior"))
            if whole[k + 1]:
                found["bisegmental_cobb_angle"] = angle(plate(up, "superior"), plate(down, "inferior"))
        yield f"vertebra:{level}", found


def frontal_answers(spine):
    """Every span of three vertebrae or more, largest first; then those that share an end with it."""
    levels = [level for level, _ in spine]
    line = {w: [c[f"{w}_right"] - c[f"{w}_left"] for _, c in spine] for w in ("superior", "inferior")}
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


@pytest.mark.slow
def test_script_makes_the_committed_files_byte_for_byte(tmp_path):
    subprocess.run([sys.executable, SAMPLES / "make_samples.py", "--out", tmp_path], check=True)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {*FILMS, *TABLES}
    different = [name for name in sorted(made) if (tmp_path / name).read_bytes() != (SAMPLES / name).read_bytes()]
    assert different == []


def test_folder_stays_small():
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 10e6


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
    ds = pydicom.dcmread(SAMPLES / name, stop_before_pixels=True)
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
    assert np.median(pixels) > np.percentile(pixels, 1) + 500


@pytest.mark.parametrize("name", WHOLE)
def test_endplates_lie_where_the_landmarks_say(name, landmarks):
    """From the disc across an endplate into the bone, the film brightens most within a pixel of the contour."""
    ds = pydicom.dcmread(SAMPLES / name)
    pixels = ds.pixel_array.astype(float)
    if ds.PhotometricInterpretation == "MONOCHROME1":
        pixels = 4095 - pixels
    sides = ("anterior", "posterior") if TRUTH["films"][name]["view"] == "lateral" else ("left", "right")
    offsets = []
    for _, corners in landmarks[name]:
        if f"inferior_{sides[0]}" not in corners:
            continue
        for which, sign in (("superior", 1), ("inferior", -1)):
            a, b = corners[f"{which}_{sides[0]}"], corners[f"{which}_{sides[1]}"]
            inner = sign * 1j * (b - a) / abs(b - a) * (1 if b.real > a.real else -1)
            start = corners.get(f"{which}_middle", (a + b) / 2)
            steps = np.arange(-3, 3.01, 0.25)
            points = np.array([start + s * inner for s in steps])
            profile = np.mean([bilinear(pixels, points + w * (b - a) / abs(b - a)) for w in (-2, -1, 0, 1, 2)], axis=0)
            offsets.append(steps[np.argmax(np.gradient(profile))])
    assert abs(np.median(offsets)) < 1


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
    assert sorted(landmarks) == sorted(TRUTH["films"]) == WHOLE
    assert list(TRUTH["unreadable"]) == ["truncated.dcm"]


@pytest.mark.parametrize("name", [n for n in WHOLE if TRUTH["films"][n]["view"] == "lateral"])
def test_lateral_truth_follows_from_the_landmarks(name, landmarks):
    answers = dict(lateral_answers(in_units(name, landmarks[name])))
    truth = TRUTH["films"][name]["structures"]
    assert list(answers) == list(truth)
    for structure, expected in answers.items():
        assert truth[structure] == pytest.approx(expected, abs=1e-9, rel=0)


@pytest.mark.parametrize("name", [n for n in WHOLE if TRUTH["films"][n]["view"] == "frontal"])
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
    ds = pydicom.dcmread(SAMPLES / name, stop_before_pixels=True)
    truth = TRUTH["films"][name]
    spacing = ds.get("PixelSpacing") or ds.get("ImagerPixelSpacing")
    factor = float(ds.get("EstimatedRadiographicMagnificationFactor") or 1)
    assert truth["mm_per_pixel"] == (spacing and [float(mm) / factor for mm in spacing])
    assert truth["unit"] == ("mm" if spacing else "{pixel}")


def test_square_pixels_would_give_another_angle_on_the_nonsquare_film(landmarks):
    spine = [(level, corners) for level, corners in landmarks["ap_nonsquare.dcm"]]
    naive = frontal_answers(spine)["coronal_cobb_angle"][0]
    assert abs(naive - TRUTH["films"]["ap_nonsquare.dcm"]["film"]["coronal_cobb_angle"]["value"]) > 3


def test_truncated_film_is_cut_within_its_pixels():
    ds = pydicom.dcmread(SAMPLES / "truncated.dcm", stop_before_pixels=True)
    size = (SAMPLES / "truncated.dcm").stat().st_size
    whole = ds.Rows * ds.Columns * 2
    assert 0.4 * whole < size < 0.7 * whole
    with pytest.raises(Exception, match=r"(?i)pixel ?data|length|EOF|end of file"):
        _ = pydicom.dcmread(SAMPLES / "truncated.dcm").pixel_array
