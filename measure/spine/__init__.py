"""Measures of the spine, given marks: arrays of points in, arrays of values out."""
