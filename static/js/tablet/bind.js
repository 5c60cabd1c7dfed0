// Scan a meeting's QR code to bind this tablet. Goes to a tablet's page of this very server and to nowhere else.

import { buttonById, byId, videoById } from "../elements.js";
import { offerCamera } from "./badge.js";

const PAGE = /^\/j\/\d+\/tablet\/\d+\/$/;
const host = byId("bind");
const said = byId("bind-said");

/** The address of a meeting's tablet page here, or null for any other text.
 * @param {string} text */
function meetingAddress(text) {
  try {
    const url = new URL(text);
    return url.origin === location.origin && PAGE.test(url.pathname) ? url.href : null;
  } catch {
    return null;
  }
}

offerCamera(buttonById("bind-camera"), videoById("bind-view"), (/** @type {string} */ text) => {
  const address = meetingAddress(text);
  said.textContent = address ? "" : host.dataset.strange;
  if (address) location.assign(address);
}, () => { said.textContent = host.dataset.failed; });
