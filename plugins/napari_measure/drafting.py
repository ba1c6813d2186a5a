"""Drafts on the table: suggest marks, move them, take one away, keep them. No Qt, no napari."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from measure.detect import Refusal, detect, missing_weights
from measure.errors import ReadingError
from measure.model import Annotation, Film, FilmHeader, Origin, Point, Reading
from measure.outcomes.uids import draft_reading_uid, new_reading_uid
from measure.readings import encode_reading, file_name
from napari_measure.session import OpenedFilm, open_with

Position = tuple[float, float]
SUGGESTED = "Draft by {}: look at every mark, and drag those that are off."
CORRECTED = "Draft by {}, with marks moved by hand."


def suggest(film: Film, opened: OpenedFilm) -> OpenedFilm:
    """Put a draft of its marks on a film.

    Parameters
    ----------
    film : Film
        Pixels and facts.
    opened : OpenedFilm
        What is on the table; what its reading states about the film holds for the draft too.

    Returns
    -------
    OpenedFilm
        The draft, which may be edited; or the same film and reading with the reason why there is none in ``problem``.

    Raises
    ------
    MeasureError
        If a statement has a value that its topic does not allow.
    """
    missing = missing_weights()
    if missing:
        return replace(opened, problem=f"No draft: {', '.join(missing)} not in this installation.")
    stated = opened.reading.statements if opened.reading is not None else ()
    found = detect(film, [one for one in stated if one.origin is not Origin.ALGORITHM])
    if isinstance(found, Refusal):
        return replace(opened, problem=f"No draft: {found.reason}.")
    drafted = open_with(opened.header, found, SUGGESTED.format(found.observer.name))
    return replace(drafted, editable=True, before=opened)


def marks_of(opened: OpenedFilm) -> list[Position]:
    """Places of the marks that can be moved, each once, in the order in which they are drawn."""
    bodies = opened.chain.bodies if opened.chain else []
    return list(dict.fromkeys(point for body in bodies for point in body.points.values()))


def edited(opened: OpenedFilm, places: Sequence[Position], before: OpenedFilm | None = None) -> OpenedFilm | None:
    """A draft after its marks were moved, or some taken away.

    What was moved no longer has the covariance of the algorithm, and the reading an identity of its own.

    Parameters
    ----------
    opened : OpenedFilm
        The draft.
    places : sequence of (row, col)
        Where its marks are now, in the order of ``marks_of``; fewer = some were taken away.
    before : OpenedFilm, optional
        What Undo goes back to: where the mark was before it was dragged.

    Returns
    -------
    OpenedFilm or None
        None where nothing was moved, a mark came in that nobody has named, or the marks contradict each other now.
    """
    old = marks_of(opened)
    now = [(float(row), float(col)) for row, col in places]
    if len(now) == len(old):
        moves: dict[Position, Position | None] = {a: b for a, b in zip(old, now, strict=True) if a != b}
    else:
        moves = dict.fromkeys(set(old) - set(now))
    if opened.reading is None or not moves or not {*now} - {*moves.values()} <= {*old}:
        return None
    annotations = [(one, _edited(one, moves)) for one in opened.reading.annotations]
    kept = tuple(new for old, new in annotations if new.marks or not old.marks)  # without a mark it is no vertebra
    reading = replace(opened.reading, uid=_uid(opened.header, opened.reading), annotations=kept)
    after = open_with(opened.header, reading, CORRECTED.format(reading.observer.name))
    return None if after.problem else replace(after, editable=True, before=before or opened)


def saved_as(opened: OpenedFilm) -> str:
    """File name under which a reading is found again beside its film.

    Examples
    --------
    >>> saved_as(OpenedFilm(FilmHeader("1.2.840/1", 2, 2), None, "", FilmHeader("1.2.840/1", 2, 2).calibration))
    '1.2.840_1.reading.json'
    """
    return f"{file_name(opened.header.film_key)}.reading.json"


def save(opened: OpenedFilm, path: Path) -> None:
    """Write the reading of a film as reading JSON.

    Raises
    ------
    ReadingError
        If there is none, or the file cannot be written.
    """
    if opened.reading is None:
        raise ReadingError("reading: expected marks to save, the film has none")
    try:
        path.write_text(encode_reading(opened.reading), encoding="utf-8")
    except OSError as error:
        raise ReadingError(f"reading JSON: cannot be written: {error.strerror}") from None


def _edited(annotation: Annotation, moves: dict[Position, Position | None]) -> Annotation:
    marks = {}
    for name, mark in annotation.marks.items():
        place = (mark.row, mark.col) if isinstance(mark, Point) else None
        if place not in moves:
            marks[name] = mark
        elif (target := moves[place]) is not None:
            marks[name] = Point(*target)
    return replace(annotation, marks=marks)


def _uid(header: FilmHeader, reading: Reading) -> str:
    """Identity of an edited draft: one of its own from the first edit on."""
    by = reading.observer
    drafted = draft_reading_uid(header.digest or header.film_key, by.name, str(by.version), header.frame)
    return new_reading_uid() if reading.uid == drafted else reading.uid
