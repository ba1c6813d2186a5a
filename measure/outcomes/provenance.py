"""Who stands behind a row: status, method and observer, told from the reading."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from measure.errors import ModelError
from measure.model import Annotation, Level, Observer, ObserverKind, Point, Reading, Status, Structure
from measure.outcomes.vocabulary import Method, SdBasis

# Where marks of several origins meet, the row says the least supervised one.
_LEAST_SUPERVISED = (Method.AUTOMATIC, Method.IMPORTED, Method.SEMI_AUTOMATIC, Method.MANUAL)


@dataclass(frozen=True, slots=True)
class Backing:
    """What the annotations under one value say about it.

    Attributes
    ----------
    status : Status
        Confirmed only where all of them are.
    method : Method
        The least supervised of theirs.
    algorithm : Observer or None
        The algorithm that placed marks among them.
    confirmed_by : str or None
        The person who confirmed.
    sd_basis : SdBasis
        Literature as soon as one point states no covariance.
    """

    status: Status
    method: Method
    algorithm: Observer | None
    confirmed_by: str | None
    sd_basis: SdBasis


@dataclass(slots=True)
class Backings:
    """Finds the backing of each value of one reading; works each one out once.

    Attributes
    ----------
    reading : Reading
        The reading.
    confirmed_by : str or None
        Who confirmed, where the caller knows.
    """

    reading: Reading
    confirmed_by: str | None = None
    _known: dict[tuple[Structure | None, Level | None, Level | None], Backing] = field(default_factory=dict)

    def of(self, structure: Structure | None, level_from: Level | None, level_to: Level | None) -> Backing:
        """Backing of a value about a structure (and the ends of its span), or about the whole film.

        A value of the whole film rests on all annotations: they were all there to choose from.
        """
        key = (structure, level_from, level_to) if structure else (None, None, None)
        if key not in self._known:
            self._known[key] = self._work_out(key)
        return self._known[key]

    def _work_out(self, key: tuple[Structure | None, Level | None, Level | None]) -> Backing:
        structure, *ends = key
        levels = {level for level in ends if level is not None}
        used = [a for a in self.reading.annotations if a.structure == structure or a.structure.level in levels]
        used = used or list(self.reading.annotations)
        observers = [a.observer for a in used] or [self.reading.observer]
        confirmed = bool(used) and all(a.status is Status.CONFIRMED for a in used)
        return Backing(
            status=Status.CONFIRMED if confirmed else Status.DRAFT,
            method=_method(observers, confirmed),
            algorithm=next((o for o in observers if o.kind is ObserverKind.ALGORITHM), None),
            confirmed_by=self._confirmer(observers) if confirmed else None,
            sd_basis=_sd_basis(used),
        )

    def _confirmer(self, observers: Iterable[Observer]) -> str:
        if self.confirmed_by is not None:
            return self.confirmed_by
        for observer in (self.reading.observer, *observers):
            if observer.kind is not ObserverKind.ALGORITHM:
                return observer.name
        raise ModelError("reading: expected who confirmed it, got marks of an algorithm that nobody confirmed by name")


def _method(observers: Iterable[Observer], confirmed: bool) -> Method:
    by_kind = {
        ObserverKind.PERSON: Method.MANUAL,
        ObserverKind.TABLE: Method.IMPORTED,
        ObserverKind.ALGORITHM: Method.SEMI_AUTOMATIC if confirmed else Method.AUTOMATIC,
    }
    found = {by_kind[observer.kind] for observer in observers}
    return next(method for method in _LEAST_SUPERVISED if method in found)


def _sd_basis(annotations: Iterable[Annotation]) -> SdBasis:
    marks = [mark for annotation in annotations for mark in annotation.marks.values()]
    stated = bool(marks) and all(isinstance(mark, Point) and mark.covariance is not None for mark in marks)
    return SdBasis.PROPAGATED if stated else SdBasis.LITERATURE
