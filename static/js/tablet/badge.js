// The button beside a field that reads a badge's, a token card's or a meeting's QR code; typing always works without it.

import { Camera, hasCamera } from "../camera.js";
import { code } from "../written.js";

/** A scanned badge reads CODE:NUMBER; a token card reads its seed, which has no colon.
 * @param {string} text */
export function badgeNumber(text) {
  return code(text).split(":").pop() ?? "";
}

/** Show the camera button where there can be a camera; a second press closes it.
 *
 * filled: called with the code's text; failed: called when no camera opens. Returns a function that closes the camera.
 * @param {HTMLElement} button @param {HTMLVideoElement} view @param {(text: string) => void} filled */
export function offerCamera(button, view, filled, failed = () => {}) {
  /** @type {Camera | null} */
  let camera = null;
  const close = () => {
    camera?.close();
    camera = null;
    button.setAttribute("aria-pressed", "false");
  };
  const scan = async () => {
    const mine = new Camera(view, "user");
    camera = mine;
    button.setAttribute("aria-pressed", "true");
    try {
      await mine.open();
      const text = await mine.next();
      if (text === null) return;
      close();
      filled(text);
    } catch {
      if (mine.closed) return;
      close();
      button.hidden = true; // no camera, or not allowed
      failed();
    }
  };
  if (hasCamera()) {
    button.hidden = false;
    button.addEventListener("click", () => (camera ? close() : scan()));
  }
  return close;
}
