"""The log on disk: segments, reading them as one set, appending to one of them."""
