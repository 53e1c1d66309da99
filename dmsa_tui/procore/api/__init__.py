"""Procore's endpoints: one module per resource, each answer a typed record."""
