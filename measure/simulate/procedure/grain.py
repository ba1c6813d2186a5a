"""Grain: the columns and clouds of one person's new bone, the same on every visit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_HALF = 40.0  # mm from the bone's axis that the lattices cover
_DEEP = 120.0  # mm from a host edge that they cover
# Pitch across and along the bone, mm. Histological columns are 0.2 mm wide; what a film shows are bundles of them.
_PITCH = {"fine": (1.2, 9.0), "coarse": (3.6, 16.0), "cloud": (7.0, 7.0)}


@dataclass(frozen=True, slots=True, eq=False)
class Grain:
    """Random lattices over the cross-section and the depth from each host edge.

    Tissue keeps its place against the host edge that it grew from, so that a column seen on one visit is there on
    the next. Values have mean 0 and, at the nodes, standard deviation 1.

    Attributes
    ----------
    lattices : dict of str to ndarray, shape (2, depth, back, left)
        By name: ``fine`` and ``coarse`` columns, ``cloud``; first for the upper edge, then for the lower.
    """

    lattices: dict[str, Array]

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "Grain":
        """Grain of one person.

        Examples
        --------
        >>> from measure.simulate.seeds import stream
        >>> Grain.drawn(stream(1, "regenerate")).lattices["cloud"].shape
        (2, 20, 14, 14)
        """
        lattices = {}
        for name, (across, along) in _PITCH.items():
            n, deep = int(np.ceil(2 * _HALF / across)) + 2, int(np.ceil(_DEEP / along)) + 2
            lattices[name] = rng.standard_normal((2, deep, n, n))
        return cls(lattices)

    def at(self, name: str, half: NDArray[np.int_], depth: Array, left: Array, back: Array) -> Array:
        """Value of a lattice at places, by linear interpolation.

        Parameters
        ----------
        name : {"fine", "coarse", "cloud"}
            Which lattice.
        half : ndarray of int
            0 for tissue of the upper edge, 1 of the lower.
        depth : ndarray
            From that edge, mm.
        left, back : ndarray
            From the axis, mm.

        Returns
        -------
        ndarray
        """
        lattice = self.lattices[name]
        across, along = _PITCH[name]
        places = [depth / along, (back + _HALF) / across, (left + _HALF) / across]
        flat, index, weights = lattice.ravel(), half * lattice[0].size, [np.ones(np.shape(depth))]
        offsets = [0]
        for k, place in enumerate(places):
            size, stride = lattice.shape[k + 1], int(np.prod(lattice.shape[k + 2 :]))
            place = np.clip(place, 0, size - 1.001)
            low = place.astype(np.int64)
            index = index + low * stride
            share = place - low
            weights = [w * f for f in (1 - share, share) for w in weights]
            offsets = [o + step for step in (0, stride) for o in offsets]
        value: Array = sum(w * flat[index + o] for w, o in zip(weights, offsets, strict=True))
        return value
