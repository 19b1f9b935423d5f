"""A document for Word and WPS in the style of official papers, from the parts of a document."""
