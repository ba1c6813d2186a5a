"""Helpers of ``make_samples.py``: simulated spine films with landmarks known in closed form."""
