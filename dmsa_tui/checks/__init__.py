"""What is true at Procore: one module per group of checks, the diagnosis, the runner, the report."""
