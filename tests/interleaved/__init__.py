"""Tablet, server, desk, console and scrutineers in any order, with power cuts anywhere: a model plays them."""
