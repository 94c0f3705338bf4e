"""The tables of the index. Whatever changes here, or in what is put into them, needs a new ``SCHEMA``."""

from __future__ import annotations

SCHEMA = 9
"""The number of this layout; an index of any other is built anew."""

EVENT, ACTOR = 0, 1
"""What a state or record is about."""

TEXT_TABLES = ("text", "name")
"""The tables of words, by family."""

LINE = "(SELECT l.line FROM line l WHERE l.id = s.id)"
"""The line of a state ``s``."""

DATE = ", ".join(f"json_extract(CAST({LINE} AS TEXT), '$.data.{member}')" for member in ("when", "zone"))
"""The date and the zone of a state ``s``, as its line has them."""

RETRACTED, CONFLICT, DISPUTED, IMPRECISE, SETTLED, TIMED = 1, 2, 4, 8, 16, 32
"""Flags of a state; SETTLED: its event or actor has its lines in ``record``, and this was made of them; TIMED: its date
has a time of day, or is known by order to one that has, so that the zone from which it is seen moves its days."""
STILL, MOVED, LOOSE = 0, 1, 2
"""Whether the days of a state are those that stand in the index, or lie near them, as a zone moves them; LOOSE: they
have to be followed anew, wherever they stand."""
UNPLAIN = IMPRECISE | TIMED
"""A date is more than the days from ``first`` to ``last`` if one of these flags is set."""

COUNTS, REPEATS, CONTRADICTS = 1, 0, -1
"""Whether a line is the one that counts of those with its id, repeats that one, or contradicts another."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- How far each segment was read, as log.extent has it, with its stamp (NULL: it could not be read) taken apart; tail is
-- the SHA-256 of a last line without a newline that was taken for a record.
CREATE TABLE segment (
  id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, tail BLOB,
  device INTEGER, inode INTEGER, size INTEGER, modified INTEGER, changed INTEGER,
  settled INTEGER NOT NULL, seen INTEGER NOT NULL, offset INTEGER NOT NULL, lines INTEGER NOT NULL, hashes BLOB NOT NULL
);
-- What stood of an event or actor from one recorded time to another (NULL: still).
-- Times are microseconds since 1970, UTC; days are numbered as in model.day. first is NULL where there is nothing to
-- show: of actors, and of what was only ever retracted. begun is the time of the first record, origin its id. heads and
-- origin (ids) and retraction (a line) are NULL where they are what the line that states it says; crc is that line's
-- CRC-32. stated is the date with its zone, as JSON, where its days do not say all of it (UNPLAIN).
CREATE TABLE state (
  id INTEGER PRIMARY KEY, family INTEGER NOT NULL, key TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
  reach INTEGER NOT NULL, first INTEGER, last INTEGER, flags INTEGER NOT NULL, recorded INTEGER NOT NULL,
  rid TEXT NOT NULL, segment INTEGER NOT NULL, number INTEGER NOT NULL, facets TEXT NOT NULL,
  revision INTEGER NOT NULL, heads TEXT, begun INTEGER NOT NULL, origin TEXT, retraction BLOB, crc INTEGER NOT NULL,
  stated TEXT
);
-- The line of each state, by its number. It has a table of its own so that who looks at all states reads the less.
CREATE TABLE line (id INTEGER PRIMARY KEY, line BLOB NOT NULL);
-- Every line of an event or actor that has more than one, and every one that is not understood (family NULL).
CREATE TABLE record (
  id INTEGER PRIMARY KEY, family INTEGER, key TEXT NOT NULL, time INTEGER NOT NULL, rid TEXT NOT NULL,
  segment INTEGER NOT NULL, number INTEGER NOT NULL, line BLOB NOT NULL, counts INTEGER NOT NULL
);
-- Groups of states by the most days that their dates span, by the units that are approximate, and by whether these
-- days move.
CREATE TABLE reach (id INTEGER PRIMARY KEY, length INTEGER, about INTEGER NOT NULL, moves INTEGER NOT NULL);
-- Every value that a field has ever had, with the token that stands for it in the facets of a state.
CREATE TABLE word (
  token TEXT PRIMARY KEY, field TEXT NOT NULL, value TEXT NOT NULL, folded TEXT NOT NULL
) WITHOUT ROWID;
-- Events some record of which has a date that is known by order only.
CREATE TABLE ordered (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE damage (segment INTEGER NOT NULL, number INTEGER NOT NULL, reason TEXT NOT NULL);
-- Folded texts of events, and folded names of actors, by the numbers of their states; facets of both.
CREATE VIRTUAL TABLE text USING fts5(
  words, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
CREATE VIRTUAL TABLE name USING fts5(
  words, tokenize = 'trigram case_sensitive 1', content = '', columnsize = 0, detail = none);
CREATE VIRTUAL TABLE facet USING fts5(facets, tokenize = 'ascii', content = '', columnsize = 0, detail = none);
CREATE VIRTUAL TABLE text_gram USING fts5vocab(text, 'instance');
CREATE VIRTUAL TABLE name_gram USING fts5vocab(name, 'instance');
"""

INDICES = """
CREATE INDEX record_rid ON record (rid);
CREATE INDEX record_key ON record (family, key);
CREATE INDEX record_damage ON record (rid) WHERE counts < 0;
CREATE INDEX record_time ON record (time) WHERE counts = 1;
CREATE INDEX state_rid ON state (rid);
CREATE INDEX state_key ON state (family, key, since);
CREATE INDEX state_order ON state (reach, first, last, begun, flags, since, until, stated, key) WHERE first IS NOT NULL;
CREATE INDEX state_recorded ON state (recorded, key);
CREATE INDEX state_marked ON state (flags) WHERE flags & 15;
CREATE INDEX state_settled ON state (family, until) WHERE flags & 16;
CREATE INDEX word_field ON word (field, folded);
"""
"""Made after the tables are filled, which takes less time. ``state_order`` holds all that the days of events are told
by, so that who asks for those of all reads nothing else."""

EXTENT = ("device", "inode", "size", "modified", "changed", "settled", "seen", "offset", "lines", "hashes")
"""The columns of ``segment`` that say how far it was read."""

PUT_STATE = f"INSERT INTO state VALUES ({', '.join('?' * 21)})"
PUT_LINE = "INSERT INTO line VALUES (?, ?)"
PUT_RECORD = f"INSERT INTO record VALUES ({', '.join('?' * 9)})"
PUT_TEXT = tuple(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)" for table in TEXT_TABLES)
"""By family."""
PUT_FACETS = "INSERT INTO facet (rowid, facets) VALUES (?, ?)"
PUT_REACH = "INSERT OR IGNORE INTO reach VALUES (?, ?, ?, ?)"


_MOVES_SHIFT, _LENGTH_SHIFT = 20, 10
FIRST_MOVED, FIRST_LOOSE = MOVED << _MOVES_SHIFT, LOOSE << _MOVES_SHIFT
"""The groups of states that are MOVED, and of those that are LOOSE, have numbers from these."""


def reach_of(length: int, about: int, moves: int) -> int:
    """The group of dates that span at most ``length`` days, a power of two less one, and are ``about`` right.

    Args:
        length: of days.
        about: a bit for each unit that is approximate.
        moves: STILL, MOVED or LOOSE.
    """
    return moves << _MOVES_SHIFT | length.bit_length() << _LENGTH_SHIFT | about


def moves_of(flags: int, *, is_ordered: bool) -> int:
    """Whether the days of a state with these flags move; ``is_ordered`` if its date is known by order only."""
    return STILL if not flags & TIMED else LOOSE if is_ordered else MOVED
