"""Official papers of supervision (督办函、调整公告、年度报告). In: letters, changes, results. Out: PDF and .docx. Acts: staff."""
