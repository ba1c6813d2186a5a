"""Flags: what a draft says it is unsure of; ``catalog.words`` has a sentence for each."""

from enum import StrEnum


class Flag(StrEnum):
    """Doubt that an annotation of a draft carries, about its vertebra or about the film.

    ==================================  ==========================================================
    interpolated                        put into a gap of the chain, not found by itself
    accuracy_unproven                   height lost, or cement or an implant in it
    facing_unsure                       front and back could not be told apart
    facing_contradicts_picture          the front is stated to be where it does not look to be
    view_contradicts_picture            the same of the view
    polarity_turned                     bone was dark on the picture
    transitional                        an unusual count of vertebrae or ribs is the likelier one
    level_statement_contradicts_anchor  a level is stated that what is in view contradicts
    no_level_anchor                     nothing in view tells the levels: numbers only
    level_anchors_conflict              what is in view contradicts itself: numbers only
    levels_unsure                       no naming is likely enough: numbers only
    ==================================  ==========================================================
    """

    INTERPOLATED = "interpolated"
    ACCURACY_UNPROVEN = "accuracy_unproven"
    FACING_UNSURE = "facing_unsure"
    FACING_CONTRADICTED = "facing_contradicts_picture"
    VIEW_CONTRADICTED = "view_contradicts_picture"
    POLARITY_TURNED = "polarity_turned"
    TRANSITIONAL = "transitional"
    LEVEL_CONTRADICTED = "level_statement_contradicts_anchor"
    NO_ANCHOR = "no_level_anchor"
    ANCHORS_CONFLICT = "level_anchors_conflict"
    LEVELS_UNSURE = "levels_unsure"
