"""The end of a commitment (验收、结转). In: figures and closed findings. Out: a result, or a carry-over to screening. Acts: units, staff. Practice of Ninghai (2020): 完成、基本完成、未完成."""
