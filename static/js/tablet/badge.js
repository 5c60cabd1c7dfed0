// A badge's or a token card's QR code by camera, where the browser can read it; a PIN is still typed.

const LOOK_MS = 200;

/** A scanned badge reads CODE:NUMBER; a token card reads its seed, which has no colon. */
export function badgeNumber(text) {
  return text.trim().replace("：", ":").split(":").pop();
}

async function readable() {
  if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

async function scan(view) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } });
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  view.srcObject = stream;
  view.hidden = false;
  try {
    await view.play();
    for (;;) {
      const [found] = await detector.detect(view).catch(() => []);
      if (found) return badgeNumber(found.rawValue);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    view.hidden = true;
  }
}

/** Show the camera button where it can work. filled: called with the badge's number or the card's seed. */
export async function offerBadge(button, view, filled) {
  if (!(await readable())) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      filled(await scan(view));
    } catch {
      button.hidden = true; // no camera, or not allowed: the number is typed
    } finally {
      button.disabled = false;
    }
  });
}
