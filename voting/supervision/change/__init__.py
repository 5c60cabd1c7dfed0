"""Changing what was voted (调整、暂缓、终止). In: a unit's request. Out: a proclaimed change. Acts: units, staff for the competent body. Shaanxi's rule (2025) art. 18, by analogy."""
