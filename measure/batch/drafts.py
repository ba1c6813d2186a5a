"""Drafts in a run: by which detector, what is said where its networks are missing, what becomes of older drafts."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from measure.batch.options import Options
from measure.batch.outcome import FileStatus, Marks, Outcome
from measure.model import Assessment, Film, ObserverKind, Reading, Statement
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store

NO_MARKS = "read without faults; no landmarks for it (--landmarks)"
OFF = "automatic reading is off (--no-detect)"
HEADERS = "automatic reading needs the pixels, which were not decoded (--headers-only)"
MISSING = "automatic reading needs networks that are not in this installation (measure doctor)"


def detector_version() -> str:
    """Version of the detector; empty where a network is missing: once it is there, the film is read anew."""
    from measure.detect import missing_weights, observer

    return "" if missing_weights() else observer().version or ""


def missing_networks() -> str:
    """What a run says once where networks are missing; empty = they are all there."""
    from measure.detect import missing_weights

    missing = missing_weights()
    return f"{MISSING}: {', '.join(missing)}" if missing else ""


def draft(film: Film | None, statements: Iterable[Statement], options: Options, outcome: Outcome) -> Reading | None:
    """Draft of a film that no table marks; where there is none, the outcome says why.

    Parameters
    ----------
    film : Film or None
        None = only its header was read.
    statements : iterable of Statement
        What is stated about it.
    options : Options
        Whether to draft at all.
    outcome : Outcome
        Gets the reason, and which detector looked.

    Returns
    -------
    Reading or None
    """
    if not options.detect or film is None:
        outcome.reason = f"{NO_MARKS}, and {OFF if not options.detect else HEADERS}"
        return None
    from measure.detect import Refusal, Why, detect, missing_weights, observer

    if missing_weights():
        outcome.reason = f"{NO_MARKS}, and {MISSING}"
        return None
    outcome.detector = observer().version or ""
    found = detect(film, tuple(statements))
    if isinstance(found, Refusal):
        outcome.reason = f"{NO_MARKS}, and no draft: {found.reason}"
        # A film of a leg is none that was missed.
        outcome.status = FileStatus.SKIPPED if found.why is Why.OTHER_VIEW else FileStatus.REFUSED
        return None
    outcome.marks = Marks.DRAFT
    return found


def by_level(judged: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Judgements that a draft can take in: of levels and of the film, for its numbers are not those of a reader."""
    return tuple(
        one if one.structure is None else replace(one, structure=replace(one.structure, ordinal=None))
        for one in judged
        if one.structure is None or one.structure.level is not None
    )


def withdraw_older(store: Store, film_key: str, readings: Collection[str], batch: str) -> int:
    """Withdraw drafts that an earlier version of the detector made of a film and nobody decided on.

    Beside the new draft they would stand as if another observer had made them.

    Parameters
    ----------
    store : Store
        Holds them.
    film_key : str
        The film.
    readings : collection of str
        UIDs of the drafts that hold now.
    batch : str
        Name of the run.

    Returns
    -------
    int
        How many rows were withdrawn; nothing is deleted.
    """
    from measure.detect import DETECTOR

    rows = store.rows(MeasurementRow, film_key=film_key)
    # Not those of a table that names it as observer: somebody may have corrected them.
    own = [row for row in rows if row.observer == DETECTOR and row.observer_kind is ObserverKind.ALGORITHM]
    older = {row.reading_uid for row in own} - set(readings)
    kept = {row.measurement_uid for row in own if row.confirmed_by is not None}
    return store.withdraw(film_key, older, None, kept, batch=batch) if older else 0
