// What the page says beside its tables.

/** @type {Record<string, string>} */
export const NAMES = {
  native: "this engine, native",
  wasm: "this engine, WebAssembly in Node",
  js: "this engine, JavaScript in Node",
  harper: "harper.js",
  alex: "alex",
  "write-good": "write-good",
  "redact-pii": "redact-pii",
  proselint: "proselint",
};

export const IN_CHROMIUM = {
  wasm: "this engine, WebAssembly, content script",
  js: "this engine, JavaScript, content script",
  harper: "harper.js, service worker",
};

export const TYPED = {
  control: "no extension",
  wasm: "this extension, WebAssembly",
  js: "this extension, JavaScript",
  harper: "Harper's method",
};

/**
 * @param {object} facts
 * @param {{date: string, processor: string, system: string, load: string, minutes: number}} facts.machine
 * @param {Record<string, string>} facts.versions
 * @param {number} facts.rounds
 * @param {number} facts.strokes
 * @param {number[]} facts.harperChecks
 * @param {string} facts.harperSlim
 * @param {string} facts.extension
 * @param {string} facts.ofItsKind
 * @param {Record<"goals" | "starts" | "checks" | "sizes" | "chromium" | "typing" | "finds" | "kinds", string>} facts.tables
 */
export const page = ({ machine, versions: v, tables, ...facts }) => `# Side by side

This engine beside five other tools for text, in one run on one machine. It is written by

\`\`\`console
$ ./build.sh bench side-by-side
\`\`\`

Run on ${machine.date} in ${machine.minutes.toFixed(0)} minutes: ${machine.processor}, ${machine.system}. Load of the machine:
${machine.load}; this run itself makes about one. This engine at ${v.ours}, Node ${v.node}, Python ${v.python}, Chromium ${v.chromium}
without a display.

## They answer other questions

None of the others is made for what a health professional may say in public, and this engine does nothing of what they are best at. That
one is faster says nothing about whether it is the one that you want.

| tool | version | what it is for | where it is better than this engine |
| --- | --- | --- | --- |
| [harper.js](https://www.npmjs.com/package/harper.js) | ${v["harper.js"]} | grammar and spelling | It knows a whole dictionary and reads every sentence for its grammar, which is far more work. It corrects; it speaks five dialects; it works wherever one writes |
| [alex](https://www.npmjs.com/package/alex) | ${v.alex} | wording that is inconsiderate of groups of people | Gender, race, disability, profanity: it knows hundreds of words that no rule here knows, and parses the text into sentences and words. Smaller by far |
| [write-good](https://www.npmjs.com/package/write-good) | ${v["write-good"]} | weak and wordy style | Passive voice, adverbs, clichés, in a few kilobytes |
| [redact-pii](https://www.npmjs.com/package/redact-pii) | ${v["redact-pii"]} | taking personal data out of text | Card numbers, passwords, addresses on the net, keys; it replaces what it finds. Small and quick |
| [proselint](https://pypi.org/project/proselint/) | ${v.proselint} | style, by the advice of well-known writers | Hundreds of pieces of advice, each with its source. The reference for style |

## What this engine is held to

Ratios of medians from this run, above 1 where this engine needs less.

${tables.goals}

JavaScript is the translation for pages whose policy forbids WebAssembly; harper.js has none, and is compared as WebAssembly. Its set-up
ends with a first check of an empty text, so that its first check finds all in place; this engine reads its rules at the first check, but
for the native one, which reads them at set-up.

## Set-up and first check

Medians of ${2 * facts.rounds} and ${facts.rounds} fresh processes, in turns, each with a text that it has not seen. Set-up is from the first line of the program until
the tool can be asked: its script, its engine, its rules. In brackets: how many times as long as this engine in WebAssembly.

${tables.starts}

## A check

After a warm-up with other texts. _Unseen_: every text once, 200 posts of about 280 characters, and 100 texts of 3,000 put together from
other posts; no sentence is in two of all texts that a process is given. _Seen before_: five of these texts again and again, twenty times
each, for which engines may remember what they found. A tool that is not through after 8 seconds is given fewer (harper.js here:
${facts.harperChecks.join(" and ")}).

${tables.checks}

The floor is the least that a search for this engine's words must do: where they stand, and nothing of what they mean together.

## Memory and bytes

Memory is what the process holds in the machine's memory (RSS) after set-up and the 200 posts, over the same process with nothing to ask.
Bytes are what is needed to do what is measured here, as one would ship it: engine and script, bundled and minified by esbuild where it is a
package from npm, all zipped; neither Node nor Python. The native engine is the whole command line.

${tables.sizes}

The whole extension, with both builds, its pages and its words, is ${facts.extension}. With its smaller binary harper.js is ${facts.harperSlim}. redact-pii loads the
client of a Google service as well, which counts in its set-up and its memory, and not in its bytes: one can do without.

## In Chromium

This engine in the content script of a page, harper.js in the service worker of an extension, each asked directly, with no message between.
Set-up and first check are medians of a new page each, or a new browser for the service worker: six, and three for each length.

${tables.chromium}

## Typing

From a keystroke to the frame that is painted with its letter and the right marks, in a post of 3,000 characters, in the editors of the
sites; ${facts.strokes} strokes in each, in turns, every one of which changes what is marked. _Harper's method_ is [rebuilt small](side-by-side/harper-method/content.js): its engine in
the service worker, the text sent there by message after each change, what comes back drawn by the content script. Harper's own extension
does more (its cards, its caches, other editors); we wait for nothing after a keystroke, send nothing twice, and draw with highlights, which
is the quickest way that it has.

${tables.typing}

A stroke leaves all sentences but the last as they were: both engines may remember those.

## What they say of labelled posts

The posts that [nothing was learnt from](../corpus/README.md), labelled for risk in a health professional's public posts: a question that only this engine was
made to answer. A phrase is _touched_ when anything that the tool says overlaps it, whatever it says. A tool that speaks of every word
would touch all: look at both columns. What counts as wrong here may be quite right as grammar or style.

${tables.finds}

Of the plain phrases, this engine touches ${facts.ofItsKind} with a finding of the label's own category.

${tables.kinds}

## How these numbers mislead

- The labelled posts were written for this project, by its guideline.
- Each answer is looked at before it is timed: every tool must find what it is known for in a sentence, and the three builds of this engine
  must find the same in all posts. How good the others are at their own work is not measured here.
- Time is that of the tool as its documentation calls it, for plain text: harper.js in British English with its answer read and freed, alex
  without Markdown.
- Set-up in a fresh process finds the files in the system's cache. From a disk, or over a net, size counts more.
- A garbage-collected process keeps memory that it could give back.
- Other work on the machine makes everything slower: compare ratios, not times, with other runs.
`;
