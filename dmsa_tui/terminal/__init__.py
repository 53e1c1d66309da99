"""What this terminal can do: ASCII signs, standard output, recording, the crash report."""
