"""The vertebrae that predict how high another one was, in the order in which they are trusted."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.catalog.body import Body
from measure.catalog.evidence import evidence_of
from measure.catalog.job import PATIENT_MM, Job, Ref
from measure.geometry import distance
from measure.model.anatomy import TRANSITIONAL
from measure.spine.expected import (
    adjacent_mean,
    deformed,
    from_posterior,
    off_centre,
    one_neighbour,
    regression_weights,
)
from measure.spine.grading import predicted_posterior_weights

POSTERIOR = "posterior"
EDGES = ("superior", "inferior")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class References:
    """The heights that predict one height of one vertebra.

    Attributes
    ----------
    heights : tuple of (Ref, Ref)
        Superior and inferior point of each reference height.
    weights : tuple of float
        Weight of each.
    method : str
        adjacent_mean, one_neighbour, further_neighbours or from_posterior.
    flags : tuple of str
        Doubts about them.
    """

    heights: tuple[tuple[Ref, Ref], ...]
    weights: tuple[float, ...]
    method: str
    flags: tuple[str, ...] = ()


def find_references(job: Job, index: int, site: str) -> References | str:
    """References for one height of one vertebra, or the reason why it has none.

    The order is that of the domain reference §1.3: the mean of both neighbours; one neighbour,
    times the population's ratio of the two levels where the norms have one; a distance-weighted
    line through the next but one; the own posterior height, only where a person has judged the
    posterior wall intact. A neighbour is no reference where it is treated, deformed by its own
    heights or by a person's judgement, transitional, or not marked.

    Parameters
    ----------
    job : Job
        The film.
    index : int
        Place of the vertebra in the chain.
    site : str
        anterior, middle or posterior.

    Returns
    -------
    References or str
        The first rule that can be applied.
    """
    usable = {offset: place for offset in (-2, -1, 1, 2) if (place := _usable(job, index, offset, site)) is not None}
    near = [offset for offset in (-1, 1) if offset in usable]
    if len(near) == 2:
        return _made(job, site, [usable[o] for o in near], adjacent_mean(), "adjacent_mean")
    if near:
        return _one(job, index, usable[near[0]], site)
    if usable:
        weights = regression_weights(tuple(usable))
        return _made(
            job, site, list(usable.values()), weights, "further_neighbours", "expected_from_further_neighbours"
        )
    return _own_wall(job, index, site)


def find_predictors(job: Job, index: int) -> References | str:
    """Up to four neighbours that predict the posterior height by the norms of their levels."""
    places = [place for offset in (-2, -1, 1, 2) if (place := _usable(job, index, offset, POSTERIOR)) is not None]
    if not places:
        return "no_reference_vertebra"
    if any(job.chain.bodies[place].structure.level is None for place in (index, *places)):
        return "levels_unknown"
    norms = [job.norms.mean("posterior_height", job.chain.bodies[p].structure.level, job.header.sex)
             for p in (index, *places)]  # fmt: skip
    known = [norm for norm in norms if norm is not None]
    if len(known) < len(norms):
        return "norm_missing:posterior_height"
    weights = predicted_posterior_weights(known[0], np.array(known[1:]))
    return _made(job, POSTERIOR, places, weights, "predicted_posterior")


def _made(job: Job, site: str, places: list[int], weights: Array, method: str, *flags: str) -> References:
    heights = tuple(((place, f"superior_{site}"), (place, f"inferior_{site}")) for place in places)
    if any(_is_off_centre(job, place) for place in places):
        flags = (*flags, "reference_off_centre")
    return References(heights, tuple(float(w) for w in weights), method, flags)


def _one(job: Job, index: int, place: int, site: str) -> References:
    here, there = (job.chain.bodies[p].structure.level for p in (index, place))
    ratio = job.norms.height_ratio(here, there, site, job.header.sex)
    flags = ["expected_from_one_neighbour"] + (["population_ratio_unknown"] if ratio is None else [])
    return _made(job, site, [place], one_neighbour(1.0 if ratio is None else ratio), "one_neighbour", *flags)


def _own_wall(job: Job, index: int, site: str) -> References | str:
    body = job.chain.bodies[index]
    ratio = job.norms.mean(f"{site}_posterior", body.structure.level, job.header.sex)
    intact = evidence_of(job.reading, body.structure).posterior_wall_intact
    if site == POSTERIOR or ratio is None or not intact or not _marked(body, POSTERIOR):
        return "no_reference_vertebra"
    return _made(job, POSTERIOR, [index], from_posterior(ratio), "from_posterior", "expected_from_posterior_wall")


def _usable(job: Job, index: int, offset: int, site: str) -> int | None:
    """Place of the vertebra this many levels up or down, where it can be a reference."""
    place = job.chain.reach(index, offset)
    if place is None or _why_not(job, place, -1 if offset < 0 else 1, site) is not None:
        return None
    return place


def _why_not(job: Job, place: int, away: int, site: str) -> str | None:
    """Why a vertebra is no reference; ``away`` is the direction away from the one that is predicted."""
    body = job.chain.bodies[place]
    level = body.structure.level
    if body.annotation.not_visible is not None or not _marked(body, site):
        return "not_marked"
    if level is not None and (level in job.facts.treated or level in TRANSITIONAL):
        return "treated" if level in job.facts.treated else "transitional"
    if evidence_of(job.reading, body.structure).deformed:
        return "judged_deformed"
    beyond = job.chain.neighbour(place, away)
    next_wall = math.nan if isinstance(beyond, str) else _height(job, beyond, POSTERIOR)
    own = [_height(job, place, part) for part in ("anterior", "middle", POSTERIOR)]
    norms = [job.norms.mean(f"{part}_posterior", level, job.header.sex) or 1.0 for part in ("anterior", "middle")]
    return "deformed" if bool(deformed(own[0], own[1], own[2], next_wall, norms[0], norms[1])) else None


def rejected(job: Job, index: int, site: str) -> dict[str, str]:
    """Marked neighbours that are no reference, with the reason, by their label."""
    found = {}
    for step in (-1, 1):
        place = job.chain.neighbour(index, step)
        if not isinstance(place, str) and (why := _why_not(job, place, step, site)) is not None:
            found[job.chain.bodies[place].structure.label] = why
    return found


def _height(job: Job, place: int, site: str) -> float:
    """Height in spacing units; NaN where it is not marked."""
    if not _marked(job.chain.bodies[place], site):
        return math.nan
    return float(distance(*(job.point((place, f"{edge}_{site}")) for edge in EDGES)))


def _marked(body: Body, site: str) -> bool:
    return all(f"{edge}_{site}" in body.points for edge in EDGES)


def _is_off_centre(job: Job, place: int) -> bool:
    """Whether a body lies so far from the middle of the film that the beam crosses it obliquely."""
    if job.facts.calibration.scale_class not in PATIENT_MM or job.facts.size is None:
        return False
    step = np.asarray(job.facts.calibration.step)
    return bool(off_centre(_middle(job.chain.bodies[place]) * step, (np.asarray(job.facts.size) - 1) / 2 * step))


def _middle(body: Body) -> Array:
    return np.asarray(np.mean(list(body.points.values()), axis=0))
