"""Routes: one file per resource. They do not know each other."""
