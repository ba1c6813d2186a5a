"""Size of one vertebra: the few millimetres that place it in the column."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VertebraSize:
    """One vertebral body, as it is: findings such as a fracture are in the numbers.

    In the vertebra's own frame (x left, y back, z head; origin in the middle of the four mid-sagittal corners) the
    corners are ``(0, ∓depth/2, ±height/2)``: heights are split evenly above and below the x-y plane.

    Attributes
    ----------
    anterior, middle, posterior : float
        Heights at the anterior rim, at half depth (concavities taken off), at the posterior rim, mm.
    superior_depth, inferior_depth : float
        Anterior to posterior rim of each endplate, mm.
    superior_width, inferior_width : float
        Left to right rim of each endplate, mm.
    left_minus_right : float
        Height of the left side minus the right at the rims, mm: coronal wedging.
    disc : float
        Height of the disc below, in the middle, mm.
    """

    anterior: float
    middle: float
    posterior: float
    superior_depth: float
    inferior_depth: float
    superior_width: float
    inferior_width: float
    left_minus_right: float = 0.0
    disc: float = 0.0
