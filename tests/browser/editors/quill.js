// LinkedIn's posts: Quill, inside the open shadow root of #interop-outlet. Stock Quill asks the document for the selection and
// the focus, and is told of the shadow root's host: LinkedIn's, like this one, asks the shadow root.
import Quill from "quill";
import { el, emojiImage, page } from "./page.js";

const Embed = Quill.import("blots/embed");
class Emoji extends Embed {
  static blotName = "emoji";
  static tagName = "span";
  static className = "ql-emoji";
  static create(value) {
    const node = super.create(value);
    node.dataset.emoji = value;
    node.append(emojiImage(value));
    return node;
  }
  static value(node) {
    return node.dataset.emoji;
  }
}
class Mention extends Embed {
  static blotName = "mention";
  static tagName = "span";
  static className = "ql-mention";
  static create(value) {
    const node = super.create(value);
    node.dataset.mention = value;
    node.append(el("span", { class: "mention" }, value));
    return node;
  }
  static value(node) {
    return node.dataset.mention;
  }
}
Quill.register(Emoji);
Quill.register(Mention);

page((place, { label }) => {
  // The site has one outlet; a page with several boxes has one for each.
  const outlet = el("div", { id: "interop-outlet", "data-testid": "interop-shadowdom" });
  const composer = place.closest(".composer");
  composer.before(outlet);
  const shadow = outlet.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = document.adoptedStyleSheets;
  composer.setAttribute("role", "dialog");
  composer.setAttribute("aria-label", "Create post modal");
  shadow.append(composer);

  const home = el("div");
  place.append(home);
  const quill = new Quill(home, {
    theme: null,
    placeholder: "What do you want to talk about?",
    formats: ["bold", "emoji", "mention"],
  });
  const element = quill.root;
  element.setAttribute("role", "textbox");
  element.setAttribute("aria-label", label);
  element.setAttribute("aria-multiline", "true");
  quill.selection.hasFocus = () => shadow.activeElement === element;
  quill.selection.getNativeRange = function () {
    const selection = document.getSelection();
    let range;
    if (shadow.getSelection) {
      const own = shadow.getSelection();
      range = own?.rangeCount ? own.getRangeAt(0) : null;
    } else if (selection?.getComposedRanges) range = selection.getComposedRanges({ shadowRoots: [shadow] })[0];
    return range ? this.normalizeNative(range) : null;
  };
  const textOf = (delta) =>
    delta.ops.map((o) => (typeof o.insert === "string" ? o.insert : (o.insert.emoji ?? o.insert.mention))).join("");
  return {
    element,
    editor: quill,
    text: () => textOf(quill.getContents()).replace(/\n$/, ""),
    model: () => quill.getContents().ops,
    selection: () => quill.getSelection(),
    history: () => {
      const { undo, redo } = quill.history.stack;
      return { undo: undo.map((s) => s.delta.ops), redo: redo.map((s) => s.delta.ops) };
    },
    set: (text) => {
      quill.setText(`${text}\n`, "silent");
      quill.history.clear();
      if (quill.hasFocus()) quill.setSelection(text.length, 0, "silent");
    },
    insert: ({ emoji, mention }) => {
      const at = quill.getSelection(true);
      quill.insertEmbed(at.index, emoji ? "emoji" : "mention", emoji ?? mention, "user");
      quill.setSelection(at.index + 1, 0, "user");
    },
    close: () => {
      quill.disable();
      outlet.remove();
    },
  };
});
