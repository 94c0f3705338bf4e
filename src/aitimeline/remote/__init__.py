"""Calendars on servers: what they hold, what should be there, and the way from the one to the other (CalDAV)."""
