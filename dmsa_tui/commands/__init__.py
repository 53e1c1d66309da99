"""One module per command of the command line; only the one that runs is imported."""
