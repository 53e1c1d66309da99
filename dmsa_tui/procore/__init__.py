"""How to talk to Procore: environments, token, client, paging, pacing, errors, typed records. HTTP, no Textual."""
