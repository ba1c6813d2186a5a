"""UIDs made from names: the same plan gives the same bytes."""

import uuid

VERSION = "1"
_SPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "simulate.radiograph-measure.invalid")


def uid(*names: str) -> str:
    """DICOM UID that depends on nothing but its names and the version of the simulator's objects.

    Examples
    --------
    >>> uid("study", "SIM-0001") == uid("study", "SIM-0001"), uid("study") == uid("series")
    (True, False)
    """
    return f"2.25.{uuid.uuid5(_SPACE, '/'.join((VERSION, *names))).int}"
