"""Calendars as others keep them (RFC 5545), read into events, with the line of all that is no event of ours."""
