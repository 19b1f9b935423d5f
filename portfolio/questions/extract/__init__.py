"""The documents of one county, bureau or domain, taken out of a report."""
