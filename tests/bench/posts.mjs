// The posts that are timed: those of crate/benches/check.rs, in paragraphs.

/** Harmless: the ordinary talk of a clinic. */
const QUIET =
  "The kettle is on and the new waiting room is finished at last, thanks to everyone who put up with the dust. We are open on Saturday from nine until one, with tea and a raffle for the lifeboat. Parking behind the library is free until noon. If you are new to running, start with ten minutes, walk when you need to, and wear shoes that you like. Our next talk is about sleep and how to keep a diary of it. Bring a friend and a question, nobody will be put on the spot.";

/** Nearly every sentence is risky. */
const DENSE =
  "We can cure your asthma for good in three sessions, guaranteed. Had Mrs Jones from Church Road in this morning, a 34-year-old teacher with a slipped disc. No side effects, 100% safe, better than surgery. Stop taking your statins and bin the inhaler. Some patients are so stupid. Add me on Facebook and DM me your symptoms any time. Use my code BACK15 for the pillow, I earn commission. I have added all my patients to the newsletter. On behalf of all osteopaths I can say the GPs are idiots.";

const LENGTH = 3_000;

/** With its last letter, the post has one phrase more that is underlined. */
const END = "\nWe can cure your migrain";
const LAST = "e";

/** @param {string} part @param {number} length */
const fill = (part, length) => `${part}\n`.repeat(Math.ceil(length / part.length)).slice(0, length);

export const POSTS = { quiet: fill(QUIET, LENGTH), dense: fill(DENSE, LENGTH) };

/** The post that is typed in: without its last letter, that letter, and the whole. */
export const TYPED = {
  before: fill(DENSE, LENGTH - END.length - LAST.length) + END,
  letter: LAST,
  after: fill(DENSE, LENGTH - END.length - LAST.length) + END + LAST,
};

/** What is checked by itself, and how it comes to be there. @type {[string, string, "typed" | "pasted" | "typed, own pack"][]} */
export const CHECKED = [
  ["quiet", POSTS.quiet, "typed"],
  ["quiet", POSTS.quiet, "pasted"],
  ["quiet", POSTS.quiet, "typed, own pack"],
  ["dense", POSTS.dense, "typed"],
  ["dense", POSTS.dense, "pasted"],
  ["dense", POSTS.dense, "typed, own pack"],
];

const SYLLABLES = ["ba", "ko", "li", "mer", "nu", "ran", "sto", "vel", "win", "zo"];
/** @param {number} n */
const madeUp = (n) =>
  [n, n / 10, n / 100, n * 7 + 3].map((part) => SYLLABLES[Math.floor(part) % SYLLABLES.length]).join("");

/** A practice's own pack of 2,000 phrases, as that of crate/benches/own_pack.rs; one of them is in the dense post. */
export const OWN_PACK = [
  'title = "Bench"\nalways-fine = ["01234 567890", "AB1 2CD"]\n',
  ...Array.from({ length: 499 }, (_, n) => {
    const word = madeUp(n);
    const phrases = [
      `'Sam ${word}'`,
      `'(buy | order~ | try~) ... ${word} [pillow | cushion]'`,
      `'we [always | never] ${word}~ the (back | neck | ${word} joint)'`,
      `'"${word.toUpperCase()}" clinic'`,
    ];
    return `[[rule]]\nid = "r${n}"\ntitle = "Rule ${n}"\nwhy = "Because."\nunless = "negated"\nmatch = [${phrases.join(", ")}]\n`;
  }),
  '[[rule]]\nid = "found"\ntitle = "Found"\nwhy = "Because."\nmatch = ["Church Road", "statins ... inhaler", "Zenback", "tea cosy"]\n',
].join("");
