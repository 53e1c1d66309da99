"""The interface: one module per step screen."""
