// The page of a program that was busy: sends the form again, whole, when its seconds are over.

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-again]"));
setTimeout(() => form.requestSubmit(), Number(form.dataset.again) * 1000);
