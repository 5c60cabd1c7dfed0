// What a deputy takes away: ten characters for people, and an address that keeps the receipt out of every request.

import { shortTracker } from "../belenios/receipt.js";

/** A tracker as it stands in addresses: base64url.
 * @param {string} tracker */
export function inAddress(tracker) {
  return tracker.replaceAll("+", "-").replaceAll("/", "_");
}

/** The ten characters in two groups.
 * @param {string} tracker */
export function receiptCode(tracker) {
  const ten = shortTracker(inAddress(tracker));
  return `${ten.slice(0, 5)} ${ten.slice(5)}`;
}

/** Where anybody sees whether a cast ballot lies in the box, and what a tested one held. What stands behind # stays in
 *  the browser: no request carries a session and a tracker.
 * @param {{origin: string, code: string, uuid: string}} place @param {string} tracker
 * @param {string} signature of the receipt; "" for a tested ballot */
export function checkingAddress({ origin, code, uuid }, tracker, signature = "") {
  const receipt = [uuid, inAddress(tracker), signature].filter(Boolean).join(".");
  return `${origin}/j/${code}/challenge#${receipt}`;
}
