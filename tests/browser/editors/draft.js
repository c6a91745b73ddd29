// X: Draft.js. Blocks of `span[data-text]`; a decorator splits hashtags, mentions and emoji into spans beside the text.
import {
  CompositeDecorator,
  ContentState,
  convertToRaw,
  Editor,
  EditorState,
  Modifier,
  RichUtils,
  SelectionState,
} from "draft-js";
import React from "react";
import ReactDOM from "react-dom";
import { el, page, PICTURE } from "./page.js";

const by = (pattern) => (block, found) => {
  for (const match of block.getText().matchAll(pattern)) found(match.index, match.index + match[0].length);
};
const span = (style, className) => (props) => React.createElement("span", { style, className }, props.children);
const decorator = new CompositeDecorator([
  { strategy: by(/#\w+/g), component: span({}, "hashtag") },
  { strategy: by(/@\w+/g), component: span({}, "mention") },
  {
    strategy: by(/\p{Extended_Pictographic}\uFE0F?/gu),
    component: span({ backgroundImage: `url("${PICTURE}")`, backgroundSize: "1em 1em", color: "transparent" }, "emoji"),
  },
]);

page((place, { label }) => {
  let component;
  let element;
  class Composer extends React.Component {
    constructor(props) {
      super(props);
      this.state = { editor: EditorState.createEmpty(decorator) };
      this.change = (editor, done) => this.setState({ editor }, done);
      this.command = (command, state) => {
        const next = RichUtils.handleKeyCommand(state, command);
        if (!next) return "not-handled";
        this.change(next);
        return "handled";
      };
      component = this;
    }
    render() {
      return React.createElement(Editor, {
        editorState: this.state.editor,
        onChange: this.change,
        handleKeyCommand: this.command,
        ariaLabel: label,
        role: "textbox",
        ariaMultiline: true,
        placeholder: "What’s happening?",
        spellCheck: true,
        stripPastedStyles: true,
        webDriverTestID: "tweetTextarea_0",
      });
    }
  }
  const home = el("div");
  place.append(home);
  ReactDOM.render(React.createElement(Composer), home);
  element = home.querySelector("[contenteditable]");
  element.dataset.testid = "tweetTextarea_0";

  const now = () => component.state.editor;
  const textOf = (content) =>
    content
      .getBlocksAsArray()
      .map((b) => b.getText())
      .join("\n");
  const indexOf = (key) =>
    now()
      .getCurrentContent()
      .getBlocksAsArray()
      .findIndex((b) => b.getKey() === key);
  const toEnd = (content) => {
    const last = content.getLastBlock();
    return SelectionState.createEmpty(last.getKey()).merge({
      anchorOffset: last.getLength(),
      focusOffset: last.getLength(),
    });
  };
  return {
    element,
    get editor() {
      return now();
    },
    text: () => textOf(now().getCurrentContent()),
    model: () => {
      const raw = convertToRaw(now().getCurrentContent());
      return { ...raw, blocks: raw.blocks.map(({ key, ...rest }) => rest) };
    },
    selection: () => {
      const s = now().getSelection();
      return {
        anchor: [indexOf(s.getAnchorKey()), s.getAnchorOffset()],
        focus: [indexOf(s.getFocusKey()), s.getFocusOffset()],
        backward: s.getIsBackward(),
      };
    },
    history: () => ({
      undo: now().getUndoStack().toArray().map(textOf),
      redo: now().getRedoStack().toArray().map(textOf),
    }),
    set: (text) => {
      const content = ContentState.createFromText(text);
      const fresh = EditorState.createWithContent(content, decorator);
      component.change(EditorState.acceptSelection(fresh, toEnd(content)));
    },
    insert: ({ emoji, mention }) => {
      const content = Modifier.insertText(
        now().getCurrentContent(),
        now().getSelection(),
        emoji ?? `@${mention.replace(/\W/g, "")}`,
      );
      component.change(EditorState.push(now(), content, "insert-characters"));
    },
    close: () => void ReactDOM.unmountComponentAtNode(home),
  };
});
