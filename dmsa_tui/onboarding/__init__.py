"""What we know about this customer: the record, its store, secrets, the setup record."""
