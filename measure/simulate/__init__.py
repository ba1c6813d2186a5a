"""Simulated radiographs with known truth: anatomy, procedures, physics, and what they project to."""
