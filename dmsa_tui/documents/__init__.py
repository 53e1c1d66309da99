"""What we hand over: setup record, handout, access review, messages."""

FORMATS = ("md", "html", "json", "text")
"""The formats of the setup record, the handout and the access review."""
