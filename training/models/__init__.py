"""Plain PyTorch modules whose parameter names are the original ones, so that a state dict is a file that others can read."""
