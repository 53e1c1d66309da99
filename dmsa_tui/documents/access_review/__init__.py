"""The access review: what the account can see and change today, and how to end it. HTML, Markdown, text, JSON."""
