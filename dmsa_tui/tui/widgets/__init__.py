"""Parts of the interface that several screens share."""
