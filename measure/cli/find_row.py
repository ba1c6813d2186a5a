"""Which stored row a person means: by its uid, or by where it is and what it measures."""

import csv
from pathlib import Path

from measure.catalog import MEASURES, get
from measure.catalog.words import say_where
from measure.errors import StoreError
from measure.outcomes.rows import from_row
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.outcomes.store import Store

SHOWN = 5


def film_names(store: str) -> dict[str, str]:
    """Film key to file name, from the local films.csv that a batch leaves beside its store."""
    films = Path(store).parent / "films.csv"
    if "://" in store or not films.is_file():
        return {}
    with films.open(encoding="utf-8", newline="") as file:
        return {row["film_key"]: row["path"] for row in csv.DictReader(file) if row.get("film_key")}


def find_row(store: Store, name: str, film: str | None, names: dict[str, str]) -> MeasurementRow:
    """Row that a name stands for.

    Parameters
    ----------
    store : Store
        Where to look.
    name : str
        A measurement_uid or its end; ``L1/beck_index``, ``T5-T12/coronal_cobb_angle``; or a
        measure alone.
    film : str or None
        File name, film key, or the end of either.
    names : dict of str to str
        Film key to file name, as far as known.

    Returns
    -------
    MeasurementRow
        The one that fits.

    Raises
    ------
    StoreError
        If no row, or more than one, fits; the message lists some that do.
    """
    found = [row for row in _candidates(store, name) if film is None or is_film(row, film, names)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise StoreError(f"row {name!r}: none in the store fits; measurements.csv lists their measurement_uid")
    films = sorted({names.get(row.film_key or "", f"…{(row.film_key or '')[-12:]}") for row in found})
    more = f" and {len(films) - SHOWN} more" if len(films) > SHOWN else ""
    if len(films) > 1:
        raise StoreError(f"row {name!r}: {len(found)} rows fit; add --film, one of {', '.join(films[:SHOWN])}{more}")
    some = ", ".join(f"{_where(row)} …{row.measurement_uid[-8:]}" for row in found[:SHOWN])
    raise StoreError(f"row {name!r}: {len(found)} rows of {films[0]} fit; say which: {some}")


def _candidates(store: Store, name: str) -> list[MeasurementRow]:
    where, slash, measure = name.rpartition("/")
    if slash or any(measure == m.id for m in MEASURES):
        rows = list(store.rows(MeasurementRow, measure=get(measure).id))
        return [row for row in rows if not where or _plain(where) == _plain(_where(row))]
    return [row for row in store.rows(MeasurementRow) if row.measurement_uid.endswith(name)]


def _where(row: MeasurementRow) -> str:
    return say_where(from_row(row))


def _plain(where: str) -> str:
    """Where, as typed on a keyboard: no dash but the hyphen, no capitals."""
    return where.replace("–", "-").lower()


def is_film(row: MeasurementRow | AssessmentRow, film: str, names: dict[str, str]) -> bool:
    """Whether a row is about the film of a file name or film key, or the end of either."""
    key = row.film_key or ""
    return key.removesuffix("/1").endswith(film.removesuffix("/1")) or names.get(key, "").endswith(film)
