// A scrutineer's key on this device: always as the sealed key file, in the open only in this page's memory.

import { hexSha256 } from "../belenios/canonical.js";
import { Malformed } from "../belenios/errors.js";
import { openKeyFile, sealKeyFile } from "../belenios/keyfile.js";
import { together } from "../belenios/said.js";
import { entered, formById, sender } from "../elements.js";
import { recordsOf } from "../records.js";

const NAME = "scrutineer";
const STORE = "keyfiles";

const run = recordsOf(NAME, [STORE]);

/** The key of one ceremony and seat. secrets: null while locked. fileName: under which its file is saved. */
export class Key {
  /** @param {string | undefined} ceremony @param {string | undefined} index @param {string | undefined} fileName */
  constructor(ceremony, index, fileName) {
    this.fileName = String(fileName);
    this.ceremony = String(ceremony);
    this.index = Number(index);
    this.place = `${this.ceremony}/${this.index}`;
    /** @type {Secrets | null} */
    this.secrets = null;
    /** @type {string | null} */
    this.passphrase = null;
  }

  /** What is asked of a key that is open. */
  get opened() {
    return /** @type {Secrets} */ (this.secrets);
  }

  async isHere() {
    return (await this.text()) !== undefined;
  }

  text() {
    return run(STORE, "readonly", (store) => store.get(this.place));
  }

  /** Keep secrets on this device under the passphrase; resolves when they are on the disk.
   * @param {Secrets} secrets @param {string | null} passphrase */
  async keep(secrets, passphrase = this.passphrase) {
    const text = await sealKeyFile(secrets, /** @type {string} */ (passphrase));
    await run(STORE, "readwrite", (store) => store.put(text, this.place));
    [this.secrets, this.passphrase] = [secrets, passphrase];
  }

  /** Unlock what lies on this device. Errors: DoesNotHold for a wrong passphrase.
   * @param {string} passphrase */
  async unlock(passphrase) {
    this.secrets = await openKeyFile(await this.text(), passphrase);
    this.passphrase = passphrase;
  }

  /** Take in a downloaded key file. What this device already opened or signed is never forgotten: where it holds the key too,
   *  one passphrase must open both. Errors: Malformed for another's file, DoesNotHold.
   * @param {string} text @param {string} passphrase */
  async takeIn(text, passphrase) {
    const secrets = await openKeyFile(text, passphrase);
    if (secrets.ceremony !== this.ceremony || secrets.index !== this.index) throw new Malformed("another key file");
    const held = (await this.isHere()) ? await openKeyFile(await this.text(), passphrase) : secrets;
    await this.keep(together(secrets, held), passphrase);
  }

  /** Whether the key as it lies here was saved as a file and read again. */
  async isSaved() {
    const [text, saved] = [await this.text(), await run(STORE, "readonly", (store) => store.get(`${this.place}/saved`))];
    return text !== undefined && saved === (await hexSha256(text));
  }

  /** Read a saved file again: it must be the key that lies here, whole. Errors: Malformed, DoesNotHold.
   * @param {string} text */
  async readAgain(text) {
    if (text !== (await this.text())) throw new Malformed("another key file");
    await openKeyFile(text, /** @type {string} */ (this.passphrase));
    const digest = await hexSha256(text);
    await run(STORE, "readwrite", (store) => store.put(digest, `${this.place}/saved`));
  }

  /** Offer the sealed key file as a download. */
  async download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([await this.text()], { type: "application/json" }));
    link.download = this.fileName;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

/** Wire the two ways to a key that exists: the one on this device, and a downloaded file. done: called when open.
 * @param {Key} key @param {(button: HTMLButtonElement, work: () => unknown) => Promise<void>} act
 * @param {() => unknown} done */
export function offerUnlock(key, act, done) {
  const unlock = formById("unlock");
  unlock.addEventListener("submit", (event) => {
    event.preventDefault();
    act(sender(unlock), async () => {
      const passphrase = entered(unlock, "passphrase");
      const file = /** @type {File | null} */ (new FormData(unlock).get("keyfile"));
      if (file?.size) await key.takeIn(await file.text(), passphrase);
      else await key.unlock(passphrase);
      unlock.reset();
      await done();
    });
  });
}
