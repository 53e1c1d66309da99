"""One screen per documented step."""
