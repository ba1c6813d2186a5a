"""Anatomy: persons, and the bones and soft tissue they are made of."""
