"""Long runs: resumed, and known by their inputs."""
