// In: a list of texts on standard input. Out: the rows of each text's QR code, one character per module.
import { readFileSync } from "node:fs";
import { qrRows } from "../../static/js/tablet/qr.js";

const texts = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => qrRows(text).map((row) => row.map(Number).join("")))));
