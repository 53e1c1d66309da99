"""What the documents say: steps, portal editions, permission profiles, failures and the manifest."""
