"""A cited, append-only timeline of the AI race."""

__version__ = "0.1.0"
