"""Nothing leaks: an office at work, an attacker who has read every print, and gates switched off one at a time."""
