// Facebook: Lexical. Paragraphs of `span[data-lexical-text]`; hashtags are spans of their own, emoji are pictures.
import { createEmptyHistoryState, registerHistory } from "@lexical/history";
import { HashtagNode, registerLexicalHashtag } from "@lexical/hashtag";
import { registerRichText } from "@lexical/rich-text";
import {
  $createParagraphNode,
  $createTextNode,
  $getRoot,
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  createEditor,
  DecoratorNode,
  TextNode,
} from "lexical";
import { emojiImage, el, page } from "./page.js";

class EmojiNode extends DecoratorNode {
  /** @param {string} emoji @param {string} [key] */
  constructor(emoji, key) {
    super(key);
    this.__emoji = emoji;
  }
  static getType() {
    return "emoji";
  }
  static clone(node) {
    return new EmojiNode(node.__emoji, node.__key);
  }
  static importJSON(json) {
    return new EmojiNode(json.emoji);
  }
  exportJSON() {
    return { ...super.exportJSON(), emoji: this.__emoji };
  }
  createDOM() {
    return el("span", {}, emojiImage(this.__emoji));
  }
  updateDOM() {
    return false;
  }
  isInline() {
    return true;
  }
  getTextContent() {
    return this.__emoji;
  }
  decorate() {
    return null;
  }
}

/** A mention: text that is deleted as a whole. */
class MentionNode extends TextNode {
  static getType() {
    return "mention";
  }
  static clone(node) {
    return new MentionNode(node.__text, node.__key);
  }
  static importJSON(json) {
    return new MentionNode(json.text);
  }
  createDOM(config) {
    const dom = super.createDOM(config);
    dom.classList.add("mention");
    return dom;
  }
  isTextEntity() {
    return true;
  }
}

/** Where a node is, as numbers: the places of its ancestors among their siblings. */
function path(node) {
  const places = [];
  for (let n = node; n.getParent(); n = n.getParent()) places.unshift(n.getIndexWithinParent());
  return places;
}

page((place, { label }) => {
  const element = el("div", {
    contenteditable: "true",
    role: "textbox",
    "aria-label": label,
    "aria-placeholder": label,
    "data-lexical-editor": "true",
    spellcheck: "true",
    tabindex: "0",
  });
  place.append(element);
  const editor = createEditor({
    namespace: "composer",
    nodes: [HashtagNode, EmojiNode, MentionNode],
    theme: { hashtag: "hashtag", text: { bold: "bold" } },
    onError(error) {
      throw error;
    },
  });
  editor.setRootElement(element);
  const past = createEmptyHistoryState();
  const off = [registerRichText(editor), registerHistory(editor, past, 300), registerLexicalHashtag(editor)];
  const textOf = (state) =>
    state.read(() =>
      $getRoot()
        .getChildren()
        .map((n) => n.getTextContent())
        .join("\n"),
    );
  const box = {
    element,
    editor,
    text: () => textOf(editor.getEditorState()),
    model: () => editor.getEditorState().toJSON(),
    selection: () =>
      editor.getEditorState().read(() => {
        const selection = $getSelection();
        if (!$isRangeSelection(selection)) return null;
        const point = (p) => [...path(p.getNode()), p.offset];
        return { anchor: point(selection.anchor), focus: point(selection.focus), format: selection.format };
      }),
    history: () => ({
      undo: past.undoStack.map((e) => textOf(e.editorState)),
      redo: past.redoStack.map((e) => textOf(e.editorState)),
    }),
    set: (text) => {
      editor.update(
        () => {
          const root = $getRoot().clear();
          for (const line of text.split("\n")) {
            const paragraph = $createParagraphNode();
            if (line) paragraph.append($createTextNode(line));
            root.append(paragraph);
          }
          root.selectEnd();
        },
        { discrete: true, tag: "historic" },
      );
      past.undoStack.length = past.redoStack.length = 0;
      past.current = { editor, editorState: editor.getEditorState() };
    },
    insert: ({ emoji, mention }) =>
      editor.update(
        () => $insertNodes([emoji ? new EmojiNode(emoji) : new MentionNode(mention).setMode("segmented")]),
        {
          discrete: true,
        },
      ),
    close: () => {
      for (const f of off) f();
      editor.setRootElement(null);
    },
  };
  box.set("");
  element.blur();
  return box;
});
