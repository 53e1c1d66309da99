"""The setup record: built, written as JSON, Markdown and HTML, read back, compared with a new run."""
