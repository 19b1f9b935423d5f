"""Files to `Problem`: sets and arrays, checked; no solver in sight."""
