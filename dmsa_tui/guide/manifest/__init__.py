"""The app manifest: built from a profile, read, compared, repaired."""
