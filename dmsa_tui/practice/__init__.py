"""A Procore to rehearse against: the same HTTP interface over a company in memory, with scenarios."""
