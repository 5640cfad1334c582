"""The store: recordings on disk, their index, and who may still be reading them."""
