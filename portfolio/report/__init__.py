"""The deliverables of a plan: pictures, tables and documents, one file each."""
