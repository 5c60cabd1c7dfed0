"""The merge desk (归并). In: suggestions. Out: projects formed of them. Acts: staff."""
