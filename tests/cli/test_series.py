"""``measure series`` as a reader uses it: on the samples, on imported tables, on stores without what is asked."""

import pytest

from measure.errors import StoreError
from measure.outcomes.store import Store

HEAD = "subject,days_from_index,timepoint,level,measure,value,sd,unit,scale_class,posture"
NUMBER = "4711"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "outcomes.sqlite"


@pytest.fixture
def keep(tmp_path, store, invoke, monkeypatch):
    """Import lines of a table of measurements, or another table."""
    monkeypatch.chdir(tmp_path)

    def go(*lines: str, head: str = HEAD, table: str = "measurement") -> None:
        file = tmp_path / f"{table}.csv"
        file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        result = invoke("import", file, "--store", store, "--table", table)
        assert result.exit_code == 0, result.output

    return go


@pytest.fixture
def series(store, invoke):
    def go(*words, **changes):
        return invoke("series", *words, "--store", store, **changes)

    return go


def beck(day: int, value: float, level: str = "L1", posture: str = "standing") -> str:
    return f"{NUMBER},{day},,{level},beck_index,{value},0.045,{{ratio}},,{posture}"


def audit(day: int, index: float, cobb: float) -> list[str]:
    return [beck(day, index), f"{NUMBER},{day},,L1,bisegmental_cobb_angle,{cobb},2.3,deg,,standing"]


def test_means_of_the_audit(keep, series):
    """NICE HTG422: neither Beck 1.0 to 0.96 nor Cobb 11 to 13 degrees is more than readers vary."""
    keep(*audit(-5, 1.0, 11), *audit(92, 0.96, 13))
    text = series(NUMBER, "--treated", "L1").output
    said = [" ".join(line.split()) for line in text.splitlines()]
    assert "Beck index, change −0.04 ± 0.06 within measurement error" in said
    assert any(line.startswith("Regional Cobb angle (bisegmental), change 2.0 ± 3.3° within") for line in said)
    assert "baseline 3 months" in said
    assert "day −5 day 92" in said
    assert NUMBER not in text


def test_treated_level_out_of_a_procedure(keep, series):
    keep(*audit(-5, 1.0, 11), *audit(92, 0.96, 13))
    assert "No treated level is known" in series(NUMBER).output
    keep(f"{NUMBER},L1,vertebral_implant", head="subject,level,kind", table="procedure")
    assert "L1, treated" in series(NUMBER).output


def test_samples(sample_results, measure):
    done = measure("series", "SIM-0001", "--store", sample_results / "outcomes.sqlite",
                   MEASURE_KEY_FILE=str(sample_results.parent / "pseudonym.key"))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "L1, treated" in done.stdout
    assert "over half" in done.stdout
    assert "Days count from the index procedure" in done.stdout
    assert "\x1b" not in done.stdout, "colours in a pipe"
    assert "SIM-0001" not in done.stdout
    assert "●" in done.stdout
    # Every flag and reason is a sentence, not its code.
    assert "_" not in done.stdout


def test_list_of_the_samples(sample_results, invoke):
    text = invoke("series", "--store", sample_results / "outcomes.sqlite").output
    assert len([line for line in text.splitlines() if line.startswith("k")]) == 7


def test_no_store_and_an_empty_one(store, series):
    assert "there is none" in str(series(fails=StoreError).exception)
    Store.open(store).close()
    assert "No subjects" in series().output
    assert "none in the store fits" in str(series(NUMBER, fails=StoreError).exception)


def test_patient_who_is_not_here_is_not_named(keep, series):
    keep(beck(-5, 0.6))
    refused = series("0815-SECRET", fails=StoreError)
    assert "0815" not in str(refused.exception) + refused.output


def test_level_that_was_never_measured(keep, series):
    keep(beck(-5, 0.6), beck(92, 0.8))
    text = series(NUMBER, "--level", "L1;L4").output
    assert "No value of L4 at any visit." in text
    assert "Beck index" in text


def test_one_visit_has_a_table_and_nothing_else(keep, series):
    keep(beck(-5, 0.6))
    text = series(NUMBER, "--level", "L1").output
    assert "0.60 ± 0.04" in text
    assert "since baseline" not in text
    assert "●" not in text


def test_eight_films_fit_the_screen(keep, measure, store):
    days = (-5, 1, 30, 91, 183, 365, 730, 1500)
    keep(*(beck(day, 0.6 + day / 10000) for day in days))
    text = measure("series", NUMBER, "--level", "L1", "--store", store).stdout
    assert max(map(len, text.splitlines())) <= 120
    for day in days:
        assert f"day {day}".replace("-", "−") in text


def test_films_that_are_in_no_course_are_named(keep, series):
    keep(beck(-5, 0.6), beck(92, 0.8), beck(0, 0.7))
    text = series(NUMBER, "--treated", "L1").output
    assert "1 film in no course: on the day of the procedure" in text


def test_other_posture_is_not_compared_unless_asked(keep, series):
    keep(beck(-5, 0.6, posture="supine"), beck(92, 0.9))
    text = series(NUMBER, "--treated", "L1").output
    assert "held differently" in text
    asked = series(NUMBER, "--treated", "L1", "--any-posture").output
    assert "compared because it was asked for" in asked
    assert "0.30 ± 0.06" in asked


def test_windows_without_days_are_plotted_by_visit(keep, series):
    keep(*(f"{NUMBER},,{window},L1,beck_index,{value},0.045,{{ratio}},,"
           for window, value in (("baseline", 0.6), ("m3", 0.8), ("final", 0.75))))  # fmt: skip
    text = series(NUMBER, "--treated", "L1").output
    assert "day" not in text.replace("today", "")
    assert [line.split() for line in text.splitlines() if line.split()[:1] == ["baseline"]][-1] == ["baseline", "final"]


def test_height_that_fell_is_named_wherever_it_is(keep, series):
    """A reader looks at L1; L4 fell by a quarter and 7 mm."""
    keep(*(f"{NUMBER},{day},,L4,{site}_height,{height},0.5,mm,calibrated,standing"
           for day, height in ((-5, 28), (92, 21)) for site in ("anterior", "middle", "posterior")))  # fmt: skip
    assert "L4: height fell by 25" in series(NUMBER, "--treated", "L1").output


def test_film_before_the_injury_gives_the_expected_height(keep, series):
    """28 mm before the injury, 18 after it, 23 after the procedure; the neighbour says how the films are enlarged."""
    keep(f"{NUMBER},injury,-10", head="subject,kind,day", table="event")
    keep(*(f"{NUMBER},{day},,{level},anterior_height,{height * enlarged:g},0.5,mm,calibrated,standing"
           for day, enlarged, heights in ((-400, 1, (26, 28)), (-3, 1, (26, 18)), (92, 1.1, (26, 23)))
           for level, height in zip(("T12", "L1"), heights, strict=True)))  # fmt: skip
    said = " ".join(series(NUMBER, "--treated", "L1").output.split())
    assert "anterior 50" in said
    assert "expected height from a film before the injury" in said


def test_unknown_measure_and_level(keep, series):
    keep(beck(-5, 0.6))
    from measure.errors import CatalogError

    series(NUMBER, "--measures", "beck_idex_change", fails=CatalogError)
    series(NUMBER, "--level", "L9", fails=StoreError)


def test_judgements_stand_beside_the_values_in_order_of_time(keep, series):
    keep(beck(-3, 0.7), beck(90, 0.9))
    head = "subject,days_from_index,level,view,scheme,value,observer"
    judged = (
        f"{NUMBER},90,L1,lateral,leak_site,disc;vein,reader-1",
        f"{NUMBER},-3,L1,lateral,genant_visual,2,reader-1",
    )
    keep(*judged, head=head, table="assessment")
    said = series(NUMBER).output
    assert said.index("visual Genant 2") < said.index("cement leak: disc, vein")
    assert "0 of 2 values are confirmed by a person" in said


def test_each_film_says_what_its_millimetres_are(keep, series):
    height = f"{NUMBER},-3,,L1,anterior_height,18,1.1,mm,calibrated,standing"
    keep(height, height.replace(",-3,", ",90,").replace("calibrated", "detector"))
    said = series(NUMBER, "--treated", "L1").output
    assert "mm calibrated" in said
    assert "mm at the detector" in said
