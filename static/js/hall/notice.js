/* A yellow notice that a page puts over one of its parts, with a link to the page as it is now. */

/** Put it there and return it. box: its data-page and data-look are the link; kind: a class to find it again.
 * @param {HTMLElement} part @param {PageElement} box @param {string} kind @param {string} words */
export function notify(part, box, kind, words) {
  const notice = document.createElement("p");
  [notice.className, notice.textContent] = [`notice is-yellow ${kind}`, `${words} `];
  notice.setAttribute("role", "alert");
  const link = document.createElement("a");
  [link.href, link.textContent] = [box.dataset.page, box.dataset.look];
  notice.append(link);
  part.prepend(notice);
  return notice;
}
