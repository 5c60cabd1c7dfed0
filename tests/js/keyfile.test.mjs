import assert from "node:assert/strict";
import { test } from "node:test";

import { dump } from "../../static/js/belenios/canonical.js";
import { DoesNotHold, Malformed, Refused } from "../../static/js/belenios/errors.js";
import { openKeyFile, sealKeyFile } from "../../static/js/belenios/keyfile.js";
import { refuses } from "./support.mjs";

const SECRETS = { ceremony: "7", index: 1, signing: "5", decryption: "6", share: "98765", digests: { uuid: "digest" }, said: { uuid: { roll: "roll|a", outcomes: { 1: "ab" } } } };

test("a key file opens with its passphrase, after a copy that added a line end", async () => {
  const text = await sealKeyFile(SECRETS, "三位监票人的口令");
  assert.deepEqual(await openKeyFile(`${text}\n`, "三位监票人的口令"), SECRETS);
  assert.ok(!text.includes("98765"));
  assert.equal(JSON.parse(text).rounds, 600_000);
});

test("a wrong passphrase, a short one or a changed file is refused", async () => {
  await refuses(sealKeyFile(SECRETS, "1234567"), Malformed);
  const text = await sealKeyFile({ ...SECRETS, share: null }, "long enough");
  await refuses(openKeyFile(text, "long enougH"), DoesNotHold, /passphrase/);
  const changes = [
    (it) => (it.ceremony = "8"),
    (it) => (it.sealed = it.sealed.replace(/^./, (first) => (first === "A" ? "B" : "A"))),
    (it) => (it.nonce = it.salt.slice(0, 16)),
    (it) => (it.rounds = 1),
    (it) => (it.kdf = "other"),
    (it) => delete it.salt,
  ];
  for (const change of changes) {
    const value = JSON.parse(text);
    change(value);
    await refuses(openKeyFile(dump(value), "long enough"), Refused);
  }
  await refuses(openKeyFile("not a key", "long enough"), Malformed);
});
