"""Assessment: a coded or ordinal judgement by a person that no landmark gives."""

from dataclasses import dataclass

from measure.model.anatomy import Structure
from measure.model.annotation import Observer, Status


@dataclass(frozen=True, slots=True)
class Assessment:
    """A judgement such as a visual Genant grade, a Li type, RUST or a cement leak site.

    Attributes
    ----------
    scheme : str
        Which scale: ``genant_visual``, ``li_type``, ``rust``, ``leak_site``.
    value : str
        The code or the grade, in the words of the scheme.
    structure : Structure or None
        What is judged; None = the film as a whole.
    observer : Observer
        The person.
    status : Status
        Draft or confirmed.
    note : str or None
        A coded remark (never free text with a name in it).
    """

    scheme: str
    value: str
    observer: Observer
    structure: Structure | None = None
    status: Status = Status.CONFIRMED
    note: str | None = None
