"""What people judged about a vertebra, as far as measuring its neighbours rests on it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from measure.catalog.schemes import in_order
from measure.errors import ReadingError
from measure.model import Assessment, Reading, Structure, StructureKind

# Words of the schemes in ``schemes``; the rest of each scheme says nothing here.
_DEFORMED = {
    "genant_visual": {"1", "2", "3"},
    "genant_type": {"wedge", "biconcave", "crush"},
    "ao_spine": {"A1", "A2", "A3", "A4", "B1", "B2", "B3", "C"},
    "of_dgou": {"OF2", "OF3", "OF4", "OF5"},
    "posterior_wall": {"involved"},
}
_WALL_INTACT = {"ao_spine": {"A1", "A2"}, "of_dgou": {"OF2"}, "posterior_wall": {"intact"}}
_WALL_IN_DOUBT = {
    "ao_spine": {"A3", "A4", "B1", "B2", "B3", "C"},
    "of_dgou": {"OF3", "OF4", "OF5"},
    "posterior_wall": {"involved"},
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is judged about one vertebra, drafts included, whoever judged it.

    Attributes
    ----------
    deformed : bool
        Somebody judged it deformed, by a fracture or otherwise: no reference for the height of another.
    posterior_wall_intact : bool
        Somebody judged the posterior wall intact and nobody doubted it: its height predicts the others.
    """

    deformed: bool = False
    posterior_wall_intact: bool = False


def evidence_of(reading: Reading, structure: Structure) -> Evidence:
    """Evidence about one vertebra from the assessments of a reading.

    Deformed are a visual Genant grade of 1 or more, a Genant type, any non-fracture deformity
    but ``none``, AO Spine A1 and beyond, OF2 and beyond, an involved posterior wall. The wall is
    intact by its own scheme, AO Spine A1 or A2, or OF2. Where readers differ, the doubt wins:
    one judgement of a deformity is enough, and one of an involved wall is too.

    Parameters
    ----------
    reading : Reading
        Its assessments are used, also those of other observers.
    structure : Structure
        The vertebra; matched by level, else by number.

    Returns
    -------
    Evidence
        All false where nothing was judged.

    Examples
    --------
    >>> from measure.model import Level, Observer, ObserverKind
    >>> reader, l1 = Observer(ObserverKind.PERSON, "reader-1"), Structure(StructureKind.VERTEBRA, Level.L1)
    >>> reading = Reading("2.25.1", "1.2/1", reader, assessments=(Assessment("ao_spine", "A1", reader, l1),))
    >>> evidence_of(reading, l1)
    Evidence(deformed=True, posterior_wall_intact=True)
    """
    words: dict[str, set[str]] = defaultdict(set)
    for assessment in reading.assessments:
        if assessment.structure is not None and same_vertebra(assessment.structure, structure):
            words[assessment.scheme].add(assessment.value)
    other = words["non_fracture_deformity"] - {"none"}
    in_doubt = _any(words, _WALL_IN_DOUBT)
    return Evidence(
        deformed=bool(other) or _any(words, _DEFORMED),
        posterior_wall_intact=_any(words, _WALL_INTACT) and not in_doubt,
    )


def _any(words: dict[str, set[str]], wanted: dict[str, set[str]]) -> bool:
    return any(words[scheme] & values for scheme, values in wanted.items() if scheme in words)


def same_vertebra(one: Structure, other: Structure) -> bool:
    """Whether two names are those of one vertebra of a film: by level, else by number.

    Examples
    --------
    >>> from measure.model import Level
    >>> l1, third = Structure(StructureKind.VERTEBRA, Level.L1, 3), Structure(StructureKind.VERTEBRA, ordinal=3)
    >>> same_vertebra(l1, third), same_vertebra(l1, Structure(StructureKind.VERTEBRA, Level.L2, 3))
    (True, False)
    """
    if one.kind is not StructureKind.VERTEBRA or other.kind is not StructureKind.VERTEBRA:
        return False
    if one.level is not None and other.level is not None:
        return one.level is other.level
    return one.ordinal is not None and one.ordinal == other.ordinal


def settle(assessments: Iterable[Assessment], vertebrae: Iterable[Structure]) -> tuple[Assessment, ...]:
    """Assessments under the names that the vertebrae of the film have in its marks.

    Who judged "number 3" meant the L1 that is number 3; both kinds of rows then bear one name.
    A number that two readings call by different levels stays a number.

    Parameters
    ----------
    assessments : iterable of Assessment
        As entered.
    vertebrae : iterable of Structure
        Vertebrae as marked, of all readings of the film.

    Returns
    -------
    tuple of Assessment
        The same judgements, head to tail.

    Raises
    ------
    ReadingError
        If a level and a number belong to two vertebrae, or one observer judged a vertebra twice
        under both of its names.
    """
    marked = list(dict.fromkeys(vertebrae))
    settled: dict[tuple[object, ...], Assessment] = {}
    for assessment in assessments:
        named = _named(assessment, marked)
        key = (named.structure.key if named.structure else None, named.scheme, named.observer)
        if key in settled:
            raise ReadingError(f"assessments: {named.scheme} of {_label(named)} comes twice by one observer")
        settled[key] = named
    return tuple(in_order(settled.values()))


def _named(assessment: Assessment, marked: list[Structure]) -> Assessment:
    structure = assessment.structure
    if structure is None or structure.kind is not StructureKind.VERTEBRA:
        return assessment
    if structure.level is None:
        names = {s for s in marked if s.ordinal == structure.ordinal}
    else:
        names = {s for s in marked if s.level is structure.level}
        numbers = {s.ordinal for s in names if s.ordinal is not None}
        if structure.ordinal is not None and numbers and structure.ordinal not in numbers:
            raise ReadingError(
                f"assessments: {structure.level} is vertebra {structure.ordinal} here and"
                f" {min(numbers)} in the marks; expected one number"
            )
    return replace(assessment, structure=names.pop()) if len(names) == 1 else assessment


def _label(assessment: Assessment) -> str:
    return assessment.structure.label if assessment.structure else "the film"
