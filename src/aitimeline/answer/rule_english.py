"""The rules of commands in English; ``render.rule`` says how they are written."""

from __future__ import annotations

UNITS = ("a day", "a month", "a part of a year", "a year", "a decade", "a century")
WORDS = {
    "when": "first day, then what is known of the order within that day",
    "latest": "last day, then what is known of the order within that day",
    "recorded": "the time at which the record that stands was made",
    "count": "the number of their events, the most first",
    "name": "name",
    "first": "their first event",
    "last": "their last event",
}


def days(number: int) -> str:
    """``1 day``, ``7 days``."""
    return f"{number:,} day{'' if number == 1 else 's'}"


def off(unit: str, number: int) -> str:
    """``31 days at a month``."""
    return f"{days(number)} at {unit}"


EVERY = "every event"
"""An empty query."""

SHARED = {
    "stands": """
    Each event counts as it stands in the log at the time in the question: its newest version that no other record
    replaces. Withdrawn events are left out, unless the query asks for them.
    """,
    "query": "[query] Only events that match the query count: {query}",
    "distance": """
    The distance of two dates is the number of calendar days between their nearest ends: negative before, 0 where
    they share a day. Imprecise dates give a range, from the least distance that is possible to the greatest.
    """,
    "margin": "What is only about right (~) may be off, either way, by {margin}.",
    "doubt": "Where a source is in doubt of a date (?), nothing is certain.",
    "zone": "[tz] Dates with a time of day are seen from {tz}; all others are the dates of their own zones.",
    "own zone": "[!tz] Every date is the calendar date of its own zone.",
    "before": """
    [before] Only what came before counts, or may have; what falls on the same day or overlaps did not.
    """,
    "after": """
    [after] Only what came after counts, or may have; what falls on the same day or overlaps did not.
    """,
    "limit": "[limit] At most {limit} are given.",
    "offset": "[offset] The first {offset} are passed over.",
    "reverse": "[reverse] The order is turned round.",
}
"""Sentences that several commands have."""

RULES = {
    "list": """
    [!query] The answer has all events of the log, in the order of {sort}.

    [query] The answer has the events that match the query, in the order of {sort}: {query}

    @reverse @offset @limit

    [query] A date in the query is met by events that may have been on one of its days, in their own zones.

    @stands
    """,
    "search": """
    The answer has the events that match the query, in the order of {sort}: {query}

    Words are looked for in titles, summaries, titles of sources, and all names of those who take part: in every
    language, anywhere in a word, in small or capital letters.

    With each event stand those of these texts that hold one of the words.

    @reverse @offset

    @limit @stands
    """,
    "show": """
    The answer is what the log states of {key} at the time in the question: its newest version that no other record
    replaces.

    Where versions contradict each other, the newest is shown, and that is said.

    [tz] The days on which it may have been are those in {tz}.
    """,
    "within": """
    An event is in the answer if it lies at most {days} from {key}, or may do so where a date is imprecise, which is
    marked (? or certain: false). {key} itself is not in the answer.

    @before @after

    [certain] What only may lie so near is left out.

    @distance @margin @doubt

    @zone @own zone

    @query @stands
    """,
    "gap": """
    The answer is the distance from {first} to {second}, and every one of Allen's relations that may hold.

    @distance @margin @doubt

    @zone @own zone @stands
    """,
    "relation": """
    The answer is every one of Allen's thirteen relations that may hold between the days of {first} and those of
    {second}; if there is only one, it is certain.

    Days are units: an event meets another that begins on the day after it ends, and is before it if a day lies
    between. Two that fill the same days are equal.

    An imprecise date may be any of its days; a set lasts from its first to its last; what a source is in doubt of
    (?) counts as stated.

    @margin @zone @own zone @stands
    """,
    "follows": """
    [!summary] A pair is in the answer if an event of the second query came 0 to {within} after one of the first, or
    may have where a date is imprecise, which is marked (? or certain: false). No event follows itself.

    [summary] An event of the first query is followed if one of the second came 0 to {within} after it. Counted are
    only events on one day that is known. No event follows itself.

    [summary] For chance, the events of the first query stay where they are, and each of the second falls on any day
    from the first to the last event of both, all days being equally likely: {shuffles} times, from the seed {seed}.
    The range is that of the middle 95 % of these.

    The first query: {query}

    The second query: {then}

    [certain] What only may have come so soon is left out.

    [!summary] @distance @margin @doubt

    @zone @own zone @stands
    """,
    "nearest": """
    The answer has the {number} events that are nearest to {key}, which itself is not among them.

    Where a date is imprecise, it counts how far away an event is at most, then how near it may be; then its date.

    @before @after

    [certain] Events whose distance is not known exactly are left out.

    @distance @margin @doubt

    @zone @own zone

    @query @stands
    """,
    "chain": """
    The answer is the run of events in which {key} stands: each begins at most {within} after those before it have
    ended. Of a run of more than {limit} events, the {limit} nearest to {key} are given.

    An imprecise date takes part with all days that it may be, a set of dates from its first to its last.

    [certain] Other events with an imprecise date are left out.

    @distance @margin @doubt

    @zone @own zone

    [query] Only events that match the query count, besides {key}: {query}

    @stands
    """,
    "disputes": """
    An event is in the answer if two of the dates that the log and its sources give for it cannot both be right, or
    if a source names a weekday that its date is not.

    Dates agree if they can be the same, one being perhaps more precise than the other.

    Where the zones of both are known, the same moment on two dates is told from a real difference; where one is
    not, dates one day apart may be the same moment.

    @query @stands
    """,
    "pace": """
    Each event is counted once, in the {by} in which it began. Weeks are those of ISO 8601, from Monday to Sunday.

    Where the day on which it began is not known, it is spread evenly over those that are possible; where nothing
    bounds these, it is left out. Marks of doubt (~ and ?) change nothing in this.

    The trend compares the mean of the earlier half of the periods with that of the later half; a difference of a
    tenth at most is steady.

    The longest gap is that between events whose dates are certain, the busiest week that in which most began.

    @zone @own zone

    @query @stands
    """,
    "anniversaries": """
    An event is in the answer if it began whole years, one at least, before a day that is asked for.

    [!on] The first of these days is today, {today}.

    [on] The first of these days is {on}.

    [following] The others are those of the following {following}.

    Round numbers (1, 5, 25 and all tens) come first, then the days in order. What began on 29 February is kept on
    the 28th in years without one.

    Left out are events that began on a day that is not known, or is in doubt (?) or only about right (~).

    @limit @zone

    @own zone @query @stands
    """,
    "actors": """
    [!query] The answer has all actors that take part in an event or have a record in the log, in the order of
    {sort}.

    [query] The answer has the actors that take part in the events that match the query, in the order of {sort}:
    {query}

    Counted are the events that each takes part in, in whatever role. The first and the last are those by first day,
    then by what is known of the order within that day.

    @reverse @limit @stands
    """,
    "actor": """
    The answer counts the events in which the actor takes part that has the key or the name {name}.

    Of its roles and of those that it appears with, the numbers are those of events, the most first; of the latter
    ten at most are given.

    The newest events are the last {limit} by first day, then by what is known of the order within that day.

    @stands
    """,
    "members": """
    An actor is in the answer if on the day asked about it is a member of what has the key or the name {name}, or may be
    one where a date is imprecise, which is marked (? or certain: false).

    [on] The day is {on}.

    [!on] The day is today, {today}.

    Membership follows from events: who takes part as founder, member or joiner is a member from that event on, and who
    does as leaver or former-member no longer is. What is joined takes part as subject, as alliance, or without a role.
    An event that lasts counts from its beginning.

    [certain] Who only may be a member then is left out.

    @margin @zone @own zone @query @stands
    """,
    "alliances": """
    The answer has the alliances that the actor with the key or the name {name} has joined or left, in order of time:
    joined as founder, member or joiner of an event in which they take part, left as leaver or former-member.

    An alliance is what has this type by its record; in an event of the kind alliance without any such, its subject is
    one.

    [on] Only those count that it is in on {on}, or may be in where a date is imprecise.

    @margin @zone @own zone @stands
    """,
    "camps": """
    The answer has every camp that the log has a claim of, by name. A claim is what sources say, with its date; others
    may say otherwise of the same, which is marked.

    Counted are the events of which the camp is claimed and, where of an event no camp is claimed, those in which an
    actor launched something of whom it is. Contested is who is said to be both open and closed.

    @query @stands
    """,
    "camp": """
    The answer has the actors and events of which a source claims that they stand in the camp {name}, and what else is
    claimed of them.

    With each actor stand the first events in which it launched something, {limit} at most: as developer, provider,
    announcer, founder or host, without a role, or as subject if it is itself a product, a model or an alliance.
    Events of which a camp is claimed count by that claim, and events of the kinds investment, leadership, litigation
    and market are no launches.

    @query @stands
    """,
    "figures": """
    The answer has all figures that events state, in series of the same name, unit and subjects: the actors with the
    role subject or, where there are none, all but those with the role source.

    Each series is in the order of its periods; where none is stated, that is the date of the event.

    The change is that from the last period that had ended before; there is none where what was stated of that
    differs. Other values for the same series and period are marked.

    @query @stands
    """,
    "changes": """
    The answer has what became new, was revised, withdrawn, brought back, contested or settled in the log from
    {since} on, by the time at which it was recorded. A day counts from its beginning.

    A record that leaves all as it was has changed nothing.

    [query] Only events count that match the query as they stand, or as they stood when withdrawn: {query}

    [!query] Actors count as well as events.
    """,
    "history": """
    The answer has all records of {key} up to the time in the question, in the order in which they were made.

    A record stands if no other one replaces it. The changes are those against the first record that it says it
    replaces.
    """,
}
"""By command."""
