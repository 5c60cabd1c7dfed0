// The shapes that the browser's modules share, for the type checker alone: no page loads this file.
// What JSON.parse gives is any until it has been checked; what stands here is what it is afterwards.

type Bytes = Uint8Array<ArrayBuffer>;
type Chance = () => bigint;
type Tell = (done: number, of: number) => void;
type Pair = [bigint, bigint]; // a ciphertext: alpha, beta
type Sum = Pair[][]; // by question and answer
type Kind = "choose" | "each" | "evaluate";

interface Question {
  question: string;
  answers: string[];
  minimum: number;
  maximum: number;
  blank: boolean;
}

interface Proof {
  challenge: string;
  response: string;
}

interface Ciphertext {
  alpha: string;
  beta: string;
}

interface Answer {
  choices: Ciphertext[];
  individual_proofs: Proof[][];
  overall_proof: Proof[];
  blank_proof?: Proof[];
}

/** A text of a scrutineer under his signing key. */
interface Signed {
  message: string;
  signature: Proof;
}

interface Deal {
  coefexps: Signed;
  signature: Proof;
}

interface Place {
  size: number;
  threshold: number;
  index: number;
}

/** What a scrutineer's key file holds: scalars in decimal; share null before the third round. */
interface Secrets {
  ceremony: string;
  index: number;
  signing: string;
  decryption: string;
  share: string | null;
  digests: Record<string, string>;
  said: Record<string, Said>;
}

/** What was signed for one ballot. outcomes: serial -> hex SHA-256 of the text. */
interface Said {
  roll?: string;
  sample?: string;
  outcomes?: Record<number, string>;
  typed?: string;
}

/** What was typed from signed sheets: 实到 at the comparison; paper and the presidium's choice with the figures. */
interface Typed {
  present: number;
  paper?: Paper | null;
  by_presidium?: number[];
}

interface Channel {
  secret: bigint;
  theirs: bigint;
  ceremony: string;
  from: number;
  to: number;
}

interface Issuer {
  kty: string;
  n: string;
  e: string;
  variant: string;
}

interface RsaKey {
  n: bigint;
  e: bigint;
}

/** The four documents of a ballot as exact texts. */
interface Texts {
  election: string;
  rules: string;
  trustees: string;
  issuer: string;
}

interface Candidate {
  ordinal: number;
  project_id: number;
  title: string;
  summary: string;
}

/** rules.json; the values are those of docs/rules.md. */
interface Rules {
  rules: { kind: Kind; seats: number; evaluation_abstain?: boolean; [value: string]: any };
  candidates: Candidate[];
  receipt_key: string;
  title: string;
  protocol: number;
  due: number;
}

/** A deputy on the roll, as he is called. */
interface RollName {
  number: string;
  name: string;
  delegation: string;
}

interface Roll {
  drawn: RollName[];
  paper: RollName[];
  digest: string;
}

/** What a scrutineer's device fetches, each text exactly as served. */
interface Papers extends Texts {
  sealed: string;
  roll: string;
}

/** What the papers of a box say, checked. */
interface Found {
  election: import("./belenios/election.js").Election;
  rules: Rules;
  rulesDigest: string;
  trustees: { threshold: number; size: number; publicKeys: bigint[]; jointKey: bigint };
  ballots: string[];
  digest: string;
  roll: Roll;
  issuer: Issuer;
}

/** Ballots that hold: their sum, and of each its credential and tracker. */
interface Verified {
  sum: Sum;
  credentials: string[];
  trackers: string[];
}

/** The figures of one channel, and of the paper beside it. */
interface Paper {
  issued: number;
  collected: number;
  valid: number;
  on_roll: number;
  counts: number[][];
}

interface Claim {
  due: number;
  present: number;
  issued: number;
  cast: number;
  counts: number[][];
  paper: Paper | null;
  by_presidium: number[];
}

interface BoundClaim extends Claim {
  uuid: string;
  rules: string;
  digest: string;
  roll: string;
  serial: number;
  previous: string;
}

interface OutcomeLine {
  ordinal: number;
  project_id: number;
  votes: number[];
  passed: boolean;
  chosen: boolean;
  grade: string;
}

interface Decision {
  void: string;
  quorum: number;
  pass_line: number;
  lines: OutcomeLine[];
  tied: number[];
  open_places: number;
  vacant: number;
}

/** The outcome's exact text, read. */
interface Outcome extends Claim, Decision {
  uuid: string;
  rules: string;
  digest: string;
}

/** A draw between its request and its token. */
interface Draw {
  secret: string;
  credential: string;
  inverse: string;
  blinded: string;
}

/** token: null until the issuer's answer came; spare: the code from which the draw was made, until then. */
interface Held extends Draw {
  token: string | null;
  spare?: string;
}

interface Drawn extends Draw {
  token: string;
}

interface DerivedCard extends Draw {
  lookup: string;
}

interface Sealed {
  raw: string;
  tracker: string;
  randomness: string[][];
}

interface Asking extends RequestInit {
  limit?: number;
  byPieces?: boolean;
}

interface Patience extends Asking {
  tries?: number;
  waiting?: () => void;
}

interface Answered {
  status: number;
  ok: boolean;
  url: string;
  headers: Headers;
  text: string;
}

/** What a ballot is in state.json. */
interface Summary {
  uuid: string;
  state: string;
  title: string;
  challenge: boolean;
  draw: number | null; // by which several are drawn together
}

/** The name under which a deputy's credential for one set-up of a ballot lies. */
interface SetUp {
  uuid: string;
  fingerprint: string;
}

interface BallotsState {
  meeting?: string;
  ballots: Summary[];
  withdrawn: SetUp[];
}

/** The deputy as the server knows him; drawn: the ballots he has received, paper: those of them on paper; csrf: null once the session is left. */
interface Me {
  drawn: string[];
  paper: string[];
  csrf: string | null;
  signed_in?: boolean;
  name?: string;
}

/** What a tablet of the hall holds. secret: for the sign-in alone; mark: to say that it is there; number: for people. */
interface Bound {
  secret: string;
  mark: string;
  number: number;
}

/** keys: null with a token card, and until the PIN is the deputy's own. */
interface Deputy {
  me: Me;
  number: string;
  pin: string | null;
  keys: import("./tablet/sealing.js").PinKeys | null;
  card?: boolean;
}

/** A ballot as it is set up now, checked. place, of: which one of how many that are drawn together. */
interface Checked extends Summary, SetUp {
  place: number;
  of: number;
  texts: Texts;
  issuer: Issuer;
  rules: Rules;
  election: { questions: Question[] };
}

/** The ballot before the deputy; credential: null until it is drawn. */
interface Laid extends Checked {
  credential: Drawn | null;
  dossiers: Map<number, Element>;
}

/** A ballot on its way to the box; nothing tells whose it is. */
interface Kept {
  uuid: string;
  token: string;
  raw: string;
  receiptKey: string;
}

/** The receipt of a ballot that lies in its box. address: where it is looked up; earlier: it was cast on another tablet before. */
interface Noted {
  title: string;
  tracker: string;
  address: string;
  earlier: boolean;
}

interface Receipt {
  tracker: string;
  receipt: string;
}

/** A value under AES-256-GCM. */
interface Box {
  nonce: Bytes;
  body: ArrayBuffer;
}

/** What waits to be sent; refused: why, once the booth said that it will never take it. */
interface Pending extends Box {
  refused?: string;
}

interface Group {
  title: string;
  lines: Candidate[];
  key: boolean;
}

/** The ceremony as its state.json tells it. */
interface CeremonyState {
  round: 1 | 2 | 3 | "done" | "failed";
  size: number;
  threshold: number;
  certs: Signed[];
  deals: Deal[];
  sealed_shares: string[];
  verification_keys: object[];
  trustees: string;
  confirmed: boolean[];
}

/** Browsers' own reader of QR codes, which not all have. */
declare class BarcodeDetector {
  static getSupportedFormats(): Promise<string[]>;
  constructor(options: { formats: string[] });
  detect(view: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

/** What the vendored reader of QR codes leaves behind: it is no module. */
declare var jsQR: (data: Uint8ClampedArray, width: number, height: number, options: object) => { data: string } | null;

/** What the tablet's service worker uses of its own scope: the checker's library of workers cannot stand beside the pages'. */
interface TabletWorker {
  skipWaiting(): Promise<void>;
  registration: ServiceWorkerRegistration;
  location: Location;
  clients: { claim(): Promise<void> };
  addEventListener(name: "install" | "activate", act: (event: TabletWorkerEvent) => void): void;
  addEventListener(name: "fetch", act: (event: TabletFetchEvent) => void): void;
}

interface TabletWorkerEvent {
  waitUntil(work: Promise<unknown>): void;
}

interface TabletFetchEvent extends TabletWorkerEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** An element whose template writes the data that its script reads. */
type Told = { dataset: Record<string, string> };
type PageElement = HTMLElement & Told;
type PageField = HTMLInputElement & Told;
type PageForm = HTMLFormElement & Told;

/** What waits for a scrutineer on another page. */
interface Turn {
  what: string;
  of: string;
  url: string;
  deed: { url: string; words: string } | null;
}

/** What somebody said to differ. own: how to take it back, null for another's word. */
interface Alarm {
  words: string;
  own: { ceremony: number; compared: string; ballot: string | null } | null;
}
