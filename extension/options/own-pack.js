/**
 * The practice's own rules: written or loaded here, kept as text, judged by the engine.
 *
 * @typedef {import("../pages/rules.js").Pack} Pack
 * @typedef {import("../pages/rules.js").OwnPack} OwnPack
 */
import { announce, saved } from "../pages/announce.js";
import { confirmed } from "../pages/confirm.js";
import { make, part } from "../pages/dom.js";
import { give, takes } from "../pages/files.js";
import { counted, dayInWords, say } from "../pages/text.js";
import { readOwnPack, saveOwnPack, watchOwnPack } from "../settings.js";
import { makeEditor } from "./editor.js";

/** How long nothing is typed before the text is judged, in ms. */
const QUIET = 200;
/** The name of the file that it is saved to. */
const FILE = "our-rules.toml";

/**
 * @param {import("../pages/rules.js").Engine} engine
 * @param {(pack: Pack | null) => void} understood   told of the saved rules that the engine understands
 * @returns {Promise<import("../settings.js").Problem[]>}
 */
export async function ownPackPart(engine, understood) {
  const outcome = make("div", { id: "own-outcome" });
  const state = make("p", { class: "soft own-state", id: "own-state", role: "status" });
  const editor = makeEditor(() => {
    showState();
    clearTimeout(waiting);
    waiting = setTimeout(judge, QUIET);
  });
  const buttons = {
    save: button("own-save", "button button-strong", say("options_own_save")),
    load: button("own-load", "button", say("options_own_load")),
    toFile: button("own-to-file", "button", say("options_own_to_file")),
    example: button("own-example", "button", say("options_own_example")),
  };
  const row = make("div", { class: "buttons" }, ...Object.values(buttons));
  part("own-editor", HTMLElement).replaceChildren(editor.element, outcome, row, state);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let own = await readOwnPack();
  show();

  buttons.save.addEventListener("click", save);
  editor.input.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    save();
  });
  buttons.toFile.addEventListener("click", () => give(FILE, editor.input.value, "application/toml"));
  buttons.example.addEventListener("click", async () => {
    const text = await (await fetch(new URL("example-pack.toml", import.meta.url))).text();
    await put(text);
  });
  takes(buttons.load, ".toml,.txt,application/toml,text/plain", (read) => {
    if ("text" in read) {
      put(read.text);
      return;
    }
    // What was typed just before is judged now, so that its verdict does not take this message's place later.
    judge();
    outcome.prepend(make("p", { class: "trouble-box", role: "alert" }, read.trouble));
  });
  watchOwnPack(async () => {
    const wasDirty = isDirty();
    own = await readOwnPack();
    // What is being written here is not taken away.
    if (wasDirty) showState();
    else show();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty()) event.preventDefault();
  });
  return own.problems;

  function isDirty() {
    return editor.input.value !== own.text;
  }

  /** Shows what is stored. */
  function show() {
    editor.input.value = own.text;
    editor.input.readOnly = own.isLocked;
    for (const one of [buttons.save, buttons.load, buttons.example]) one.disabled = own.isLocked;
    const managed = part("own-managed", HTMLElement);
    managed.hidden = !own.isManaged;
    managed.textContent = say(own.isLocked ? "managed_locked" : "managed_own");
    const check = judge();
    understood(check && check.rules.length > 0 ? check : null);
  }

  /** Another text into the field, in place of one that may not be saved. @param {string} text */
  async function put(text) {
    const words = { title: say("options_own_replace_title"), text: say("options_own_replace_text") };
    const isLost = isDirty() && editor.input.value.trim() !== "";
    if (isLost && !(await confirmed({ ...words, yes: say("options_own_replace") }))) return;
    editor.input.value = text;
    judge();
    editor.input.focus();
    editor.input.setSelectionRange(0, 0);
    editor.input.scrollTop = 0;
  }

  async function save() {
    if (own.isLocked) return;
    const { problems } = await saved(saveOwnPack(editor.input.value));
    if (problems.length > 0) return;
    own = await readOwnPack();
    show();
    announce(state.textContent ?? "");
  }

  /** Asks the engine what it makes of the text. @returns {OwnPack | null} `null`: there is none */
  function judge() {
    clearTimeout(waiting);
    const text = editor.input.value;
    const check = text.trim() ? engine.checkPack(text) : null;
    editor.mark(new Set(check?.problems.map(({ line }) => line)));
    outcome.replaceChildren(...(check ? verdict(check) : []));
    showState();
    return check;
  }

  /** @param {OwnPack} check */
  function verdict({ rules, problems }) {
    const lines = problems.map(({ line, column, what }) => {
      const go = make("button", { type: "button", class: "to-line" }, say("options_own_line", line));
      go.addEventListener("click", () => editor.goTo(line, column));
      return make("li", {}, go, " ", what);
    });
    const good = make("p", { class: "outcome" }, counted("options_own_good", rules.length));
    if (problems.length === 0) return [good];
    return [
      make(
        "div",
        { class: "trouble-box", id: "own-problems" },
        make("p", {}, make("strong", {}, counted("options_own_problems", problems.length))),
        make("ul", { class: "faults" }, ...lines),
      ),
      good,
    ];
  }

  function showState() {
    const where = own.isSynced ? "options_own_saved" : "options_own_saved_here";
    if (isDirty()) state.textContent = say("options_own_unsaved");
    else state.textContent = own.date && !own.isManaged ? say(where, dayInWords(own.date.slice(0, 10))) : "";
    state.classList.toggle("is-unsaved", isDirty());
    buttons.toFile.disabled = editor.input.value === "";
  }
}

/**
 * @param {string} id
 * @param {string} kind
 * @param {string} text
 */
const button = (id, kind, text) => make("button", { type: "button", class: kind, id }, text);
