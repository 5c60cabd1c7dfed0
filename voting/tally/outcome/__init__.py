"""The outcome decided, twice, by two implementations. In: a complete count. Out: a Decision with its reasoning. 《地方组织法》 art. 25."""
