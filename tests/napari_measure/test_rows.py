import csv
import io
from dataclasses import replace

from measure.model import FilmHeader, NotVisible
from measure.readings import encode_reading
from napari_measure.rows import as_text, rows_of, say_film, say_scale, say_status
from napari_measure.session import OpenedFilm, open_with


def test_rows_of_the_whole_film_come_first_and_then_from_the_head_down(lateral: OpenedFilm) -> None:
    rows = rows_of(lateral)
    assert len(rows) == len(lateral.measurements)
    assert [row.where for row in rows if row.first] == [
        "L1–S1", "S1", "L1–S1", "T11", "T12", "L1", "L2", "L3", "L4", "L5"
    ]  # fmt: skip
    lordosis, slope = (row.measurement.quantity for row in rows[:2])
    assert [(row.title, row.value, row.unit) for row in rows[:2]] == [
        ("Lumbar lordosis", f"−{-lordosis.value:.1f} ± {lordosis.sd:.1f}", "°"),
        ("Sacral slope", f"{slope.value:.1f} ± {slope.sd:.1f}", "°"),
    ]
    beck = next(row for row in rows if row.where == "L1" and row.measurement.measure == "beck_index")
    said = beck.measurement.quantity
    assert (beck.title, beck.unit, beck.measured) == ("Beck index", "", True)
    assert beck.value == f"{said.value:.2f} ± {said.sd:.2f}"
    assert "Anterior height divided by posterior height" in beck.tip


def test_curves_say_where_and_to_which_side(frontal: OpenedFilm) -> None:
    first = rows_of(frontal)[0]
    assert first.where == "T5–T12"
    assert first.remark.startswith("convex right")
    assert first.unit == "°"
    assert "straight spine reads" in first.tip


def test_a_gap_is_said_in_words(lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    blind = tuple(
        replace(a, marks={}, not_visible=NotVisible.CEMENT) if a.structure.label == "L1" else a
        for a in lateral.reading.annotations
    )
    rows = rows_of(open_with(lateral.header, replace(lateral.reading, annotations=blind), ""))
    # The regional angle is read on the neighbours, so L1 still has it.
    gaps = [row for row in rows if row.where == "L1" and row.measurement.measure != "bisegmental_cobb_angle"]
    assert len(gaps) == 6
    assert all((row.measured, row.value, row.unit) == (False, "", "") for row in gaps)
    assert "not visible (cement)" in gaps[0].remark


def test_lines_above_the_table(lateral: OpenedFilm, frontal: OpenedFilm) -> None:
    assert say_film(lateral) == "Lateral T11–S1, facing left"
    assert frontal.reading is not None
    levels = [str(a.structure.level) for a in frontal.reading.annotations if a.structure.level]
    assert say_film(frontal) == f"Frontal {levels[0]}–{levels[-1]}"
    assert say_scale(lateral) == (
        f"Lengths in mm, calibrated in the plane of the bone ({lateral.calibration.step[0]:.3g} mm per pixel)"
    )
    assert "larger than the patient by the magnification" in say_scale(frontal)
    bare = open_with(FilmHeader("k", 2, 2, frames=3, frame=2), None, "")
    assert say_film(bare) == "Film, frame 2 of 3"
    assert [say_status(film) for film in (lateral, bare)] == ["DRAFT", "NO READING"]


def test_text_to_paste_has_full_precision_and_no_identity(lateral: OpenedFilm) -> None:
    assert lateral.reading is not None
    rows = list(csv.DictReader(io.StringIO(as_text(lateral)), delimiter="\t"))
    assert [float(row["value"]) for row in rows] == [row.measurement.quantity.value for row in rows_of(lateral)]
    assert {row["reading_status"] for row in rows} == {"draft"}
    assert {row["scale_class"] for row in rows if row["unit"] == "mm"} == {"calibrated"}
    assert lateral.header.film_key not in as_text(lateral)
    assert lateral.header.film_key in encode_reading(lateral.reading)
