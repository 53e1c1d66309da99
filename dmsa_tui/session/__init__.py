"""One run: open record, results, level scan, rehearsal, settings. No Textual."""
