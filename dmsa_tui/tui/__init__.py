"""The interface: screens, dialogs, widgets."""
