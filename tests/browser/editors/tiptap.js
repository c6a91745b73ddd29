// LinkedIn's comments: TipTap over ProseMirror.
import { Editor, Node } from "@tiptap/core";
import { redoDepth, undoDepth } from "@tiptap/pm/history";
import StarterKit from "@tiptap/starter-kit";
import { page, PICTURE } from "./page.js";

const atom = (name, render) =>
  Node.create({
    name,
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({ value: { default: "" } }),
    parseHTML: () => [{ tag: `[data-${name}]` }],
    renderHTML: ({ node }) => render(node.attrs.value),
    renderText: ({ node }) => node.attrs.value,
  });
const Emoji = atom("emoji", (value) => [
  "img",
  { "data-emoji": value, alt: value, src: PICTURE, width: "16", height: "16" },
]);
const Mention = atom("mention", (value) => [
  "span",
  { "data-mention": value, class: "mention", contenteditable: "false" },
  value,
]);

page((place, { label }) => {
  const editor = new Editor({
    element: place,
    extensions: [
      StarterKit.configure({ heading: false, codeBlock: false, link: false, trailingNode: false }),
      Emoji,
      Mention,
    ],
    // The style sheet that TipTap would put into the page breaks the strict policies; the page has what is needed.
    injectCSS: false,
    editorProps: {
      attributes: { role: "textbox", "aria-label": label, "aria-placeholder": label, "aria-multiline": "true" },
    },
  });
  const paragraphs = (text) => ({
    type: "doc",
    content: text
      .split("\n")
      .map((line) => ({ type: "paragraph", content: line ? [{ type: "text", text: line }] : [] })),
  });
  return {
    element: editor.view.dom,
    editor,
    text: () => editor.getText({ blockSeparator: "\n" }),
    model: () => editor.getJSON(),
    selection: () => editor.state.selection.toJSON(),
    history: () => ({ undo: undoDepth(editor.state), redo: redoDepth(editor.state) }),
    set: (text) => {
      // A new state has no history.
      const doc = editor.schema.nodeFromJSON(paragraphs(text));
      const { state } = editor;
      editor.view.updateState(state.constructor.create({ doc, plugins: state.plugins }));
      editor.commands.setTextSelection(doc.content.size);
    },
    insert: ({ emoji, mention }) =>
      void editor.commands.insertContent({ type: emoji ? "emoji" : "mention", attrs: { value: emoji ?? mention } }),
    close: () => editor.destroy(),
  };
});
