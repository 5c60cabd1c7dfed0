// A batch of token cards: made here from fresh seeds, signed blind, shuffled. Keeps seeds in this page's memory only.
// Ballot protocol, step 3. The server sees lookup names and blinded messages, in an order that is not the paper's.

import { newSeed } from "../belenios/card.js";
import { DoesNotHold } from "../belenios/errors.js";
import { Away, askPatiently, parsed } from "../net.js";
import { getText, post, Refusal } from "../scrutineer/page.js";

/** @import { Crew } from "../belenios/crew.js" */

const NAMES = ["election", "rules", "trustees", "issuer"];

/** Shuffle in place with the system's chance (Fisher and Yates), without a bias.
 * @template T
 * @param {T[]} list */
export function shuffled(list) {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

/** @param {number} most */
function below(most) {
  const limit = 2 ** 32 - (2 ** 32 % most);
  for (;;) {
    const [drawn] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < limit) return drawn % most;
  }
}

/** Return a seed as six groups of four.
 * @param {string} seed */
export function groups(seed) {
  return seed.match(/.{4}/g) ?? [];
}

/** Fetch the issuer of a ballot and check all that it hangs on.
 *
 * fingerprint: as the page shows it, the 24 digits of the hall screen. Errors: Malformed, DoesNotHold.
 * @param {string} uuid @param {Crew} crew @param {string} fingerprint */
export async function issuerOf(uuid, crew, fingerprint) {
  const found = await Promise.all(NAMES.map((name) => getText(`/ballots/${uuid}/${name}.json`)));
  const [election, rules, trustees, issuer] = found;
  const texts = { election, rules, trustees, issuer };
  const checked = await crew.ask("expectSetUp", { texts });
  /** @param {string} code */
  const plain = (code) => code.replace(/\W/g, "");
  if (checked.uuid !== uuid || plain(checked.fingerprint) !== plain(fingerprint)) throw new DoesNotHold("fingerprint");
  return JSON.parse(texts.issuer);
}

/** Cards of one ballot between their making and their printing. cards: [{seed, lookup, credential, blinded, …}]. */
export class Batch {
  /** @param {string} uuid @param {Issuer} issuer @param {Crew} crew */
  constructor(uuid, issuer, crew) {
    this.uuid = uuid;
    this.issuer = issuer;
    this.crew = crew;
    /** @type {(DerivedCard & {seed: string})[]} */
    this.cards = [];
  }

  /** Draw and derive cards. progress(done, of) after each.
   * @param {number} count @param {Tell} progress */
  async make(count, progress) {
    while (this.cards.length < count) {
      const seed = newSeed();
      const card = await this.crew.ask("deriveCard", { seed, uuid: this.uuid, issuer: this.issuer });
      this.cards.push({ seed, ...card });
      progress(this.cards.length, count);
    }
  }

  /** Have the batch signed blind, once: after an answer that was lost the server is asked whether it has the batch,
   *  which it takes whole or not at all. Then every signature is checked, and the cards are shuffled.
   * @param {Tell} progress */
  async sign(progress) {
    if (!(await this.isKept())) {
      const cards = this.cards.map(({ lookup, blinded }) => ({ lookup, blinded }));
      await post(`/ballots/${this.uuid}/cards`, { cards });
    }
    let done = 0;
    for (const card of this.cards) {
      const { uuid, issuer } = this;
      const { credential, inverse } = card;
      const signature = await this.signatureOf(card);
      if (signature === null) throw new DoesNotHold("card signature");
      await this.crew.ask("unblind", { uuid, issuer, credential, inverse, signature });
      done += 1;
      progress(done, this.cards.length);
    }
    shuffled(this.cards);
  }

  async isKept() {
    try {
      return (await this.signatureOf(this.cards[0])) !== null;
    } catch (error) {
      if (error instanceof Refusal) return false; // the set-up was taken back, and its cards with it
      throw error;
    }
  }

  /** @param {{lookup: string}} given */
  async signatureOf({ lookup }) {
    const answer = await askPatiently(`/booth/${this.uuid}/card/${lookup}`, { credentials: "omit" });
    const said = parsed(answer.text);
    if (answer.status === 404 && said !== null) return null; // the booth's own word: a gateway's page is none
    if (answer.status === 409 && said !== null) throw new Refusal(409, said.error.message);
    if (!answer.ok || said === null) throw new Away("no answer");
    return said.signature;
  }

  /** Void every card of the batch; what is voided is dropped, so that a second press goes on.
   * @param {Tell} progress */
  async giveUp(progress) {
    const of = this.cards.length;
    while (this.cards.length > 0) {
      const { lookup, credential, inverse } = this.cards[this.cards.length - 1];
      await post(`/ballots/${this.uuid}/cards/void`, { lookup, credential, inverse });
      this.cards.pop();
      progress(of - this.cards.length, of);
    }
  }

  forget() {
    this.cards = [];
  }
}
