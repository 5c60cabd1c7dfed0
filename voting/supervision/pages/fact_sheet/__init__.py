"""The facts beside a project that is evaluated (测评参考材料). In: what is public of its year. Out: what a deputy reads before he grades it."""
