"""Residents' ratings (群众评价). In: grades and comments by the QR at the site. Out: counts and a mean apart from the deputies' evaluation. Acts: residents; staff."""
