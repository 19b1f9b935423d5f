"""One folder a question: its options, study, answer, pictures, page and words."""
