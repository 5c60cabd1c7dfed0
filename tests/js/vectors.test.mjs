import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CHECKS } from "./checks.mjs";

const vectors = JSON.parse(readFileSync(new URL("../belenios/vectors.json", import.meta.url), "utf8"));

for (const [name, check] of Object.entries(CHECKS)) test(`vectors: ${name}`, () => check(vectors));
