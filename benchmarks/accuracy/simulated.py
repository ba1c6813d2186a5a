"""Simulated: accuracy, coverage, names and refusals on simulated films, stratum by stratum."""

import numpy as np
import pandas as pd

from accuracy.intervals import mean, median
from accuracy.records import HEIGHTS, LOSSES, Records
from accuracy.tables import Table

Z95 = 1.959964
# Title, measures, which true vertebrae, what to reach, decimals.
ROWS: tuple[tuple[str, tuple[str, ...], str, str, int], ...] = (
    ("heights, intact, mm", HEIGHTS, "kind == 'intact' and not treated", "≤ 1.0", 2),
    ("heights, deformed, mm", HEIGHTS, "kind != 'intact' and not treated", "≤ 1.5", 2),
    ("heights, cemented or implanted, mm", HEIGHTS, "treated", "", 2),
    ("wedge angle, °", ("wedge_angle",), "", "≤ 2.5", 1),
    ("wedge angle, deformed, °", ("wedge_angle",), "kind != 'intact'", "", 1),
    ("bisegmental Cobb angle, °", ("bisegmental_cobb_angle",), "", "≤ 3", 1),
    ("Beck index", ("beck_index",), "", "≤ .04", 3),
    ("Beck index, deformed", ("beck_index",), "kind != 'intact'", "", 3),
    ("biconcavity index", ("biconcavity_index",), "", "", 3),
    ("height loss, %", LOSSES, "", "", 1),
    ("coronal Cobb angle, °", ("coronal_cobb_angle",), "", "≤ 2.5", 1),
)
STRATA = (
    ("intact", "kind == 'intact' and not treated"), ("wedge", "kind == 'wedge' and not treated"),
    ("biconcave", "kind == 'biconcave' and not treated"), ("crush", "kind == 'crush' and not treated"),
    ("lost 20–25 %", ".2 <= lost < .25 and not treated"), ("lost 25–40 %", ".25 <= lost < .4 and not treated"),
    ("lost 40 % or more", "lost >= .4 and not treated"), ("cemented or implanted", "treated"),
    ("screws and rods on the film", "screws"), ("low dose", "low_dose"), ("usual dose", "not low_dose"),
    ("under 18 years", "age < 18"), ("18 to 50", "18 <= age < 50"), ("50 to 70", "50 <= age < 70"),
    ("over 70", "age >= 70"), ("unusual count", "unusual"),
)  # fmt: skip
BANDS = ((0, 10), (10, 25), (25, 45), (45, 60), (60, 90))


def tables(found: Records) -> list[Table]:
    """Every table of the simulated films."""
    keys = found.vertebrae.drop(columns=["error"]).merge(found.films, on="film", suffixes=("", "_film"))
    values = found.values.merge(keys.drop(columns=["true", "matched", "extra"]), on=["film", "key"], how="left")
    values = values[(values["key"] == "") | values["found"].notna()]  # four corners, or a whole film
    flags = ["treated", "screws", "low_dose", "unusual"]
    values[flags] = values[flags].eq(True)
    values["off"] = values["value"] - values["truth"]
    values["constant"] = _constant(values)
    return [
        _measures(values), _strata(values, keys), _curves(values, found.films), _losses(values),
        _films(found), _levels(keys),
    ]  # fmt: skip


def _measures(values: pd.DataFrame) -> Table:
    rows = []
    for title, measures, where, reach, places in ROWS:
        some = _where(values[values["measure"].isin(measures)], where)
        rows.append([title, reach, *_figures(some, places)])
    heads = (
        "", "reach", "n", "measured, %", "mean absolute error", "bias", "constant", "covered by 95 % intervals, %",
        "median sd", "covered without readers' part, %", "median sd of it", "beyond 3 sd, %",
    )  # fmt: skip
    note = (
        "n counts what a perfect reader can measure; what the draft misses, refuses or marks as not readable lowers "
        "*measured*. Millimetres of the patient at the spine. Intervals over films. Constant: error of always saying "
        "the median of the other half of the films. A stated sd holds what readers vary by beyond their marks; both "
        "columns without that part tell of the detector alone. To reach: 93–97 % covered, at most 1 % beyond 3 sd."
    )
    return Table("simulated_measures", "Simulated films: what is measured", heads, rows, note)


def _figures(some: pd.DataFrame, places: int) -> list[str]:
    given = some[some["value"].notna()]
    sure = given[given["sd"].notna()]
    off = sure["off"].abs()
    return [
        str(len(some)),
        mean(some["value"].notna().astype(float), some["film"]).text(0, 100),
        mean(given["off"].abs(), given["film"]).text(places),
        mean(given["off"], given["film"]).text(places),
        mean((some["constant"] - some["truth"]).abs(), some["film"]).text(places),
        mean((off <= Z95 * sure["sd"]).astype(float), sure["film"]).text(1, 100),
        f"{sure['sd'].median():.{places}f}",
        mean((off <= Z95 * sure["own_sd"]).astype(float), sure["film"]).text(1, 100),
        f"{sure['own_sd'].median():.{places}f}",
        mean((off > 3 * sure["sd"]).astype(float), sure["film"]).text(1, 100),
    ]


def _strata(values: pd.DataFrame, keys: pd.DataFrame) -> Table:
    rows = []
    for title, where in STRATA:
        vertebrae = _where(keys[keys["view"] == "lateral"], where)
        some = _where(values[values["key"] != ""], where)
        high = some[some["measure"].isin(HEIGHTS) & some["value"].notna()]
        cells = [mean(vertebrae["found"].astype(float), vertebrae["film"]).text(1, 100)]
        cells += [mean(high["off"].abs(), high["film"]).text(2)]
        cells += [mean((high["off"].abs() <= Z95 * high["sd"]).astype(float), high["film"]).text(1, 100)]
        for measure, places in (("wedge_angle", 1), ("beck_index", 3), ("biconcavity_index", 3)):
            one = some[(some["measure"] == measure) & some["value"].notna()]
            cells.append(mean(one["off"].abs(), one["film"]).text(places))
        rows.append([title, str(len(vertebrae)), *cells])
    heads = ("lateral films", "vertebrae", "found, %", "heights, mm", "covered, %", "wedge, °", "Beck", "biconcavity")
    note = "Mean absolute errors. Loss and kind are those of the body in the room, not of its shadow."
    return Table("simulated_strata", "Simulated lateral films by what is on them", heads, rows, note)


def _curves(values: pd.DataFrame, films: pd.DataFrame) -> Table:
    """Coronal Cobb angles by how large the true one is, and the same for low dose and age."""
    cobb = values[values["measure"] == "coronal_cobb_angle"].drop(columns=["age", "low_dose"], errors="ignore")
    cobb = cobb.merge(films[["film", "age", "low_dose"]], on="film")
    parts = [(f"{low} to {high}°", cobb[(cobb["truth"] >= low) & (cobb["truth"] < high)]) for low, high in BANDS]
    parts += [("low dose", cobb[cobb["low_dose"]]), ("under 18 years", cobb[cobb["age"] < 18])]
    parts += [("18 to 50", cobb[(cobb["age"] >= 18) & (cobb["age"] < 50)]), ("over 50", cobb[cobb["age"] >= 50])]
    rows = []
    for title, some in parts:
        given = some[some["value"].notna()]
        off = given["off"].abs()
        rows.append([
            title, str(len(some)), mean(some["value"].notna().astype(float), some["film"]).text(0, 100),
            mean(off, given["film"]).text(1), median(off, given["film"]).text(1),
            mean(given["off"], given["film"]).text(1),
            mean((off <= 5).astype(float), given["film"]).text(0, 100),
            mean((off <= Z95 * given["sd"]).astype(float), given["film"]).text(0, 100), f"{given['sd'].median():.1f}",
        ])  # fmt: skip
    heads = ("true angle", "films", "measured, %", "mean absolute error, °", "median, °", "bias, °", "within 5°, %",
             "covered, %", "median sd, °")  # fmt: skip
    return Table("simulated_cobb", "Simulated frontal films: largest curve", heads, rows)


def _losses(values: pd.DataFrame) -> Table:
    """Greatest loss of a vertebra against thresholds."""
    some = values[values["measure"].isin(LOSSES)]
    worst = some.groupby(["film", "key"]).agg(truth=("truth", "max"), value=("value", "max")).reset_index()
    rows = []
    for limit in (20, 25, 40):
        lost, whole = worst[worst["truth"] >= limit], worst[worst["truth"] < limit]
        seen = whole[whole["value"].notna()]
        measured = lost[lost["value"].notna()]
        rows.append([
            f"≥ {limit} %", str(len(lost)), str(len(whole)),
            mean((lost["value"] >= limit).astype(float), lost["film"]).text(1, 100),
            mean((measured["value"] >= limit).astype(float), measured["film"]).text(1, 100),
            mean((seen["value"] < limit).astype(float), seen["film"]).text(1, 100),
        ])  # fmt: skip
    heads = ("greatest loss", "with", "without", "sensitivity, %", "of those measured, %", "specificity, %")
    note = (
        "The greatest of the three height losses of a vertebra, on the film, against the same from the true marks. "
        "A vertebra that is not found or not measurable counts as missed in the first sensitivity; specificity is of "
        "those measured. A constant answer has 0 and 100."
    )
    return Table("simulated_losses", "Simulated lateral films: loss of height", heads, rows, note)


def _films(found: Records) -> Table:
    rows = []
    for title, where in (
        ("frontal", "view == 'frontal'"), ("lateral", "view == 'lateral'"), ("lateral, short", "short"),
        ("low dose", "low_dose"), ("unusual count", "unusual"),
    ):  # fmt: skip
        films = _where(found.films, where)
        kept = films[films["refused"].isna()]
        vertebrae = found.vertebrae[found.vertebrae["film"].isin(films["film"])]
        right = [value for n, extra in zip(kept["drafts"], kept["extra"], strict=True)
                 for value in [1.0] * (n - extra) + [0.0] * extra]  # fmt: skip
        whose = np.repeat(kept["film"], kept["drafts"])
        side = kept[kept["view"] == "lateral"]
        rows.append([
            title, str(len(films)), mean(films["refused"].notna().astype(float), films["film"]).text(1, 100),
            mean((kept["said_view"] == kept["view"]).astype(float), kept["film"]).text(1, 100),
            mean((side["said_facing"] == side["facing"]).astype(float), side["film"]).text(1, 100),
            mean(vertebrae["found"].astype(float), vertebrae["film"]).text(1, 100), mean(right, whose).text(1, 100),
            median(vertebrae["error"].dropna(), vertebrae["film"][vertebrae["error"].notna()]).text(1),
        ])  # fmt: skip
    heads = ("films", "number", "refused, %", "view right, %", "facing right, %", "found, %", "precision, %",
             "corner error, median, % of height")  # fmt: skip
    refused = found.films["refused"].value_counts()
    note = "Refused for: " + (", ".join(f"{why} {count}" for why, count in refused.items()) or "nothing") + "."
    return Table("simulated_films", "Simulated films: found and refused", heads, rows, note)


def _levels(keys: pd.DataFrame) -> Table:
    """Names of the vertebrae found."""
    kept = keys[keys["found"]]
    parts = [
        ("lateral, sacrum or axis in view", "view == 'lateral' and anchor and not unusual"),
        ("the same, unusual count", "view == 'lateral' and anchor and unusual"),
        ("lateral, only the last rib in view", "view == 'lateral' and not anchor and ribs"),
        ("lateral, none in view", "view == 'lateral' and not anchor and not ribs"),
        ("frontal", "view == 'frontal' and not unusual"),
        ("frontal, unusual count", "view == 'frontal' and unusual"),
    ]
    rows = []
    for title, where in parts:
        some = _where(kept, where)
        named = some["named"] != ""
        wrong = named & (some["named"] != some["label"])
        sure = some["confidence"].fillna(0) >= 0.95
        films = some.groupby("film")["named"].apply(lambda names: bool((names == "").all()))
        rows.append([
            title, str(some["film"].nunique()), str(len(some)),
            *(mean(part.astype(float), some["film"]).text(1, 100)
              for part in (named & ~wrong, ~named, wrong, wrong & sure)),
            mean(films.astype(float), films.index).text(0, 100),
        ])  # fmt: skip
    heads = ("", "films", "vertebrae found", "right, %", "without a name, %", "wrong, %", "wrong and ≥ 95 % sure, %",
             "films all relative, %")  # fmt: skip
    note = (
        "To reach: 97 % right where an anchor is in view, at most 0.5 % confidently wrong, all relative where none is."
    )
    return Table("simulated_levels", "Simulated films: names of levels", heads, rows, note)


def _constant(values: pd.DataFrame) -> pd.Series:
    """Median truth of the same measure on films of the other parity of their half number."""
    half = (values["film"] // 2) % 2
    medians = values.groupby(["measure", half])["truth"].median()
    return pd.Series(
        [medians.get((m, 1 - h), np.nan) for m, h in zip(values["measure"], half, strict=True)], index=values.index
    )


def _where(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    return frame.query(where) if where else frame
