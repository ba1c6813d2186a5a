"""Rows that were made elsewhere, into the store: ``measure import``.

In the order in which a table walks through:

==================  =========================================================================
``sheet``           the file: told from other files, its lines one by one
``mapping``         the YAML mapping: which column means what
``layout``          which column of the table fills which column of the schema
``entry``           the cells that are to become one row; what is wrong with them
``readers``         how the text of a cell becomes a value
``people``          patient numbers to pseudonyms, with the one key of the store
``occasion``        whose row, which visit, which film
``measurements``    entries to measurement rows; ``others``: all other rows
``whole``           exported rows, as they are
``seen``            what the lines before said
``films``           whose film the store has it as
``shelf``           what the store has already, and what may replace it
``rejects``         the file of the lines that did not go in
``intake``          all of it together (``import_table``)
==================  =========================================================================
"""
