"""The nouns of the house: frozen dataclasses of plain values. Start reading here."""

from measure.model._frozen import FrozenMap
from measure.model.anatomy import (
    LEVELS,
    Facing,
    Level,
    Posture,
    Side,
    Structure,
    StructureKind,
    View,
    neighbour,
    parse_anchor,
    parse_level,
    rank,
)
from measure.model.annotation import Annotation, NotVisible, Observer, ObserverKind, Status
from measure.model.assessment import Assessment
from measure.model.calibration import Calibration, ScaleClass
from measure.model.course import Comparison, Course, Event, Examination, Visit, injury_day
from measure.model.film import Film
from measure.model.header import BurnedIn, FilmHeader, Intensity
from measure.model.marks import Box, Circle, Covariance, Mark, Point, Polyline
from measure.model.measure import Check, Floor, Grades, Kind, Line, Measure, Needs, Propagation, Scope
from measure.model.measurement import Measurement
from measure.model.quantity import Quantity, ValueStatus
from measure.model.reading import Reading
from measure.model.scheme import Scheme
from measure.model.statement import Origin, Statement, Topic
from measure.model.trace import Role, Trace, TraceItem

__all__ = [
    "LEVELS", "Annotation", "Assessment", "Box", "BurnedIn", "Calibration", "Check", "Circle",
    "Comparison", "Course", "Covariance", "Event", "Examination", "Facing", "Film", "FilmHeader", "Floor", "FrozenMap",
    "Grades", "Intensity", "Kind", "Level", "Line", "Mark", "Measure", "Measurement", "Needs",
    "NotVisible", "Observer", "ObserverKind", "Origin", "Point", "Polyline", "Posture",
    "Propagation", "Quantity", "Reading", "Role", "ScaleClass", "Scheme", "Scope", "Side", "Statement",
    "Status", "Structure", "StructureKind", "Topic", "Trace", "TraceItem", "ValueStatus",
    "View", "Visit", "injury_day", "neighbour", "parse_anchor",
    "parse_level", "rank",
]  # fmt: skip
