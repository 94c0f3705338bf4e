"""Answers: what each question gives, in values, columns and words, whatever format it is written in."""
