// What the pages of all editors share: the site's frame round the box, and what a test can ask of the page.
//
// window.boxes: the boxes on the page, in order. Each has
//   element      the element that is edited
//   text()       the model's text, blocks parted by a line feed
//   model()      the model, without the names that are made up anew at each start: to compare with a control run
//   selection()  the model's selection, its places as numbers
//   history()    {undo, redo}: what could be undone and redone
//   set(text)    new text, caret at its end, nothing to undo
//   insert(what) {emoji: "🙂"} an emoji picture, {mention: "Jo Bloggs"} a mention; at the caret. Only where the site has them
//   close()      the editor is taken down
// window.site: create(), remove(box), navigate(path): as a single-page site does.
// window.violations: the page's policy violations, as the page hears them.

/** @typedef {{element: HTMLElement, text(): string, model(): any, selection(): any, history(): {undo: any, redo: any}, set(text: string): void, insert?(what: {emoji?: string, mention?: string}): void, close(): void}} Box */

/** A picture of an emoji: the sites show pictures, whose alternative text is the emoji. */
export const PICTURE =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="gold"/></svg>',
  );

/** @param {string} emoji */
export function emojiImage(emoji) {
  const image = document.createElement("img");
  image.alt = emoji;
  image.src = PICTURE;
  image.width = image.height = 16;
  return image;
}

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** The label that the site gives a box of this kind. */
export const LABELS = {
  facebook: { post: "What's on your mind?", comment: "Write a comment…", message: "Message" },
  x: { post: "Post text", comment: "Post your reply", message: "Start a new message" },
  linkedin: { post: "Text editor for creating content", comment: "Add a comment…", message: "Write a message…" },
};

const STYLE = `
  body { margin: 0; font: 15px/1.4 "DejaVu Sans", sans-serif; color: #111; background: #f2f4f7; }
  header { padding: 8px 16px; background: #fff; border-bottom: 1px solid #ddd; }
  main { width: 560px; margin: 16px auto; }
  article, .composer { background: #fff; border: 1px solid #ddd; border-radius: 8px; margin-bottom: 16px; padding: 12px; }
  .box { position: relative; border: 1px solid #bbb; border-radius: 6px; padding: 8px; max-height: 320px; overflow: auto; }
  [contenteditable] { min-height: 48px; outline: none; white-space: pre-wrap; overflow-wrap: anywhere; }
  p { margin: 0; }
  textarea, input { width: 100%; box-sizing: border-box; font: inherit; padding: 8px; }
  textarea { height: 120px; }
  .mention, .hashtag { color: #0a66c2; }
  .bar { display: flex; justify-content: flex-end; margin-top: 8px; }
  .ql-clipboard { position: absolute; left: -100000px; height: 1px; overflow: hidden; }
`;

/**
 * The pages run where the page's policy has trusted types, as the sites do: with a policy of their own.
 */
function trustOwnMarkup() {
  // @ts-ignore: not in every browser's types
  globalThis.trustedTypes?.createPolicy("default", { createHTML: (/** @type {string} */ s) => s });
}

/**
 * Puts the site's page round its boxes.
 * @param {(place: HTMLElement, settings: {site: string, kind: string, label: string, index: number}) => Box} create
 */
export function page(create) {
  const asked = new URLSearchParams(location.search);
  const site = /facebook/.test(location.hostname) ? "facebook" : /linkedin/.test(location.hostname) ? "linkedin" : "x";
  const kind = asked.get("kind") ?? "post";
  const many = Number(asked.get("boxes") ?? 1);
  trustOwnMarkup();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [sheet];
  document.title = site;

  /** @type {Box[]} */
  const boxes = [];
  const main = el("main", { role: "main" });
  document.body.append(
    el(
      "header",
      { role: "banner" },
      el("input", { type: "search", role: "combobox", "aria-label": "Search", placeholder: "Search" }),
    ),
    main,
  );

  /** @param {number} [index] */
  const add = (index = boxes.length) => {
    const label = /** @type {any} */ (LABELS)[site][kind];
    const place = el("div", { class: "box" });
    const post = el(
      "button",
      { type: "button", "aria-label": kind === "post" ? "Post" : "Reply" },
      kind === "post" ? "Post" : "Reply",
    );
    const composer = el("div", { class: "composer" }, place, el("div", { class: "bar" }, post));
    if (kind === "post" && many === 1 && site !== "linkedin") {
      composer.setAttribute("role", "dialog");
      composer.setAttribute("aria-label", site === "facebook" ? "Create post" : "Compose post");
    }
    if (kind === "comment") {
      const article = el(
        "article",
        { role: "article", "aria-label": "Post by Jo Bloggs" },
        el("p", {}, "The clinic was lovely."),
      );
      article.append(composer);
      main.append(article);
    } else main.append(composer);
    const box = create(place, { site, kind, label, index });
    const close = box.close;
    box.close = () => {
      close();
      (composer.closest("article") ?? composer).remove();
    };
    boxes.push(box);
    const seed = asked.get("seed");
    if (seed !== null) box.set(seed);
    return box;
  };
  for (let i = 0; i < many; i++) add();

  Object.assign(window, {
    boxes,
    site: {
      create: () => void add(),
      /** @param {number} index */
      remove: (index) => boxes.splice(index, 1)[0].close(),
      /** @param {string} path */
      navigate: (path) => {
        while (boxes.length) boxes.pop()?.close();
        history.pushState(null, "", path);
        for (let i = 0; i < many; i++) add(i);
      },
    },
  });
  document.documentElement.dataset.ready = "true";
}

// Before all else: a violation while the editor starts counts too.
/** @type {any} */ (window).violations = [];
document.addEventListener("securitypolicyviolation", (e) => {
  /** @type {any} */ (window).violations.push(`${e.effectiveDirective} ${e.blockedURI}`);
});
