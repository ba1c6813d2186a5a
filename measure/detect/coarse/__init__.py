"""Coarse: where the vertebrae of a whole film are, as one chain."""

from measure.detect.coarse.candidates import Candidate
from measure.detect.coarse.chain import Chain
from measure.detect.coarse.coarse import coarse

__all__ = ["Candidate", "Chain", "coarse"]
