"""The words of the domain: dates, events, actors, sources, records. Pure: nothing here reads or writes."""
