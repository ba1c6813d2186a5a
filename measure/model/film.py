"""Film: one projection image with its header; read-only, bone bright, never windowed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.errors import ModelError
from measure.model.header import FilmHeader


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """Pixels and header of one film; two films are equal only if they are the same object.

    Attributes
    ----------
    pixels : ndarray of float32, shape (rows, cols)
        Modality values, larger = more attenuation (bone bright). Read-only.
    header : FilmHeader
        What is known about it.

    Examples
    --------
    >>> film = Film(np.zeros((2, 3), np.float32), FilmHeader("sha256:0", 2, 3))
    >>> film.pixels.flags.writeable
    False
    """

    pixels: NDArray[np.float32]
    header: FilmHeader

    def __post_init__(self) -> None:
        expected = (self.header.rows, self.header.cols)
        if self.pixels.shape != expected:
            raise ModelError(f"film: header says {expected} pixels, got {self.pixels.shape}")
        frozen = np.asarray(self.pixels, dtype=np.float32)
        if frozen.flags.writeable:
            # A view is enough: the caller keeps its own array, the film cannot write to it.
            frozen = frozen.view()
            frozen.flags.writeable = False
        object.__setattr__(self, "pixels", frozen)
