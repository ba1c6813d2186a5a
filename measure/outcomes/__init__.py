"""The standard outcomes schema, its store, its tables, and who the subjects are.

Importing this package pulls in nothing heavy; import the part you need:

====================  ===============================================================
``schema``            the five row types, defined once: measurement, assessment, score,
                      event, procedure
``rows``              a Measurement to its row and back (``to_row``, ``from_row``)
``judgements``        assessments and events to their rows and back
``uids``              identities of readings and rows that stay the same between runs
``keys``              the pseudonym key, and pseudonyms
``cases``             the table that ties films to patients and visits
``store``             the append-only store on SQLite or PostgreSQL
``courses``           the rows of a subject put together by structure and in order of time
``compare``           the second pass: what changed between films, measured and stored
``importing``         tables made elsewhere, into the store
``decide``            drafts and what readers make of them: confirmed, amended, rejected
``csvio``             rows as CSV, both ways, and the dictionary of the columns
``parquetio``         rows as Parquet
``describe``          the schema as JSON Schema and as a Frictionless Table Schema
====================  ===============================================================
"""
