// Seal one ballot from the command line's JSON and print it: how tests/js/test_js.py gets ballots made by JavaScript.
// In: {election, secret, choices} on standard input. Out: {raw, tracker, randomness}.

import { readFileSync } from "node:fs";

import { seal } from "../../static/js/belenios/ballot.js";
import { Election } from "../../static/js/belenios/election.js";

const { election, secret, choices } = JSON.parse(readFileSync(0, "utf8"));
const sealed = await seal(await Election.parse(election), BigInt(secret), choices);
process.stdout.write(JSON.stringify(sealed));
