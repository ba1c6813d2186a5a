"""Measures of limb films, given marks: gap, axes, regenerate, healing. Empty until the limb issue fills it."""
