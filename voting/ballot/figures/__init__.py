"""应到 实到 发出 收回 of a ballot, read once for every screen. In: a ballot and its meeting. Never who cast."""
