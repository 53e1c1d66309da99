"""What we hand over: setup record, handout, access review, messages."""
