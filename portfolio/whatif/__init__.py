"""Questions to a scenario: one file a question, on top of the plan."""
