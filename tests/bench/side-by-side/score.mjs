// What the tools say of the labelled posts: each is counted in the same way, whatever it is made for.

/** @typedef {import("./texts.mjs").Labelled} Labelled */
/** @typedef {import("./tools.mjs").Span & {pack?: string}} Said */
/**
 * @typedef {object} Score
 * @property {number} risky posts that are risky, of which it says something
 * @property {number} fine posts that are fine, of which it says something all the same
 * @property {number} said how many things it says in all
 * @property {Record<string, number>} touched labelled phrases that something it says overlaps, by how they are said and by category
 * @property {number} ofItsKind plain ones that a finding of the same category overlaps
 */

/** @param {string} text @param {string} phrase */
function places(text, phrase) {
  const found = [];
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1))
    found.push({ start: at, end: at + phrase.length });
  return found;
}

/** The labelled phrases of a post, and where they stand. @param {Labelled} post */
const labels = ({ text, findings }) =>
  findings.map(({ category, span, spans, how = "plain" }) => ({
    category,
    how,
    zones: (spans ?? [/** @type {string} */ (span)]).flatMap((phrase) => places(text, phrase)),
  }));

/**
 * How many there are to find: an answer that says everything.
 * @param {Labelled[]} posts
 */
export const whole = (posts) =>
  score(
    posts,
    posts.map(({ text }) => [{ start: 0, end: text.length }]),
  );

/**
 * @param {Labelled[]} posts
 * @param {Said[][]} answers for each post
 * @returns {Score}
 */
export function score(posts, answers) {
  /** @type {Score} */
  const total = { risky: 0, fine: 0, said: 0, touched: {}, ofItsKind: 0 };
  for (const [i, post] of posts.entries()) {
    const said = answers[i];
    total.said += said.length;
    if (said.length > 0) total[post.label === "risky" ? "risky" : "fine"]++;
    for (const { category, how, zones } of labels(post)) {
      const over = said.filter(({ start, end }) => zones.some((zone) => start < zone.end && zone.start < end));
      if (over.length === 0) continue;
      for (const key of [how, category]) total.touched[key] = (total.touched[key] ?? 0) + 1;
      if (how === "plain" && over.some(({ pack }) => pack === category)) total.ofItsKind++;
    }
  }
  return total;
}
