"""The little world that the starter models know: what a scene is, how it is painted, how it is said."""
