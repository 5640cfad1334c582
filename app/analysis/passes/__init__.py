"""The analyses, one file each; they do not know each other."""
