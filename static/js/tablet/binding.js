// To which meeting this tablet belongs. Opening a meeting's address binds a free tablet; only staff release it.

const KEY = "tablet-binding";

/** Bind a free tablet. Returns false when it belongs to another meeting.
 * @param {string | undefined} code @param {string | undefined} meeting */
export function bind(code, meeting) {
  const mine = `${code}/${meeting}`;
  const held = localStorage.getItem(KEY);
  if (held === null) localStorage.setItem(KEY, mine);
  return held === null || held === mine;
}

export function unbind() {
  localStorage.removeItem(KEY);
}
