// The page of a program that was busy: sends the form again, whole, when its seconds are over.

const form = document.querySelector("[data-again]");
setTimeout(() => form.requestSubmit(), form.dataset.again * 1000);
