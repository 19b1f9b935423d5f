"""What each project matters to the plan."""
