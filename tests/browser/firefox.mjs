// Firefox with the extension, and without it: the control.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:https";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { describeCard, findHost } from "./card.mjs";
import { address, PAGES, respond } from "./site.mjs";
import { until } from "./until.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
/** The unpacked extension. */
export const EXTENSION = join(ROOT, "target/extension/firefox");
const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
/** The extension's own address, which Firefox else makes up. */
const OWN = "6b1f9c2e-54a8-4d0b-9a37-2f8c1e5d7a90";
const KEYS = join(ROOT, "target/browser/keys");

/**
 * @typedef {import("puppeteer-core").Page} Page
 *
 * @typedef {object} Browser
 * @property {import("puppeteer-core").Browser} browser
 * @property {string[]} requests what the pages asked for, in order
 * @property {(policy: string) => void} setPolicy the policy of the pages that are opened from now on
 * @property {(name: import("./site.mjs").PageName, options?: Parameters<typeof address>[1]) => Promise<Page>} open
 *   opens an editor's page, and waits until its boxes are there
 * @property {(path: string) => Promise<Page>} own opens a page of the extension's own
 * @property {() => Promise<void>} close
 */

/** A key and a certificate that nobody trusts, for the sites' host names. */
function keys() {
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(KEYS, name));
  if (!existsSync(cert)) {
    mkdirSync(KEYS, { recursive: true });
    const names = ["facebook.com", "x.com", "linkedin.com"].map((host) => `DNS:${host},DNS:*.${host}`).join(",");
    const made = spawnSync("openssl", [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj /CN=tests".split(" "),
      ...["-addext", `subjectAltName=${names}`, "-keyout", key, "-out", cert],
    ]);
    if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.error ?? made.stderr}`);
  }
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

/**
 * Starts Firefox, and a server to which the sites' host names lead.
 * @param {{extension?: string | false}} [options] extension: its folder, or false for the control
 * @returns {Promise<Browser>}
 */
export async function launch({ extension = EXTENSION } = {}) {
  if (!existsSync(FIREFOX)) throw new Error(`${FIREFOX} is missing. Install it: apt-get install -y firefox-esr`);
  if (extension && !existsSync(join(extension, "manifest.json"))) {
    throw new Error(`there is no extension in ${extension}. Build it: node extension/build.mjs`);
  }
  let policy = "";
  /** @type {string[]} */
  const requests = [];
  const server = createServer(keys(), (request, response) => {
    const href = `https://${request.headers.host}${request.url}`;
    requests.push(href);
    const { status, headers, body } = respond(href, policy);
    response.writeHead(status, headers).end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(null)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const hosts = [...new Set(Object.values(PAGES).map(({ origin }) => new URL(origin).host))];
  const { browser_specific_settings: its } = extension
    ? JSON.parse(readFileSync(join(extension, "manifest.json"), "utf8"))
    : {};
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: FIREFOX,
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1000, height: 800 },
    // Without it, tests get into no page of an extension.
    args: ["--remote-allow-system-access"],
    extraPrefsFirefox: {
      "network.dns.localDomains": hosts.join(),
      "network.socket.forcePort": `443=${port}`,
      "extensions.webextensions.uuids": JSON.stringify({ [its?.gecko.id]: OWN }),
      "intl.accept_languages": "en-GB",
      "ui.prefersReducedMotion": 1,
    },
  });
  const close = async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  };
  try {
    if (extension) await browser.installExtension(extension);
    return {
      browser,
      requests,
      setPolicy: (next) => void (policy = next),
      open: async (name, options) => {
        const page = await browser.newPage();
        await page.evaluateOnNewDocument(stopClock);
        await page.goto(address(name, options));
        await page.waitForSelector("html[data-ready]", { timeout: 10_000 });
        return page;
      },
      own: async (path) => {
        const page = await browser.newPage();
        const url = `moz-extension://${OWN}/${path}`;
        // It changes to another process on its way, of which the answer is never heard.
        await bidi(page, "browsingContext.navigate", { url, wait: "none" });
        await until(() => page.evaluate((url) => location.href === url && document.readyState === "complete", url));
        return page;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Sends a message to the content script of a page, as the popup and the background script do.
 * @param {Page} desk a page of the extension's own
 * @param {Page} page
 * @param {object} message
 * @returns {Promise<any>} the answer; nothing if nobody answers
 */
export const tell = (desk, page, message) =>
  desk.evaluate(
    async (url, message) => {
      const tab = (await chrome.tabs.query({})).find((tab) => tab.url === url);
      return chrome.tabs.sendMessage(/** @type {number} */ (tab?.id), { to: "content", ...message }).catch(() => null);
    },
    page.url(),
    message,
  );

/** Editors that join what is typed in quick succession to one step to undo do the same however busy the machine is. */
function stopClock() {
  let now = Date.parse("2026-01-05T09:00:00Z");
  Date.now = () => now;
  Object.assign(window, { later: () => void (now += 10_000) });
}

/**
 * Asks the browser what puppeteer has no words for.
 * @param {Page} page
 * @param {string} method
 * @param {object} params
 */
async function bidi(page, method, params) {
  const { _id: context } = /** @type {any} */ (page.mainFrame());
  const where = method.startsWith("script.") ? { target: { context }, awaitPromise: false } : { context };
  const { result } = await /** @type {any} */ (page.browser()).connection.send(method, { ...where, ...params });
  return result;
}

/**
 * The open card of a page, or null.
 * @param {Page} page
 * @returns {Promise<import("./card.mjs").Card | null>}
 */
export async function card(page) {
  const serializationOptions = { maxDomDepth: 0, includeShadowTree: "all" };
  const { result: host } = await bidi(page, "script.evaluate", {
    expression: `(${findHost})(document)`,
    serializationOptions,
  });
  const outer = host.value?.shadowRoot;
  if (!outer) return null;
  const { result: inner } = await bidi(page, "script.callFunction", {
    functionDeclaration: "function () { return this.firstElementChild; }",
    this: { sharedId: outer.sharedId },
    serializationOptions,
  });
  const root = inner.value.shadowRoot;
  const { result } = await bidi(page, "script.callFunction", {
    functionDeclaration: `function () { return JSON.stringify((${String(describeCard)}).call(this)); }`,
    this: { sharedId: root.sharedId },
  });
  return JSON.parse(result.value);
}

/** @param {Page} page @returns {Promise<import("./card.mjs").Card>} */
export const cardOpen = (page) => /** @type {any} */ (until(() => card(page)));

/** @param {Page} page */
export const cardClosed = (page) =>
  until(
    () => card(page),
    (c) => c === null,
  );

/**
 * A box's element, shadow roots included.
 * @param {Page} page
 */
export async function element(page) {
  const handle = await page.evaluateHandle(() => /** @type {any} */ (window).boxes[0].element);
  return /** @type {import("puppeteer-core").ElementHandle<HTMLElement>} */ (handle.asElement());
}

/** Editors hear of a key or a new caret by an event that comes later: nobody types two keys within a frame. @param {Page} page */
export const frame = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(null))));

/**
 * Types a text, key by key.
 * @param {Page} page
 * @param {string} text
 */
export async function type(page, text) {
  for (const letter of text) {
    await page.keyboard.type(letter);
    await frame(page);
  }
}

/**
 * Presses keys together: `Control+Shift+Z`.
 * @param {Page} page
 * @param {string} keys
 */
export async function press(page, keys) {
  const held = /** @type {import("puppeteer-core").KeyInput[]} */ (keys.split("+"));
  const key = /** @type {import("puppeteer-core").KeyInput} */ (held.pop());
  for (const one of held) await page.keyboard.down(one);
  await page.keyboard.press(key);
  for (const one of held.reverse()) await page.keyboard.up(one);
  await frame(page);
}

/**
 * Everything that a box's own model says, to compare with a control run.
 * @param {Page} page
 */
export const state = (page) =>
  page.evaluate(() => {
    const box = /** @type {any} */ (window).boxes[0];
    return JSON.stringify({ text: box.text(), model: box.model(), selection: box.selection(), history: box.history() });
  });
