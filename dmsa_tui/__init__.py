"""A terminal wizard for setting up a Procore data connection app with a Developer Managed Service Account."""

__version__ = "0.1.0"
