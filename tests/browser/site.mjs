// The pages of the editors, served at the sites' real host names, under a policy that the test chooses. Nothing leaves the machine:
// what no page asks for is answered with 404.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLES } from "./editors/build.mjs";

/** Each page: the script that makes it, and the site where such a box is met. */
export const PAGES = {
  lexical: { script: "lexical", origin: "https://www.facebook.com" },
  draft: { script: "draft", origin: "https://x.com" },
  quill: { script: "quill", origin: "https://www.linkedin.com" },
  tiptap: { script: "tiptap", origin: "https://www.linkedin.com" },
  textarea: { script: "field", origin: "https://www.facebook.com" },
  input: { script: "field", origin: "https://www.facebook.com" },
};

/** @typedef {keyof typeof PAGES} PageName */

/** Policies of every kind that the sites send, and the strictest that a page with scripts can have. */
export const POLICIES = {
  none: "",
  self: "script-src 'self'",
  nonce: "script-src 'nonce-{nonce}' 'strict-dynamic'",
  wasm: "script-src 'self' 'wasm-unsafe-eval'",
  trustedTypes: "script-src 'self'; require-trusted-types-for 'script'; trusted-types default",
  nothing: "default-src 'none'; script-src 'nonce-{nonce}'; img-src data:",
};

const NONCE = "dGhpbmstdHdpY2U";
/** The three sites, and one that a user may add. */
const HOSTS = /^https:\/\/([a-z0-9-]+\.)*(facebook\.com|x\.com|twitter\.com|linkedin\.com|forum\.example)\//;

/**
 * @typedef {object} Site
 * @property {(policy: string) => void} setPolicy the policy of the pages that are opened from now on
 * @property {string[]} requests what the pages asked for, in order
 */

/**
 * What a site answers.
 * @param {string} href
 * @param {string} policy the pages' Content-Security-Policy; "{nonce}" stands for the page's nonce
 * @returns {{status: number, headers: Record<string, string>, body: string | Buffer}}
 */
export function respond(href, policy) {
  const url = new URL(href);
  const script = /^\/editors\/([a-z]+)\.js$/.exec(url.pathname)?.[1];
  if (script) {
    const body = readFileSync(join(BUNDLES, `${script}.js`));
    return { status: 200, headers: { "content-type": "text/javascript; charset=utf-8" }, body };
  }
  const page = PAGES[/** @type {PageName} */ (url.searchParams.get("page") ?? "")];
  if (!page) return { status: 404, headers: { "content-type": "text/plain" }, body: "not here" };
  /** @type {Record<string, string>} */
  const headers = policy ? { "content-security-policy": policy.replaceAll("{nonce}", NONCE) } : {};
  return {
    status: 200,
    headers: { ...headers, "content-type": "text/html; charset=utf-8" },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>…</title><body><script nonce="${NONCE}" src="/editors/${page.script}.js"></script></body></html>`,
  };
}

/**
 * Serves the sites in a browser context, and fails every other request.
 * @param {import("playwright-core").BrowserContext} context
 * @param {{policy?: string}} [options] policy: see `respond`
 * @returns {Promise<Site>}
 */
export async function serve(context, { policy = "" } = {}) {
  const site = {
    requests: /** @type {string[]} */ ([]),
    setPolicy: (/** @type {string} */ next) => void (policy = next),
  };
  await context.route(/^(https?|wss?):/, (route) => {
    const { href } = new URL(route.request().url());
    site.requests.push(href);
    return HOSTS.test(href) ? route.fulfill(respond(href, policy)) : route.abort();
  });
  return site;
}

/**
 * The address of an editor's page.
 * @param {PageName} name
 * @param {{kind?: "post" | "comment" | "message", boxes?: number, seed?: string, origin?: string}} [options]
 */
export function address(
  name,
  { kind = name === "tiptap" ? "comment" : "post", boxes = 1, seed, origin = PAGES[name].origin } = {},
) {
  const url = new URL(origin);
  url.searchParams.set("page", name);
  url.searchParams.set("kind", kind);
  url.searchParams.set("boxes", String(boxes));
  if (seed !== undefined) url.searchParams.set("seed", seed);
  return url.href;
}
