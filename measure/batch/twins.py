"""A film met again: a copy, the same film sent again with other tags, or another film under its UID."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure.batch.discover import Found
from measure.batch.outcome import FileStatus
from measure.batch.survey import Seen
from measure.errors import FilmError
from measure.film import read_identity
from measure.film.compare import differing_facts, same_picture
from measure.model import FilmHeader
from measure.outcomes.keys import normalise

_PERSON = "patient identity"


@dataclass(frozen=True, slots=True)
class Again:
    """A file of a film that was found before.

    Attributes
    ----------
    found : Found
        This file.
    header : FilmHeader
        Its facts.
    before : Found
        The file that is measured.
    status : FileStatus
        skipped where nothing is lost, else refused.
    reason : str
        What it is, in words.
    note : str
        What should stand beside the film that is measured; empty = nothing.
    """

    found: Found
    header: FilmHeader
    before: Found
    status: FileStatus
    reason: str
    note: str = ""


Noted = tuple[Seen, tuple[str, ...]]
Named = Callable[[FilmHeader, str, str], bool]


def meet_again(films: list[Seen], named_only: Named) -> tuple[list[Noted], list[Again]]:
    """Films once each, with notes on what was found of them elsewhere; and the files that came again.

    Parameters
    ----------
    films : list of Seen
        In order: of the files of one film the first is measured, or the one that has the marks.
    named_only : callable
        Whether a film (header) has marks under one name that it does not have under another.

    Returns
    -------
    list of (Seen, notes)
        To measure.
    list of Again
        Copies and their like.
    """
    of_film: dict[str, list[Seen]] = {}
    for film in films:
        of_film.setdefault(film.header.film_key, []).append(film)
    kept: list[Noted] = []
    again: list[Again] = []
    for files in of_film.values():
        chosen = _chosen(files, named_only)
        met = [_meet(film, chosen) for film in files if film is not chosen]
        again += met
        kept.append((chosen, tuple(dict.fromkeys(one.note for one in met if one.note))))
    return kept, again


def _chosen(files: list[Seen], named_only: Named) -> Seen:
    """The file to measure: marks stand under the name of one of the copies, and not always of the first."""
    chosen = files[0]
    for film in files[1:]:
        mine, theirs = film.found.relative, chosen.found.relative
        if named_only(film.header, mine, theirs) and not named_only(film.header, theirs, mine):
            chosen = film
    return chosen


def _meet(film: Seen, before: Seen) -> Again:
    """A film against the file that was found first.

    Its note stands in tables beside the film and names no file; its reason stands in films.csv alone.
    """
    found, header, name = film.found, film.header, before.found.relative
    try:
        copy = _digest(found.path) == _digest(before.found.path)
    except OSError as error:
        reason = f"file: cannot be read ({error.strerror or type(error).__name__})"
        return Again(found, header, before.found, FileStatus.UNREADABLE, reason)
    if copy:
        return Again(found, header, before.found, FileStatus.SKIPPED, f"the same film as {name}")
    if not same_picture(found.path, before.found.path):
        reason = f"another file with the SOP instance UID of {name}; only that one is measured"
        return Again(found, header, before.found, FileStatus.REFUSED, reason)
    other = _differences(before, film)
    if not other:
        moved = " in another study" if header.study_uid != before.header.study_uid else ""
        reason = f"the same film as {name}, sent again{moved}; no measurement rests on the tags that differ"
        return Again(found, header, before.found, FileStatus.SKIPPED, reason)
    reason = f"the same film as {name} with another {other}: only that one is measured; keep the right one"
    note = f"the same film was sent twice, once with another {other}: this one is measured; keep the right one"
    return Again(found, header, before.found, FileStatus.REFUSED, reason, note)


def _differences(film: Seen, other: Seen) -> str:
    """Facts that differ, in words; of the patient only that he or she differs."""
    facts = differing_facts(film.header, other.header)
    person = () if _person(film.found.path) == _person(other.found.path) else (_PERSON,)
    return " and another ".join((*person, *facts))


def _person(path: Path) -> tuple[str, str] | None:
    """Number and issuer as the pseudonym is made of them: another way to write a number is no other patient."""
    try:
        identity = read_identity(path)
    except FilmError:
        return None
    return (normalise(identity.patient_id or ""), normalise(identity.issuer or "")) if identity else None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
