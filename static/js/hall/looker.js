/* Looks at the server for a page that follows the hall. */

import { Away } from "../net.js";

const AGAIN_MS = 5000;

/** Make a look that runs once at a time, so that an older answer never follows a newer one. Asked for meanwhile, it runs
 * once more afterwards; where no answer came it looks again by itself. look(): throws Away without an answer.
 * @param {() => Promise<void>} look */
export function looker(look) {
  let looking = false, again = false;
  /** @type {number | undefined} */
  let timer;
  return async function now() {
    again = true;
    if (looking) return;
    looking = true;
    clearTimeout(timer);
    try {
      while (again) {
        again = false;
        await look();
      }
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      timer = setTimeout(now, AGAIN_MS);
    } finally {
      looking = false;
    }
  };
}
