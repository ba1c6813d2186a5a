"""Contract: what the networks take and give; the one place that training and running both read."""

from measure.model import LEVELS, View

# A film is letter-boxed into the shape, (rows, cols), whose aspect is nearest to its own.
SHAPES = ((416, 160), (336, 192), (256, 256))
GATE_SHAPE = (128, 128)
CROP = 96  # pixels a side of the fine network's crop
FIELD = 1.9  # side of the crop, in widths of the vertebra
FLOOR = 0.06  # crop pixels squared, added to the variance of a heat map: no map is believed further
HEAT = 2  # input pixels a cell: centres of the coarse network, points of the fine one
CONTEXT = 8  # input pixels a cell of the coarse network's levels
STEP = 8.0  # input pixels a unit of an offset
REACH = {"gate": 8.0, "coarse": 10.0, "fine": 12.0}  # sigma of the local mean, in input pixels

# Corners in the order of the offsets, named as seen on the picture.
CORNERS = ("superior_left", "superior_right", "inferior_left", "inferior_right")
MARKS = {
    View.FRONTAL: CORNERS,
    View.LATERAL: (
        "superior_left", "superior_middle", "superior_right",
        "inferior_left", "inferior_middle", "inferior_right",
    ),
}  # fmt: skip

# Channels of the coarse maps.
CENTRE, SACRUM, AXIS = 0, 1, 2
OFFSETS = slice(3, 11)
SACRUM_OFFSETS = slice(11, 15)
MAPS = 15
RIB, FRONT_LEFT = len(LEVELS), len(LEVELS) + 1  # after one channel a level
CONTEXTS = len(LEVELS) + 2
SACRUM_DEPTH = 0.75  # of its width: the lower corners that are made up for S1, to crop it like a vertebra

# Outputs of the gate.
WAYS_UP = ("upright", "upside_down", "turned_left", "turned_right")
KINDS = ("frontal", "lateral", "other")
INVERTED, GATE_FRONT_LEFT = 7, 8
GATES = 9

# Why a vertebra is hard to read, as the fine network tells it.
REASONS = ("clear", "implant", "cement", "exposure", "cropped")
