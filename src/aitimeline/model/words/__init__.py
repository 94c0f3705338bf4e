"""Dates in words, as people type them and as the news writes them, in Korean and English.

Pure: no clock, the day from which 'yesterday' is seen is an argument. A text is cut into pieces (``piece``, by the
lexicons ``korean``, ``english`` and ``figures``); rules make dates of them (``grammar``) and whole expressions of those
(``phrase``); what is left open is taken from the reference day (``resolve``).
"""

from aitimeline.model.words.find import Reading, find_dates, read_date

__all__ = ["Reading", "find_dates", "read_date"]
