// Photos of a monthly report: made small in the phone before they travel (which also leaves the place behind), and
// shown at once. Without this file the form sends them as they are and the server makes them small.

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

async function small(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
}

/** A picture the browser cannot read travels as it is: the server says what is wrong with it. */
async function smallOrAsItIs(file) {
  try {
    return await small(file);
  } catch {
    return file;
  }
}

function preview(box, file, number) {
  const label = document.createElement("span");
  label.className = "photo-kept photo-new";
  const image = document.createElement("img");
  image.src = URL.createObjectURL(file);
  image.alt = `${box.dataset.word} ${number}`;
  label.append(image);
  box.prepend(label);
}

function install(box) {
  const input = box.querySelector('input[type="file"]');
  const say = box.parentElement.querySelector("[data-photos-say]");
  let chosen = [];
  input.addEventListener("change", async () => {
    const added = await Promise.all([...input.files].map(smallOrAsItIs));
    const known = new Set(chosen.map((file) => `${file.name} ${file.size}`));
    chosen = [...chosen, ...added.filter((file) => !known.has(`${file.name} ${file.size}`))];
    const files = new DataTransfer();
    for (const file of chosen) files.items.add(file);
    input.files = files.files;
    for (const old of box.querySelectorAll(".photo-new")) old.remove();
    chosen.forEach((file, place) => preview(box, file, place + 1));
    say.textContent = say.dataset.photosSay.replace("{count}", String(chosen.length));
  });
}

for (const box of document.querySelectorAll("[data-photos]")) install(box);
