// Scan a meeting's QR code to bind this tablet. Goes to a tablet's page of this very server and to nowhere else.

import { offerCamera } from "./badge.js";

const PAGE = /^\/j\/\d+\/tablet\/\d+\/$/;
const host = document.getElementById("bind");
const said = document.getElementById("bind-said");

/** The address of a meeting's tablet page here, or null for any other text. */
function meetingAddress(text) {
  try {
    const url = new URL(text);
    return url.origin === location.origin && PAGE.test(url.pathname) ? url.href : null;
  } catch {
    return null;
  }
}

offerCamera(document.getElementById("bind-camera"), document.getElementById("bind-view"), (text) => {
  const address = meetingAddress(text);
  said.textContent = address ? "" : host.dataset.strange;
  if (address) location.assign(address);
}, () => { said.textContent = host.dataset.failed; });
