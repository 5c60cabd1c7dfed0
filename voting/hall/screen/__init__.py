"""The hall screen: figures, the sealed box, the announced result. Nothing to press."""
