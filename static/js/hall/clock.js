/* The hall's clock: the server's time in China, whatever this machine's own clock says. */

/** @type {Intl.DateTimeFormatOptions} */
const CHINA = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false };
let ahead = 0;

/** Take the server's time from the page that was just received.
 * @param {ParentNode} page */
export function setBy(page) {
  const moment = /** @type {HTMLTimeElement | null} */ (page.querySelector("[data-clock]"))?.dateTime;
  if (moment) ahead = new Date(moment).getTime() - Date.now();
}

function tick() {
  const text = new Date(Date.now() + ahead).toLocaleTimeString("zh-CN", CHINA);
  for (const clock of document.querySelectorAll("[data-clock]")) {
    if (clock.textContent !== text) clock.textContent = text;
  }
}

setBy(document);
setInterval(tick, 1000);
