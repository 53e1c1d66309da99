"""The report of a run: JSON, text, JUnit, and the diagnosis for Procore's support."""
