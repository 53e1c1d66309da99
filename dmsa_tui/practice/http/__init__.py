"""Procore's HTTP interface over a practice world: an ASGI application. Starlette is imported in this room only."""
