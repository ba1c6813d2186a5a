"""Folders of films in, tables of measurements out: discover, match, measure, journal, tables."""
