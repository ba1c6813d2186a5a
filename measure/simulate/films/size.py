"""Size: how many pixels a film has, and how large they are."""

from enum import StrEnum


class Size(StrEnum):
    """Small films are for trying things, full ones are as large as a hospital's."""

    SMALL = "small"
    FULL = "full"

    @property
    def longest(self) -> int:
        """Pixels along the longer side."""
        return 1000 if self is Size.SMALL else 2500

    def film(self, height: float, width: float) -> tuple[tuple[int, int], float]:
        """Rows and columns, and the pitch, of a detector of this height and width in mm.

        Examples
        --------
        >>> Size.SMALL.film(430.0, 350.0)
        ((1000, 814), 0.43)
        """
        pitch = max(height, width) / self.longest
        return (round(height / pitch), round(width / pitch)), pitch
