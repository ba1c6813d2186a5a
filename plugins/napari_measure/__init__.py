"""The napari plugin of radiograph-measure. Importing it loads neither Qt nor napari.

====================  =================================================================
``session``           which film, which reading, its measurements (no Qt, no napari)
``beside``            the reading that lies beside a film
``commands``          what can be done: open a film, open a reading
``drafting``          suggest marks, move them, go back a step
``rows``              measurements as rows of words, and as text to paste
``layer_data``        a film and its reading as napari layer data, without napari
``layers``            the only file that touches napari's layers and viewer
``reader``            what napari calls to open files
``samples``           File ▸ Open Sample
``view``              ``measure view PATH``
``widgets``           the only files that import Qt
====================  =================================================================
"""
