"""A timeline for subscribers: over HTTP (``serve``) and as files (``publish``)."""
