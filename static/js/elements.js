// Elements that a page is known to have, each as the kind it is: a template and its script belong together.

/** @param {string} id @returns {PageElement} */
export const byId = (id) => /** @type {PageElement} */ (document.getElementById(id));

/** @param {string} id @returns {PageField} */
export const fieldById = (id) => /** @type {PageField} */ (document.getElementById(id));

/** @param {string} id @returns {PageForm} */
export const formById = (id) => /** @type {PageForm} */ (document.getElementById(id));

/** @param {string} id @returns {HTMLButtonElement} */
export const buttonById = (id) => /** @type {HTMLButtonElement} */ (document.getElementById(id));

/** @param {string} id @returns {HTMLProgressElement} */
export const progressById = (id) => /** @type {HTMLProgressElement} */ (document.getElementById(id));

/** @param {string} id @returns {HTMLVideoElement} */
export const videoById = (id) => /** @type {HTMLVideoElement} */ (document.getElementById(id));

/** The first part of a host that a selector names.
 * @param {ParentNode} host @param {string} selector @returns {PageElement} */
export const part = (host, selector) => /** @type {PageElement} */ (host.querySelector(selector));

/** @param {ParentNode} host @returns {HTMLInputElement} */
export const inputOf = (host) => /** @type {HTMLInputElement} */ (host.querySelector("input"));

/** The button that sends a form.
 * @param {ParentNode} form @returns {HTMLButtonElement} */
export const sender = (form) => /** @type {HTMLButtonElement} */ (form.querySelector("[type=submit]"));

/** All parts of a host that a selector names, in the page's order.
 * @param {ParentNode} host @param {string} selector @returns {NodeListOf<PageElement>} */
export const parts = (host, selector) => host.querySelectorAll(selector);

/** What stands in a field of a form.
 * @param {HTMLFormElement} form @param {string} name @returns {string} */
export const entered = (form, name) => /** @type {string} */ (new FormData(form).get(name));
