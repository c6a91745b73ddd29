// What a person does in a compose box, for every browser and every editor.

export const PHRASE = "cure a migraine";
const TEXT = `Hello. We can ${PHRASE}`;

/**
 * @typedef {object} Hand the hand of a person on one page; on the page of the control run, `see` looks at nothing
 * @property {(text: string) => Promise<void>} type
 * @property {(key: string, times?: number) => Promise<void>} press
 * @property {(phrases: string[]) => Promise<void>} see
 * @property {() => Promise<void>} later so much later that editors begin a new step to undo
 * @property {(what: {emoji?: string, mention?: string}) => Promise<void>} insert
 */

/** @type {Record<string, (hand: Hand) => Promise<void>>} */
export const DEEDS = {
  typed: async ({ type, see }) => {
    await type(TEXT);
    await see([PHRASE]);
  },
  "deleted and typed again": async ({ type, press, see }) => {
    await type(TEXT);
    await see([PHRASE]);
    await press("Backspace", "migraine".length);
    await see([]);
    await type("migraine");
    await see([PHRASE]);
    await press("Home");
    await press("Delete", "Hello. ".length);
    await see([PHRASE]);
  },
  "Enter before the phrase": async ({ type, press, see }) => {
    await type(TEXT);
    await see([PHRASE]);
    await press("Home");
    await press("ArrowRight", "Hello. We can ".length);
    await press("Enter");
    await see([PHRASE]);
  },
  undone: async ({ type, press, see, later }) => {
    await type("Hello. We can ");
    await later();
    await type(PHRASE);
    await see([PHRASE]);
    await later();
    await press("Control+z");
    await see([]);
  },
  "undone and redone": async ({ type, press, see, later }) => {
    await type("Hello. We can ");
    await later();
    await type(PHRASE);
    await see([PHRASE]);
    await later();
    await press("Control+z");
    await see([]);
    await press("Control+Shift+Z");
    await see([PHRASE]);
  },
  "bold inside the phrase": async ({ type, press, see }) => {
    await type(TEXT);
    await see([PHRASE]);
    await press("ArrowLeft", " migraine".length);
    await press("Shift+ArrowLeft", "your".length);
    await press("Control+b");
    await see([PHRASE]);
    await press("ArrowRight");
    await type(" bad");
    await press("Backspace", " bad".length);
    await see([PHRASE]);
  },
  "an emoji picture": async ({ type, insert, see }) => {
    await type("Hello ");
    await insert({ emoji: "🙂" });
    await type(` We can ${PHRASE} `);
    await see([PHRASE]);
    await insert({ emoji: "💚" });
    await see([PHRASE]);
  },
  "a tag and a mention": async ({ type, insert, see }) => {
    await insert({ mention: "JoBloggs" });
    await type(" we can cure your #migraine today #osteopathy ");
    await see(["cure your #migraine"]);
  },
  "right-to-left text": async ({ type, see }) => {
    await type(`שלום לכולם. We can ${PHRASE} مرحبا بكم.`);
    await see([PHRASE]);
  },
};

/**
 * A box's own nodes, without the names that Draft.js makes up anew.
 * @param {string} html
 */
export const withoutNames = (html) => html.replace(/ (data-offset-key|data-editor|id|aria-describedby)="[^"]*"/g, "");
