// What Chromium itself asks, above the page. That is no page: it is read from the browser's own views, as its makers do (chromium.org:
// "UI DevTools"), and nothing in it is pressed from here.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Connection } from "puppeteer-core";
import { NodeWebSocketTransport } from "puppeteer-core/internal/node/NodeWebSocketTransport.js";
import { until } from "./until.mjs";

/** With this Chromium says what it shows, at a port that it writes into the folder of its profile. */
export const READABLE = "--enable-ui-devtools=0";

/**
 * @typedef {object} Prompt a question about an extension's permissions
 * @property {boolean} isActive whether it hears the keyboard
 * @property {string[]} texts
 * @property {{text: string, isEnabled: boolean, hasFocus: boolean}[]} buttons
 *
 * @typedef {import("devtools-protocol").Protocol.DOM.Node} Node
 */

/**
 * @param {string} profile the folder of the browser's profile
 * @returns {Promise<{prompt: () => Promise<Prompt | null>, close: () => void}>}
 */
export async function readPrompts(profile) {
  const file = join(profile, "UIDevToolsActivePort");
  const port = await until(() => Number.parseInt(readFileSync(file, "utf8"), 10));
  const url = `ws://127.0.0.1:${port}/0`;
  const connection = new Connection(url, await NodeWebSocketTransport.create(url));
  await connection.send("DOM.enable");
  await connection.send("CSS.enable");

  /** What a view says of itself. @param {Node} node @returns {Promise<Record<string, string>>} */
  async function propertiesOf({ nodeId }) {
    const { matchedCSSRules = [] } = await connection.send("CSS.getMatchedStylesForNode", { nodeId });
    const all = matchedCSSRules.flatMap(({ rule }) => rule.style.cssProperties);
    return Object.fromEntries(all.map(({ name, value }) => [name, value]));
  }

  return {
    async prompt() {
      const { root } = await connection.send("DOM.getDocument");
      const window = within(root).find((n) => n.nodeName === "Window" && named(n, "ExtensionInstallDialogView"));
      if (!window) return null;
      const views = within(window);
      const labels = await Promise.all(views.filter((n) => named(n, "Label")).map(propertiesOf));
      const buttons = views.filter((n) => named(n, "MdTextButton"));
      return {
        isActive: attributes(window)["active"] === "true",
        texts: labels.filter((l) => l["Visible"] === "true").map((l) => l["Text"] ?? ""),
        buttons: await Promise.all(
          buttons.map(async (button) => {
            const { Text: text = "", Enabled } = await propertiesOf(button);
            const ring = within(button).find((n) => named(n, "FocusRing"));
            const hasFocus = ring !== undefined && (await propertiesOf(ring))["Visible"] === "true";
            return { text, isEnabled: Enabled === "true", hasFocus };
          }),
        ),
      };
    },
    close: () => connection.dispose(),
  };
}

/** @param {Node} node @returns {Node[]} */
const within = (node) => [node, ...(node.children ?? []).flatMap(within)];

/** @param {Node} node @returns {Record<string, string>} */
function attributes({ attributes: flat = [] }) {
  return Object.fromEntries(flat.flatMap((name, i) => (i % 2 === 0 ? [[name, flat[i + 1] ?? ""]] : [])));
}

/** @param {Node} node @param {string} name */
const named = (node, name) => attributes(node)["name"] === name;
