"""A schedule of one's own, assessed: what it needs, breaks and earns."""
