// To which meeting this tablet belongs. Opening a meeting's address binds a free tablet; only staff release it. Whoever scanned
// the QR code of the hall holds a secret besides, which only the sign-in sees, and a mark by which it says that it is there.

import { parsed } from "../net.js";

const KEY = "tablet-binding";
const BOUND = "tablet-bound";

/** Bind a free tablet. Returns false when it belongs to another meeting.
 * @param {string | undefined} code @param {string | undefined} meeting */
export function bind(code, meeting) {
  const mine = `${code}/${meeting}`;
  const held = localStorage.getItem(KEY);
  if (held === null) localStorage.setItem(KEY, mine);
  return held === null || held === mine;
}

export const boundTo = () => localStorage.getItem(KEY);

/** What the server gave a tablet of the hall, or null on any other device.
 * @returns {Bound | null} */
export const bound = () => parsed(localStorage.getItem(BOUND) ?? "null");

/** @param {Bound} given */
export function remember({ secret, mark, number }) {
  localStorage.setItem(BOUND, JSON.stringify({ secret, mark, number }));
}

export function unbind() {
  localStorage.removeItem(KEY);
  localStorage.removeItem(BOUND);
}
