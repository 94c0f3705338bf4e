"""The query language, and the questions asked of a timeline."""
