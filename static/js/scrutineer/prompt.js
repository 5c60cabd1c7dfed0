// Call a scrutineer who looks elsewhere: two tones, a shake where the device can, and words in the title of the page.

const title = document.title;
const TONES = [880, 1175];
const TONE_SECONDS = 0.25;

/** @type {AudioContext | null} */
let audio = null;

/** A browser lets a page sound once somebody has pressed something on it. */
function sound() {
  audio ??= new AudioContext();
  audio.resume().catch(() => {});
  const start = audio.currentTime;
  TONES.forEach((tone, i) => {
    const [voice, loudness] = [/** @type {AudioContext} */ (audio).createOscillator(), /** @type {AudioContext} */ (audio).createGain()];
    voice.frequency.value = tone;
    loudness.gain.value = 0.2;
    voice.connect(loudness).connect(/** @type {AudioContext} */ (audio).destination);
    voice.start(start + i * TONE_SECONDS);
    voice.stop(start + (i + 1) * TONE_SECONDS);
  });
}

/** Call. words: what stands before the title until `quiet`.
 * @param {string} words */
export function call(words) {
  document.title = `${words} · ${title}`;
  try {
    sound();
  } catch {
    // no audio on this device: the title and the page say it
  }
  navigator.vibrate?.([200, 100, 200]);
}

export function quiet() {
  document.title = title;
}
