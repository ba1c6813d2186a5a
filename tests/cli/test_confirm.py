"""``measure confirm`` as a reader uses it: list the drafts, fill in decisions, take them, measure again."""

import csv

import numpy as np
import pytest
from PIL import Image

from measure.errors import CatalogError, ModelError, StoreError, TableError
from measure.model import Status
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store


@pytest.fixture
def batch(invoke, samples_dir, tmp_path, store_url):
    """Measure one sample film into the store; again gives the table of the run."""

    def go():
        said = invoke(
            "batch", samples_dir / "lateral_fracture.dcm", "--landmarks", samples_dir / "landmarks.csv", "--overlays",
            "none", "--cases", samples_dir / "cases.csv", "--out", tmp_path / "results", "--store", store_url,
            "--workers", 1,
        ).output  # fmt: skip
        with (tmp_path / "results" / "measurements.csv").open(newline="", encoding="utf-8") as file:
            return said, list(csv.DictReader(file))

    return go


@pytest.fixture
def drafts(batch, invoke, tmp_path, store_url):
    """List of the drafts of a first run: its lines, and what writes decisions into them."""
    batch()
    invoke("confirm", "--drafts", tmp_path / "drafts.csv", "--store", store_url)
    with (tmp_path / "drafts.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def take(invoke, tmp_path, store_url):
    """Take lines as a table of decisions."""

    def go(lines, *words, by="reader-1"):
        path = tmp_path / "decisions.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)
        return invoke("confirm", path, "--store", store_url, "--by", by, *words)

    return go


def with_decisions(lines):
    """The first three lines that have a value: confirmed, amended, rejected."""
    measured = [line for line in lines if line["value"]]
    measured[0]["decision"] = "confirm"
    measured[1] |= {"decision": "Amend", "new_value": "21.5", "note": "remeasured by hand"}
    measured[2]["decision"] = " reject"
    return [line["row_uid"] for line in measured[:3]]


def test_decisions_outlive_the_next_run(batch, drafts, take, invoke, store_url, tmp_path):
    _, before = batch()
    assert {line["row_uid"] for line in drafts} == {row["measurement_uid"] for row in before}
    assert {row["status"] for row in before} == {"draft"}
    uids = with_decisions(drafts)
    said = take(drafts).output
    assert [words for words in ("1 confirmed", "1 amended", "1 rejected") if words not in said] == []
    assert f"{len(drafts) - 3} without a decision" in said

    said, after = batch()
    assert "1 films were finished by an earlier run" in said
    assert "0 rows added, 0 revised" in said
    rows = {row["measurement_uid"]: row for row in after}
    assert [rows[uid]["confirmed_by"] for uid in uids] == ["reader-1"] * 3
    assert [rows[uid]["revision"] for uid in uids] == ["2"] * 3
    assert rows[uids[1]]["value"] == "21.5"
    assert rows[uids[1]]["flags"].endswith("amended")
    assert (rows[uids[2]]["value"], rows[uids[2]]["reason"]) == ("", "rejected_by_reader")
    assert {row["status"] for uid, row in rows.items() if uid not in uids} == {"draft"}

    # Without its journal the run measures again, and offers the very drafts that were decided on.
    (tmp_path / "results" / "journal.jsonl").unlink()
    said, again = batch()
    assert "0 rows added, 0 revised" in said
    assert again == after
    assert "3 decided so already" in take(drafts).output

    said = invoke("explain", uids[1], "--store", store_url).output
    assert "confirmed by reader-1" in said
    assert "amended by a reader: reader-1" in said
    assert "value before" in said
    with Store.open(store_url) as store:
        assert store.count(current=False) == len(drafts) + 3


def test_a_bad_line_is_named_and_the_others_are_taken(drafts, take, store_url):
    uids = with_decisions(drafts)
    drafts[-1]["decision"] = "maybe"
    drafts[-2] |= {"decision": "confirm", "revision": "7"}
    result = take(drafts)
    assert result.exit_code == 1
    assert "2 refused" in result.output
    assert f"line {len(drafts) + 1}, column decision: expected confirm, amend, reject, got 'maybe'" in result.output
    assert f"line {len(drafts)}: the draft has changed" in result.output
    with Store.open(store_url) as store:
        assert {row.uid for row in store.rows(status="confirmed")} == set(uids)


def test_a_second_reader_is_told_of_the_first(drafts, take, store_url):
    uids = with_decisions(drafts)
    take(drafts)
    for line in drafts:
        line |= {"decision": "confirm" if line["decision"] else "", "new_value": ""}
    refused = take(drafts, by="reader-2")
    assert refused.exit_code == 1
    assert refused.output.count("already confirmed by reader-1; --again decides anew") == 3
    assert "3 confirmed" in take(drafts, "--again", by="reader-2").output
    with Store.open(store_url) as store:
        assert {row.confirmed_by for row in store.rows(MeasurementRow, measurement_uid=uids)} == {"reader-2"}


def test_drafts_are_listed_by_film_and_measure(drafts, invoke, store_url, tmp_path):
    def listed(name, *words):
        said = invoke("confirm", "--drafts", tmp_path / name, "--store", store_url, *words).output
        with (tmp_path / name).open(newline="", encoding="utf-8") as file:
            found = list(csv.DictReader(file))
        assert f"{len(found)} drafts wait" in said
        return found

    assert listed("all.csv") == drafts
    key = drafts[0]["film_key"]
    assert listed("film.csv", "--film", key[-9:]) == drafts
    two = listed("two.csv", "--measure", "beck_index", "--measure", "wedge_angle")
    assert {line["measure"] for line in two} == {"beck_index", "wedge_angle"}
    assert two == [line for line in drafts if line["measure"] in ("beck_index", "wedge_angle")]
    with pytest.raises(TableError, match="expected a new file"):
        invoke("confirm", "--drafts", tmp_path / "all.csv", "--store", store_url)
    with pytest.raises(CatalogError):
        invoke("confirm", "--drafts", tmp_path / "x.csv", "--store", store_url, "--measure", "beak_index")
    with pytest.raises(StoreError, match=r"film 'nosuch.dcm': expected the file name or film key of one in the store"):
        invoke("confirm", "--drafts", tmp_path / "x.csv", "--store", store_url, "--film", key, "--film", "nosuch.dcm")
    assert not (tmp_path / "x.csv").exists()


def of(lines, measure, structure="vertebra:L1"):
    """Lines of one measure of one vertebra, in the order of the films."""
    return [line for line in lines if (line["measure"], line["structure"]) == (measure, structure)]


def test_a_film_whose_drafts_are_all_decided_is_known_all_the_same(drafts, take, invoke, store_url, tmp_path):
    for line in drafts:
        line["decision"] = "confirm"
    take(drafts)
    said = invoke(
        "confirm", "--drafts", tmp_path / "none.csv", "--store", store_url, "--film", drafts[0]["film_key"]
    ).output
    assert "0 drafts wait" in said


def test_a_value_that_nobody_can_have_is_refused(drafts, take, store_url):
    (height,), (beck,) = of(drafts, "anterior_height"), of(drafts, "beck_index")
    height |= {"decision": "amend", "new_value": "180"}
    beck |= {"decision": "amend", "new_value": "0,9"}
    refused = take(drafts)
    assert refused.exit_code == 1
    assert "column new_value: expected 2 to 60 mm for anterior_height, got 180" in refused.output
    with Store.open(store_url) as store:
        (row,) = store.rows(MeasurementRow, measurement_uid=height["row_uid"])
        assert (row.status, f"{row.value:.6g}") == (Status.DRAFT, height["value"])
    height["new_value"] = "18.0"
    assert "1 amended" in take(drafts).output


@pytest.mark.parametrize("decision", ["amend", "reject"])
def test_what_rests_on_the_same_marks_is_named_once(drafts, take, decision):
    """Beck index and wedge angle of L1 share its anterior corners; the wedge angle was decided on along with it."""
    (height,), (wedge,) = of(drafts, "anterior_height"), of(drafts, "wedge_angle")
    height |= {"decision": decision, "new_value": "21.5" if decision == "amend" else ""}
    wedge["decision"] = "confirm"
    said = take(drafts).output
    assert said.count("these rest on the same marks and were not changed:") == 1
    (line,) = (line for line in said.splitlines() if "same marks" in line)
    first, *others = line.split(": ")[1].split("; ")
    assert {"Beck index", "anterior height loss"} <= set(first.removeprefix("L1 ").split(", "))
    assert "L2 regional Cobb angle (bisegmental)" in others
    assert any(other.startswith("L1–S1 lumbar lordosis") for other in others)
    assert "posterior height" not in line
    assert "wedge angle" not in line
    assert line.endswith("; decide on them too")
    # Nothing was changed by a confirmation, nor by a table that was taken before.
    wedge["decision"], height["decision"], height["new_value"] = "", "", ""
    of(drafts, "posterior_height")[0]["decision"] = "confirm"
    assert "same marks" not in take(drafts).output


def test_notes_are_said_not_to_be_stored(drafts, take):
    with_decisions(drafts)
    assert take(drafts).output.count("notes are for yourself and are not stored") == 1
    for line in drafts:
        line["note"] = ""
    assert "notes are" not in take(drafts).output


@pytest.fixture
def two_visits(invoke, tmp_path, store_url):
    """Run over films of a treated L1 that is 12 high where 20 is expected, and 16 after the procedure."""
    corners = ("superior_anterior", "superior_posterior", "inferior_anterior", "inferior_posterior")
    lines = ["film,view,vertebra,corner,x,y,level,facing"]
    for film, height in (("a.png", 12), ("b.png", 16)):
        Image.fromarray(np.full((100, 90), height, np.uint8)).save(tmp_path / film)
        for place, level in enumerate(("T12", "L1", "L2")):
            middle, front = 28 * place + 20, (height if level == "L1" else 20) / 2
            ys = (middle - front, middle - 10, middle + front, middle + 10)
            for corner, x, y in zip(corners, (30, 60, 30, 60), ys, strict=True):
                lines.append(f"{film},LAT,{place + 1},{corner},{x},{y},{level},left")
    (tmp_path / "marks.csv").write_text("\n".join(lines) + "\n")
    (tmp_path / "cases.csv").write_text("film,subject,days_from_index,treated_level\na.png,7,-3,L1\nb.png,7,92,L1\n")

    def go():
        return invoke(
            "batch", tmp_path / "a.png", tmp_path / "b.png", "--landmarks", tmp_path / "marks.csv", "--cases",
            tmp_path / "cases.csv", "--out", tmp_path / "two", "--store", store_url, "--overlays", "none",
            "--workers", 1, "--measures", "deformity",
        ).output  # fmt: skip

    go()
    return go


RESTORED = "anterior_height_restoration"


def test_a_restoration_is_confirmed_with_the_values_behind_it(two_visits, invoke, take, tmp_path, store_url):
    def restored():
        with Store.open(store_url) as store:
            (row,) = store.rows(MeasurementRow, measure=RESTORED)
        return row

    invoke("confirm", "--drafts", tmp_path / "d.csv", "--store", store_url)
    with (tmp_path / "d.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert not {line["measure"] for line in lines} & COURSE_MEASURES
    assert (round(restored().value, 6), restored().status) == (50, Status.DRAFT)

    behind = [one for one in lines if (one["measure"], one["structure"]) == ("anterior_height_loss", "vertebra:L1")]
    assert len(behind) == 2
    behind[0]["decision"] = "confirm"
    take(lines)
    assert restored().status is Status.DRAFT, "one of the two is a draft still"
    behind[1]["decision"] = "confirm"
    take(lines)
    row = restored()
    assert (round(row.value, 6), row.status, row.confirmed_by) == (50, Status.CONFIRMED, "reader-1")
    assert "0 rows added, 0 revised" in two_visits()
    assert restored() == row

    # Amended, it is worked out anew; rejected, there is none: also that a person confirmed.
    behind[1] |= {"decision": "amend", "new_value": "10"}
    take(lines, "--again")
    assert (round(restored().value, 6), restored().status) == (75, Status.CONFIRMED)
    behind[1] |= {"decision": "reject", "new_value": ""}
    take(lines, "--again")
    row = restored()
    assert (row.value, row.reason, row.status) == (
        None, "not_measurable_after:anterior_height_loss", Status.CONFIRMED
    )  # fmt: skip
    assert "0 rows added, 0 revised" in two_visits()
    assert restored() == row


def test_an_amended_height_gives_the_restoration_anew(two_visits, invoke, take, tmp_path, store_url):
    """18 instead of 16 high, of 20 expected: 6 of the 8 lost came back, whatever the loss of the film still says."""

    def restored():
        with Store.open(store_url) as store:
            (row,) = store.rows(MeasurementRow, measure=RESTORED)
        return row

    invoke("confirm", "--drafts", tmp_path / "d.csv", "--store", store_url)
    with (tmp_path / "d.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    height = next(line for line in of(lines, "anterior_height") if line["value"] == "16")
    (before,) = (line for line in of(lines, "anterior_height_loss") if line["film_key"] != height["film_key"])
    loss, expected = (
        next(line for line in of(lines, name) if line["film_key"] == height["film_key"])
        for name in ("anterior_height_loss", "expected_anterior_height")
    )
    height |= {"decision": "amend", "new_value": "18"}
    assert "L1 anterior height loss" in take(lines).output
    assert (round(restored().value, 6), restored().status) == (75, Status.DRAFT)
    assert "0 rows added, 0 revised" in two_visits()

    # The rows behind it are the height and what was expected: the loss of the film no longer matters.
    before["decision"] = expected["decision"] = "confirm"
    take(lines)
    assert (round(restored().value, 6), restored().status) == (75, Status.CONFIRMED)
    # A loss that the reader states himself holds.
    loss |= {"decision": "amend", "new_value": "20"}
    take(lines)
    assert (round(restored().value, 6), restored().status) == (50, Status.CONFIRMED)


def test_of_several_films_each_has_its_line(two_visits, invoke, take, tmp_path, store_url):
    invoke("confirm", "--drafts", tmp_path / "d.csv", "--store", store_url)
    with (tmp_path / "d.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    for height in of(lines, "anterior_height"):
        height["decision"] = "reject"
    said = [line for line in take(lines).output.splitlines() if "same marks" in line]
    keys = {line["film_key"] for line in lines}
    assert {line.partition(": ")[0] for line in said} == {f"film …{key[-12:]}" for key in keys}
    assert len(said) == len(keys) == 2


def test_a_restoration_itself_is_not_decided_on(two_visits, invoke, take, tmp_path, store_url):
    invoke("confirm", "--drafts", tmp_path / "d.csv", "--store", store_url)
    with (tmp_path / "d.csv").open(newline="", encoding="utf-8") as file:
        line = next(csv.DictReader(file))
    with Store.open(store_url) as store:
        (row,) = store.rows(MeasurementRow, measure=RESTORED)
    line |= {"decision": "confirm", "row_uid": row.uid, "value": f"{row.value:.6g}", "revision": str(row.revision)}
    refused = take([line])
    assert refused.exit_code == 1
    assert "it follows from two films: decide on the values behind it" in refused.output


@pytest.mark.parametrize("name", ["auto", "measure", "unknown"])
def test_nobody_confirms(drafts, take, name):
    with_decisions(drafts)
    with pytest.raises(ModelError, match="only a person confirms"):
        take(drafts, by=name)


def test_what_is_asked_must_be_clear(invoke, tmp_path, samples_dir):
    table, store = samples_dir / "cases.csv", tmp_path / "outcomes.sqlite"
    Store.open(store).close()
    for words in (("--drafts", tmp_path / "d.csv", table), (), (table,), (table, "--by", "r1", "--film", "x")):
        assert invoke("confirm", *words, "--store", store).exit_code == 2
    with pytest.raises(TableError, match="expected also the columns"):
        invoke("confirm", table, "--by", "r1", "--store", store)
    with pytest.raises(StoreError, match="expected a store, there is none"):
        invoke("confirm", table, "--by", "r1", "--store", tmp_path / "no.sqlite")


def test_the_installed_program_confirms(measure, sample_results, tmp_path):
    """The real script, on a copy of the store of the samples."""
    store = tmp_path / "outcomes.sqlite"
    with Store.open(sample_results / "outcomes.sqlite") as samples, Store.open(store) as copy:
        copy.add(samples.rows(), batch="copy")
    listed = measure("confirm", "--drafts", tmp_path / "drafts.csv", "--store", store)
    assert listed.returncode == 0, listed.stderr
    text = (tmp_path / "drafts.csv").read_text(encoding="utf-8").splitlines()
    decided = [text[0], *("confirm" + line for line in text[1:])]
    (tmp_path / "drafts.csv").write_text("\n".join(decided), encoding="utf-8")
    done = measure("confirm", tmp_path / "drafts.csv", "--store", store, "--by", "reader-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(text) - 1} confirmed" in done.stdout
    refused = measure("confirm", tmp_path / "drafts.csv", "--store", store, "--by", "auto")
    assert refused.returncode == 1
    assert refused.stderr.startswith("measure: reader: expected the code or login of a person")
