"""Writes a document as HTML, Markdown, plain text and JSON."""
