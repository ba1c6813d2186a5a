"""Radiographic measurement: numbers read off spine films and limb films, with their doubt.

Research and audit software, not a validated medical device.
"""

__version__ = "0.1.0"
