"""Assessment: a coded or ordinal judgement by a person that no landmark gives."""

from dataclasses import dataclass

from measure.errors import ModelError
from measure.model.anatomy import Structure
from measure.model.annotation import Observer, ObserverKind, Status


@dataclass(frozen=True, slots=True)
class Assessment:
    """A judgement such as a visual Genant grade, a Li type, RUST or a cement leak site.

    A judgement by a named person is confirmed by that person; one of unknown authorship stays a
    draft until a person confirms it by name.

    Attributes
    ----------
    scheme : str
        Which scale: ``genant_visual``, ``li_type``, ``rust``, ``leak_site``.
    value : str
        The code or the grade, in the words of the scheme.
    observer : Observer
        Who judged.
    structure : Structure or None
        What is judged; None = the film as a whole.
    status : Status
        Draft or confirmed.
    note : str or None
        A coded remark (never free text with a name in it).
    confirmed_by : str or None
        Who confirmed: the observer, where nobody else is named.

    Examples
    --------
    >>> Assessment("rust", "9", Observer(ObserverKind.PERSON, "reader-1")).confirmed_by
    'reader-1'
    """

    scheme: str
    value: str
    observer: Observer
    structure: Structure | None = None
    status: Status = Status.CONFIRMED
    note: str | None = None
    confirmed_by: str | None = None

    def __post_init__(self) -> None:
        if self.status is Status.DRAFT:
            if self.confirmed_by is not None:
                raise ModelError(f"assessment {self.scheme}: is a draft and names who confirmed it")
        elif self.confirmed_by is None:
            if self.observer.kind is not ObserverKind.PERSON:
                raise ModelError(f"assessment {self.scheme}: expected who confirmed what a {self.observer.kind} judged")
            object.__setattr__(self, "confirmed_by", self.observer.name)
