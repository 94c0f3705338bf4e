"""Answers as tables, JSON, CSV, Markdown and calendars: text out of events, no I/O."""
