"""``measure film``: one film, in words and as rows of the schema."""

import json
import shutil

import jsonschema
import pytest

from measure.errors import CatalogError, MeasureError, ReadingError, TableError
from measure.film import read_header
from measure.model import Assessment, Level, Observer, ObserverKind, Reading, Structure, StructureKind
from measure.outcomes.describe import json_schema
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.readings import encode_reading


@pytest.fixture(scope="module")
def truth(samples_dir):
    """Film → what is true of it."""
    return json.loads((samples_dir / "truth.json").read_text())["films"]


@pytest.fixture(scope="module")
def beck(truth):
    """Beck index of the wedged L1."""
    return truth["lateral_fracture.dcm"]["structures"]["vertebra:L1"]["beck_index"]


def test_what_is_known_and_what_is_measured(invoke, samples_dir, beck):
    said = invoke("film", samples_dir / "lateral_fracture.dcm").output
    for words in (
        "view     lateral", "facing left", "mm per pixel: mm, calibrated", "landmarks.csv beside the film",
        "L1", f"{beck:.2f}±", "± is one standard deviation", "Not a medical device",
    ):  # fmt: skip
        assert words in said, words


def test_a_coronal_curve_has_its_ends_and_its_side(invoke, samples_dir):
    said = invoke("film", samples_dir / "ap_scoliosis.dcm").output
    assert "T5–T12" in said
    assert "convex right" in said
    assert said.count("convex left") == 2


def test_a_film_without_marks_says_how_to_give_some(invoke, samples_dir, tmp_path):
    film = shutil.copy(samples_dir / "ap_scoliosis.dcm", tmp_path / "film.dcm")
    said = invoke("film", film, "--no-detect").output
    assert "No marks for this film" in said
    assert "--landmarks" in said
    assert "no draft" not in said


def test_missing_networks_are_said_beside_the_film(invoke, samples_dir, tmp_path, no_weights):
    film = shutil.copy(samples_dir / "ap_scoliosis.dcm", tmp_path / "film.dcm")
    said = invoke("film", film).output
    assert "No marks for this film" in said
    assert "no draft: automatic reading needs networks that are not in this installation (measure doctor)" in said


def test_a_refusal_is_said_beside_the_film(invoke, samples_dir, tmp_path, gate_says):
    film = shutil.copy(samples_dir / "lateral_fracture.dcm", tmp_path / "film.dcm")
    gate_says("upside_down")
    assert "no draft: it lies upside down: turn it upright, and it can be read" in invoke("film", film).output


def test_a_draft_says_so_and_what_made_it(invoke, samples_dir, tmp_path, weights):
    """By real networks: the simulated film has T11 to S1 in view."""
    film = shutil.copy(samples_dir / "lateral_fracture.dcm", tmp_path / "film.dcm")
    said = invoke("film", film, "--overlay", tmp_path / "look.png").output
    assert f"DRAFT of a lateral film facing left, marks by spine-detector {weights}" in said
    assert [f"\nL{number} " in said for number in range(1, 6)] == [True] * 5
    assert (tmp_path / "look.png").stat().st_size > 10_000
    rows = json.loads(invoke("film", film, "--json").output)
    assert {(row["status"], row["method"], row["algorithm"]) for row in rows} == {
        ("draft", "automatic", "spine-detector")
    }  # fmt: skip
    assert {row["sd_basis"] for row in rows if row.get("sd") is not None} == {"propagated"}


def test_a_facing_of_the_command_holds_for_a_draft(invoke, samples_dir, tmp_path, weights):
    """The film faces left; stated to face right, front and back change places, and a flag says what it looks like."""
    import pydicom

    film = shutil.copy(samples_dir / "lateral_fracture.dcm", tmp_path / "film.dcm")
    dataset = pydicom.dcmread(film)
    dataset.PatientOrientation = None
    dataset.save_as(film)

    def heights(*more):
        rows = json.loads(invoke("film", film, "--json", *more).output)
        return {(row["structure"], row["measure"]): row.get("value") for row in rows if row.get("structure")}

    left, right = heights(), heights("--facing", "right")
    assert left["vertebra:L2", "anterior_height"] == pytest.approx(right["vertebra:L2", "posterior_height"])


def test_a_table_without_the_film_is_refused(invoke, samples_dir, tmp_path):
    film = shutil.copy(samples_dir / "ap_scoliosis.dcm", tmp_path / "film.dcm")
    result = invoke("film", film, "--landmarks", samples_dir / "landmarks.csv", fails=TableError)
    assert "has no rows for film.dcm" in str(result.exception)


def test_a_gap_is_a_dash_with_its_reason(invoke, samples_dir, tmp_path):
    rows = (samples_dir / "landmarks.csv").read_text().splitlines()
    gone = {("lateral_fracture.dcm", "superior_anterior", "L1")}
    kept = [line for line in rows if not gone & {tuple(line.split(",")[place] for place in (0, 3, 6))}]
    assert len(kept) == len(rows) - 1
    (tmp_path / "m.csv").write_text("\n".join(kept))
    said = invoke("film", samples_dir / "lateral_fracture.dcm", "--landmarks", tmp_path / "m.csv").output
    assert "–  mark missing" in said
    assert "L1" in said


@pytest.fixture(scope="module")
def validator():
    schema = json_schema(MeasurementRow)
    cls = jsonschema.validators.validator_for(schema)
    cls.check_schema(schema)
    return cls(schema)


@pytest.mark.parametrize("name", ["lateral_fracture", "lateral_no_spacing", "ap_scoliosis", "ap_nonsquare"])
def test_json_is_rows_of_the_schema(measure, samples_dir, validator, name):
    done = measure("film", samples_dir / f"{name}.dcm", "--json", "--measures", "all")
    rows = json.loads(done.stdout)
    assert len(rows) > 2
    for row in rows:
        validator.validate(row)


def test_json_of_a_film_without_marks_is_an_empty_list(invoke, samples_dir, tmp_path):
    film = shutil.copy(samples_dir / "ap_scoliosis.dcm", tmp_path / "film.dcm")
    assert json.loads(invoke("film", film, "--json", "--no-detect").output) == []


def test_json_gives_the_values_of_the_truth(invoke, samples_dir, truth):
    expected = truth["lateral_fracture.dcm"]["structures"]["vertebra:L1"]
    rows = json.loads(invoke("film", samples_dir / "lateral_fracture.dcm", "--json").output)
    found = {(row["structure"], row["measure"]): row.get("value") for row in rows if row.get("structure")}
    for measure in ("beck_index", "anterior_height", "wedge_angle"):
        assert found["vertebra:L1", measure] == pytest.approx(expected[measure], rel=1e-6)


def test_a_reading_of_a_run_gives_the_same_rows(invoke, samples_dir, sample_results):
    film = samples_dir / "lateral_fracture.dcm"
    by_table = json.loads(invoke("film", film, "--json").output)
    key = by_table[0]["film_key"]
    reading = sample_results / "readings" / f"{key.replace('/', '_')}.json"
    by_reading = json.loads(invoke("film", film, "--reading", reading, "--json").output)
    # The reading knows from the cases table that L1 was treated: it has more measures of L1.
    table, more = ({row["measurement_uid"]: row for row in rows} for rows in (by_table, by_reading))
    assert {uid: row["value"] for uid, row in more.items() if uid in table} == {u: r["value"] for u, r in table.items()}
    assert {row["level"] for uid, row in more.items() if uid not in table} == {"L1"}
    other = invoke("film", samples_dir / "ap_scoliosis.dcm", "--reading", reading, fails=ReadingError)
    assert "belongs to another film" in str(other.exception)


def test_facing_of_the_command(invoke, samples_dir, tmp_path):
    rows = (samples_dir / "landmarks.csv").read_text()
    for end, seen in (("anterior", "left"), ("posterior", "right")):
        rows = rows.replace(f"superior_{end}", f"superior_{seen}").replace(f"inferior_{end}", f"inferior_{seen}")
    lines = [line.split(",") for line in rows.splitlines()]
    facing = lines[0].index("facing")
    (tmp_path / "m.csv").write_text("\n".join(",".join(line[:facing] + line[facing + 1 :]) for line in lines))
    film = shutil.copy(samples_dir / "lateral_no_spacing.dcm", tmp_path / "lateral_no_spacing.dcm")
    import pydicom

    dataset = pydicom.dcmread(film)
    dataset.PatientOrientation = None
    dataset.save_as(film)
    plain = invoke("film", film, "--landmarks", tmp_path / "m.csv").output
    assert "front and back unknown" in plain
    stated = invoke("film", film, "--landmarks", tmp_path / "m.csv", "--facing", "left").output
    assert "front and back unknown" not in stated


def test_a_truncated_film_is_an_error_that_names_what_is_missing(measure, samples_dir):
    done = measure("film", samples_dir / "truncated.dcm")
    assert done.returncode == 1
    assert "cut short" in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_are_of_the_one_tree(invoke, samples_dir, tmp_path):
    (tmp_path / "m.csv").write_text("film,view,vertebra,corner,x,y\nap_scoliosis.dcm,AP,1,nose,1,2\n")
    result = invoke("film", samples_dir / "ap_scoliosis.dcm", "--landmarks", tmp_path / "m.csv", fails=MeasureError)
    assert "line 2, column corner" in str(result.exception)


def test_a_hash_in_a_file_name_is_no_frame(invoke, samples_dir, tmp_path, truth):
    (tmp_path / "a#b.dcm").write_bytes((samples_dir / "ap_scoliosis.dcm").read_bytes())
    rows = (samples_dir / "landmarks.csv").read_text().splitlines()
    own = [row.replace("ap_scoliosis.dcm", "a#b.dcm") for row in rows if row.startswith(("film,", "ap_scoliosis.dcm"))]
    (tmp_path / "landmarks.csv").write_text("\n".join(own) + "\n")
    curve = truth["ap_scoliosis.dcm"]["film"]["coronal_cobb_angle"]["value"]
    assert f"{curve:.1f} ±" in invoke("film", tmp_path / "a#b.dcm").output


@pytest.fixture
def judged(tmp_path):
    """An assessment table about the sample with the broken L1."""
    path = tmp_path / "judged.csv"
    path.write_text(
        "film;level;observer;genant_visual;genant_type;leak_site\n"
        "lateral_fracture.dcm;L1;reader-1;2;wedge;disc, vein\n"
        "lateral_fracture.dcm;T12;;0,5;;\n"
        "other.dcm;L1;reader-1;9;;\n"
    )
    return path


def test_what_people_judged_stands_under_the_values(invoke, samples_dir, judged, beck):
    said = invoke("film", samples_dir / "lateral_fracture.dcm", "--assessments", judged).output
    values, _, words = said.partition("Judged by people, not measured:")
    assert f"{beck:.2f}±" in values
    assert words.index("T12  visual Genant 0.5 (imported, draft)") < words.index(
        "L1   visual Genant 2, wedge, cement leak: disc, vein (reader-1)"
    )


def test_judgements_of_a_film_without_marks(invoke, samples_dir, judged, tmp_path):
    film = shutil.copy(samples_dir / "lateral_fracture.dcm", tmp_path)
    said = invoke("film", film, "--assessments", judged, "--no-detect").output
    assert "No marks for this film" in said
    assert "visual Genant 2, wedge" in said


def test_json_has_the_rows_of_the_judgements_too(invoke, samples_dir, judged):
    rows = json.loads(invoke("film", samples_dir / "lateral_fracture.dcm", "--assessments", judged, "--json").output)
    found = {(row["structure"], row["scheme"]): row["value"] for row in rows if "assessment_uid" in row}
    assert found == {
        ("vertebra:T12", "genant_visual"): "0.5", ("vertebra:L1", "genant_visual"): "2",
        ("vertebra:L1", "genant_type"): "wedge", ("vertebra:L1", "leak_site"): "disc;vein",
    }  # fmt: skip
    schema = json_schema(AssessmentRow)
    for row in rows:
        if "assessment_uid" in row:
            jsonschema.validators.validator_for(schema)(schema).validate(row)


def test_an_assessment_table_with_a_bad_line_or_without_the_film_is_refused(invoke, samples_dir, judged, tmp_path):
    other = shutil.copy(samples_dir / "ap_scoliosis.dcm", tmp_path / "other.dcm")
    bad = invoke("film", other, "--assessments", judged, fails=TableError)
    assert "assessment table: line 4, column genant_visual: genant_visual: expected 0" in str(bad.exception)
    none = invoke("film", samples_dir / "ap_scoliosis.dcm", "--assessments", judged, fails=TableError)
    assert "has no judgement of ap_scoliosis.dcm" in str(none.exception)


def test_judgements_of_a_reading_are_put_in_the_words_of_their_schemes(invoke, samples_dir, tmp_path):
    header = read_header(samples_dir / "lateral_fracture.dcm")
    reader = Observer(ObserverKind.PERSON, "reader-1")

    def told(scheme, value, **fails):
        assessment = Assessment(scheme, value, reader, Structure(StructureKind.VERTEBRA, Level.L1))
        reading = Reading("2.25.1", header.film_key, reader, assessments=(assessment,))
        (tmp_path / "r.json").write_text(encode_reading(reading), encoding="utf-8")
        return invoke("film", samples_dir / "lateral_fracture.dcm", "--reading", tmp_path / "r.json", **fails)

    assert "AO Spine A1 (reader-1)" in told("ao_spine", "a1").output
    assert "expected A0, A1" in str(told("ao_spine", "D9", fails=CatalogError).exception)
    assert "did you mean ao_spine" in str(told("ao_spin", "A1", fails=CatalogError).exception)
