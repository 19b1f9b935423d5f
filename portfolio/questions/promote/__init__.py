"""What it takes to take up reserve projects."""
