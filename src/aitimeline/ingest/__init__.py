"""What comes in from outside: the words a person typed, turned into events."""
