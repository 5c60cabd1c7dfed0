"""The official documents of a ballot and its count (报告单、公告、决定). In: counted facts. Out: PDF and .docx. Acts: staff."""
