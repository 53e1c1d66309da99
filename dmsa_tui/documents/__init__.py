"""What we hand over: setup record, handout, messages."""
