// QR codes by camera, with the browser's own reader where it has one and the vendored jsQR elsewhere, loaded when the
// camera opens. Pictures never leave the page.

const LOOK_MS = 150;
const WIDEST = 800; // pixels: enough for a badge at arm's length, and quick on an old tablet
const JSQR = new URL("../vendor/jsqr-1.4.0/jsQR.js", import.meta.url).href;

/** @type {Promise<typeof jsQR> | null} */
let loading = null;

/** jsQR is no module: as a classic script it leaves one global. */
function jsQr() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = JSQR;
    script.onload = () => resolve(globalThis.jsQR);
    script.onerror = () => {
      loading = null; // the next press tries again
      script.remove();
      reject(new Error("jsQR did not load"));
    };
    document.head.append(script);
  });
  return loading;
}

async function ownReader() {
  if (!("BarcodeDetector" in globalThis)) return null;
  if (!(await BarcodeDetector.getSupportedFormats()).includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (/** @type {HTMLVideoElement} */ view) => (await detector.detect(view).catch(() => []))[0]?.rawValue ?? null;
}

async function vendoredReader() {
  const read = await jsQr();
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  return async (/** @type {HTMLVideoElement} */ view) => {
    const scale = Math.min(1, WIDEST / view.videoWidth);
    [canvas.width, canvas.height] = [Math.round(view.videoWidth * scale), Math.round(view.videoHeight * scale)];
    if (canvas.width === 0 || canvas.height === 0) return null; // no picture yet
    pen.drawImage(view, 0, 0, canvas.width, canvas.height);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return read(data, canvas.width, canvas.height, { inversionAttempts: "dontInvert" })?.data || null;
  };
}

/** Whether this page may ask for a camera at all: a secure context, and a browser that knows cameras. */
export function hasCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

/** One run of the camera. view: the video element it is seen in; facing: user or environment. */
export class Camera {
  /** @param {HTMLVideoElement} view @param {string} facing */
  constructor(view, facing) {
    this.view = view;
    this.facing = facing;
    this.closed = false;
    /** @type {MediaStream | null} */
    this.stream = null;
    /** @type {((view: HTMLVideoElement) => Promise<string | null>) | null} */
    this.read = null;
  }

  /** Open the camera. Errors: what the browser says when there is none or it is not allowed. */
  async open() {
    const video = { facingMode: this.facing };
    this.stream = await navigator.mediaDevices.getUserMedia({ video });
    if (this.closed) {
      this.close(); // closed while the person was being asked
      return;
    }
    this.view.srcObject = this.stream;
    this.view.hidden = false;
    await this.view.play();
    this.read = (await ownReader()) ?? (await vendoredReader());
  }

  /** The text of the next code seen, or null once the camera is closed. */
  async next() {
    while (!this.closed) {
      const text = await this.read?.(this.view);
      if (text && !this.closed) return text;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return null;
  }

  close() {
    this.closed = true;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.view.srcObject = null;
    this.view.hidden = true;
  }
}
