"""Photographs of the works: made anew, kept, shown. In: pictures of units and groups. Out: names of kept pictures. Acts: units, supervision groups."""
