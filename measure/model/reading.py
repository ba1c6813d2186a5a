"""Reading: all annotations and statements of one film, by one observer, at one time."""

from collections.abc import Iterator
from dataclasses import dataclass

from measure.errors import ModelError
from measure.model.anatomy import StructureKind
from measure.model.annotation import Annotation, Observer
from measure.model.assessment import Assessment
from measure.model.statement import Statement, Topic


@dataclass(frozen=True, slots=True)
class Reading:
    """What one observer marked, stated and judged on one film.

    Attributes
    ----------
    uid : str
        DICOM UID of this reading.
    film_key : str
        The film it belongs to.
    observer : Observer
        Who read.
    annotations : tuple of Annotation
        Marks, structure by structure.
    statements : tuple of Statement
        What was stated about the film.
    assessments : tuple of Assessment
        What was judged.
    read_at : str or None
        ISO 8601 time, where known.
    """

    uid: str
    film_key: str
    observer: Observer
    annotations: tuple[Annotation, ...] = ()
    statements: tuple[Statement, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    read_at: str | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for annotation in self.annotations:
            key = annotation.structure.key
            if key in seen:
                raise ModelError(f"reading: structure {key} is annotated twice; expected once")
            seen.add(key)

    def of_kind(self, kind: StructureKind) -> Iterator[Annotation]:
        """Annotations of one kind of structure, in the order they were given."""
        return (a for a in self.annotations if a.structure.kind is kind)

    def stated(self, topic: Topic) -> tuple[Statement, ...]:
        """All statements on one topic; more than one value is a contradiction to flag."""
        return tuple(s for s in self.statements if s.topic is topic)
