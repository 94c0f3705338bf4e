"""Projections of the log that questions are asked of; each can be thrown away and built again."""
