"""The page for the customer's administrator: HTML, Markdown, text."""
