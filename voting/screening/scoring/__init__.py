"""Scoring (评分): one sheet an appraiser, blind until the round is closed. In: projects. Out: scores with their spread. Acts: appraisers."""
