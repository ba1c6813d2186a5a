"""Lengths: how much of each material every ray of an exposure passes."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from measure.simulate.rays.beam import Beam
from measure.simulate.rays.raster import Fill, add_depths
from measure.simulate.solids import Solid

Lengths = Mapping[str, NDArray[np.float32]]


def path_lengths(solids: Iterable[Solid], beam: Beam) -> dict[str, NDArray[np.float32]]:
    """Length of every ray in each material, mm at the material's own density.

    Parameters
    ----------
    solids : iterable of Solid
        In the room; air is what surrounds everything and has no map.
    beam : Beam
        Rays, one through each pixel's centre.

    Returns
    -------
    dict of str to ndarray of float32, shape (rows, cols)
        By material. Solids of one material that overlap count twice where they do.

    Examples
    --------
    >>> from measure.simulate.rays import aimed
    >>> from measure.simulate.solids import Solid, ball
    >>> beam = aimed("frontal", (0, 0, 0), sid=1000.0, oid=100.0, pitch=1.0, shape=(101, 101))
    >>> lengths = path_lengths([Solid(ball(30.0, detail=200), "aluminium", "air")], beam)
    >>> round(float(lengths["aluminium"][50, 50]), 1)  # through the middle: the diameter
    60.0
    """
    shares, reach = path_shares(solids, beam), beam.reach()
    for share in shares.values():
        share *= reach
    return shares


def path_shares(solids: Iterable[Solid], beam: Beam) -> dict[str, NDArray[np.float32]]:
    """Path lengths as shares of each ray's way to the detector: ``path_lengths`` before the last step.

    Parameters
    ----------
    solids, beam
        As for ``path_lengths``.

    Returns
    -------
    dict of str to ndarray of float32, shape (rows, cols)
        By material.
    """
    places: dict[str, int] = {}
    fills = []
    for solid in solids:
        adds: dict[str, float] = {}
        for sign, stuff in (
            (1.0, _stuff(solid.material, solid.density)),
            (-1.0, _stuff(solid.within, solid.within_density)),
        ):
            for material, share in stuff.items():
                adds[material] = adds.get(material, 0.0) + sign * share
        if adds:
            fills.append(Fill(solid.mesh, tuple((places.setdefault(m, len(places)), f) for m, f in adds.items())))
    maps = np.zeros((len(places), beam.rows, beam.cols), np.float32)
    if fills:
        add_depths(fills, beam, maps)
    return {material: maps[place] for material, place in places.items()}


def _stuff(material: str, density: float) -> dict[str, float]:
    """What fills a place: spongy bone of less density has more marrow between its bars, not less of everything."""
    if material == "air":
        return {}
    if material == "cancellous":
        return {"cancellous": density, "marrow": 1.0 - density} if density != 1.0 else {"cancellous": 1.0}
    return {material: density}
