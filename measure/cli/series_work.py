"""Which subject a person means, and what the store has of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from measure.errors import StoreError
from measure.model import Level
from measure.outcomes import cells
from measure.outcomes.courses import read_subjects
from measure.outcomes.keyfile import load
from measure.outcomes.keys import PseudonymKey, is_nobody, pseudonym
from measure.outcomes.store import Store

SHOWN = 5
SHORTEST = 4  # characters of a pseudonym that can mean one subject


@dataclass(frozen=True, slots=True)
class Overview:
    """One subject in a line.

    Attributes
    ----------
    name : str
        Pseudonym.
    visits, films : int
        How many.
    treated : tuple of str
        Treated levels.
    left_out : int
        Films that are in no course.
    """

    name: str
    visits: int
    films: int
    treated: tuple[str, ...]
    left_out: int


def overview(store: Store) -> Iterator[Overview]:
    """Every subject of a store, in the order of the pseudonyms."""
    for subject in read_subjects(store):
        visits = {visit.day for course in subject.courses for visit in course.visits}
        treated = tuple(c.structure.label for c in subject.courses if c.treated and c.structure is not None)
        yield Overview(
            subject.name, len(visits), len({film for film, _ in subject.rows}), treated, sum(subject.left_out.values())
        )


def choose(store: Store, text: str, issuer: str = "") -> str:
    """Pseudonym that a person means.

    Parameters
    ----------
    store : Store
        Where to look.
    text : str
        A patient number, whose pseudonym is made with the key in use; else a pseudonym, its
        beginning or its end, four characters at least: shorter ones are met by chance. The
        number is not kept and not repeated.
    issuer : str, optional
        Who issued the patient number, where the films say.

    Raises
    ------
    StoreError
        If none, or several, fit.
    """
    subjects = store.subjects()
    key = load()
    # A number first: that it is also the end of a pseudonym is chance, and would show another patient.
    if key is not None and not is_nobody(text) and (name := pseudonym(key, text, issuer)) in subjects:
        return name
    wanted = text.strip()
    found = [name for name in subjects if _is_part(wanted, name)]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise StoreError(f"subject: {len(found)} fit; say which: {', '.join(found[:SHOWN])}{more}")
    raise StoreError(
        f"subject: none in the store fits, neither by pseudonym nor as a patient number {_key_in_use(store, key)};"
        " `measure series` alone lists them"
    )


def _is_part(wanted: str, name: str) -> bool:
    code = name.partition(":")[2]
    return len(wanted) >= SHORTEST and (
        name.startswith(wanted) or code.startswith(wanted.upper()) or code.endswith(wanted.upper())
    )


def _key_in_use(store: Store, key: PseudonymKey | None) -> str:
    if key is None:
        return "(there is no key here: import the one it was made with)"
    if store.key_id is not None and key.id != store.key_id:
        return f"(the store was made with key {store.key_id}, key {key.id} is in use)"
    return "with the key in use"


def levels_of(text: str | None) -> tuple[Level, ...]:
    """Levels as typed: ``L1`` or ``L1;L3``.

    Raises
    ------
    StoreError
        If one is none.
    """
    if not text:
        return ()
    try:
        return tuple(Level(name) for name in cells.levels(text))
    except ValueError as error:
        raise StoreError(f"level: {error}") from None
