"""Expected height from a film before the injury, brought to this film's scale by a vertebra on both."""

import math
from collections.abc import Mapping

import numpy as np

from measure.catalog.select import get
from measure.geometry import linear
from measure.model import Measurement, Quantity
from measure.spine.expected import deformed
from measure.spine.grading import GENANT

METHOD = "prior_film"
FLAG = "expected_from_prior_film"
SITES = ("anterior", "middle", "posterior")
# What is read of a vertebra to tell its expected heights, and whether it can bring a film to scale.
_OF_SITE = ("{}_height", "expected_{}_height", "{}_height_loss")
SOURCES = frozenset({"genant_qm", *(name.format(site) for site in SITES for name in _OF_SITE)})


def expected_from_prior(
    site: str, here_then: Measurement, other_then: Measurement, other_now: Measurement
) -> Measurement:
    """Height that the vertebra had before the injury, as it would measure on this film.

    Its own height on the earlier film times the ratio in which another vertebra, that nothing
    happened to, measures on both: the difference in magnification cancels.

    Parameters
    ----------
    site : str
        anterior, middle or posterior.
    here_then : Measurement
        Height of the vertebra on the earlier film.
    other_then, other_now : Measurement
        The same height of the other vertebra on both films.

    Returns
    -------
    Measurement
        An expected height on the film of ``other_now``; its details name the other vertebra and
        the earlier film with its reading.

    Examples
    --------
    28 mm before; the other vertebra measures 27 mm then and 27 mm now:

    >>> def height(value, film):
    ...     return Measurement("anterior_height", "1", Quantity(value, "mm", sd=1.0), "2.25.1", film)
    >>> then, now = height(27.0, "1.1/1"), height(27.0, "1.2/1")
    >>> found = expected_from_prior("anterior", height(28.0, "1.1/1"), then, now)
    >>> round(found.quantity.value, 9), found.measure, found.film_key
    (28.0, 'expected_anterior_height', '1.2/1')
    """
    given = [one.quantity for one in (here_then, other_then, other_now)]
    numbers, sds = (np.array([getattr(one, part) for one in given], dtype=np.float64) for part in ("value", "sd"))
    spread = linear(lambda here, then, now: here * now / then, numbers, sds)
    other, name = other_now.structure, f"expected_{site}_height"
    details = {
        "expected_by": METHOD,
        "expected_from": other.label if other else "",
        "prior_film": here_then.film_key,
        "prior_reading": here_then.reading_uid,
    }
    return Measurement(
        measure=name,
        definition_version=get(name).version,
        quantity=Quantity(spread.value, other_now.quantity.unit, sd=spread.sd),
        reading_uid=other_now.reading_uid,
        film_key=other_now.film_key,
        structure=here_then.structure,
        scale_class=other_now.scale_class,
        flags=(FLAG,),
        details=details,
    )


def intact(rows: Mapping[str, Measurement]) -> bool:
    """Whether nothing among the measurements of a vertebra says that it has lost height.

    Its own heights say so too: where its neighbours are treated or not marked it has no loss.
    """

    def value(name: str) -> float:
        one = rows.get(name)
        return math.nan if one is None or one.quantity.value is None else one.quantity.value

    lost = any(value(f"{site}_height_loss") >= GENANT[0] for site in SITES)
    anterior, middle, posterior = (value(f"{site}_height") for site in SITES)
    misshapen = deformed(anterior, middle, posterior, math.nan)
    return not (lost or value("genant_qm") >= 1 or bool(misshapen))
