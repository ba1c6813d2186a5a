"""Outlines as data: points "x,y" in mm, or in the units of a local frame; "x,T7+4" hangs on a level."""

import re
from collections.abc import Mapping

import numpy as np

LUNG_LATERAL = "-260,-10 -150,-34 -95,-28 -40,-6 8,28 34,58 47,70 54,50 58,10 56,-190 -260,-190"
RIB_LATERAL = "0,0 20,-3 43,10 45,36 22,72 -16,104 -62,136 -110,150"
SACRUM_FRONT = "0,0 .06,.5 .2,1 .46,1.7 .86,2.4 1.05,3 1.02,3.6"
SACRUM_BACK = "1,0 .98,.5 1,1 1.1,1.6 1.3,2.3 1.36,3 1.12,3.7"
SACRUM_CREST = "1,.05 1.32,-.05 1.62,.35 1.52,.9 1.66,1.4 1.5,2 1.42,2.5 1.1,1.6 1.02,.8"
SACRUM_FACET = "1.05,.3 1.18,-.28 1.34,-.3 1.36,.35"
SACRUM_DISCS = (".17,.98 .58,1 .99,.92", ".42,1.66 .75,1.66 1.08,1.56", ".74,2.22 .99,2.23 1.24,2.14")
WING_LATERAL = "-70,62 -62,22 -40,-8 -8,-24 26,-20 52,2 64,30 60,58 34,62 18,92 -2,110 -44,108"
NOTCH_LATERAL = "-46,96 -8,66 14,40 22,10"

LUNG_RIGHT = (
    "-24,T2-12 -58,T2-4 -98,T2+50 -128,T2+138 -142,T10+48 -122,T10+24 "
    "-84,T10-2 -42,T10+2 -24,T10+16 -26,T2+108 -22,T2+38"
)
LUNG_LEFT = "24,T2-12 58,T2-6 98,T2+48 128,T2+138 142,T11+38 124,T11+14 88,T11-8 50,T11-4 28,T11+8 26,T2+108 24,T2+38"
HEART = "-34,T7+0 -30,T6-10 10,T5+0 36,T6+0 62,T8+0 78,T10+0 60,T11+4 -10,T11+0 -36,T9+0"
WINDPIPE = "-1,T1-64 -2,T3+0 -5,T5+0"
LIVER = "-130,T11+30 -84,T10+4 -20,T11+0 14,T12+10 -30,L1+10 -90,L3-8 -128,L3+0"
STOMACH = "42,T11+20 66,T11+8 94,T11+18 96,T11+42 72,T11+48 46,T11+42"
COLON_ACROSS = "-84,L2+8 -40,L3+8 10,L3+16 60,L2+6 96,L1+0"
CLAVICLE = "14,10 34,4 62,0 92,-16 128,-26 165,-24"
SACRUM_FRONTAL = "-25,1 -10,5 10,5 25,1 34,10 54,14 60,28 46,62 30,100 -30,100 -46,62 -60,28 -54,14 -34,10"
PROMONTORY = "-27,3 -12,7 12,7 27,3"
FORAMEN = "17,26 24,22 30,28 26,35 19,34"
WING_FRONTAL = "46,10 56,-8 84,-22 116,-12 142,18 152,60 120,110 60,100 50,60 54,34"
CREST_FRONTAL = "50,2 60,-6 84,-17 114,-8 138,20"

_POINT = re.compile(r"(-?[\d.]+),(?:([A-Z]\d+))?([+-]?[\d.]+)")


def path(text: str, at: Mapping[str, float] | None = None) -> np.ndarray:
    """Points of an outline, shape (n, 2).

    Parameters
    ----------
    text : str
        One of the outlines of this module.
    at : mapping of str to float, optional
        Height of each level on the film, in mm.
    """
    found = [_POINT.fullmatch(word) for word in text.split()]
    return np.array([(float(m[1]), float(m[3]) + (at[m[2]] if m[2] else 0.0)) for m in found])
