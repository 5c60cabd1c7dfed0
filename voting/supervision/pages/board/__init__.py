"""The board of lights (亮灯榜) and its sheet, for everybody."""
