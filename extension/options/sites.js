/** The sites that are watched. */
import { saved } from "../pages/announce.js";
import { make, makeSwitch, part } from "../pages/dom.js";
import { SITES, switchOne } from "../settings.js";

/** @returns {import("./options.js").Show} */
export function sitesPart() {
  const rows = SITES.map((site) => ({
    site,
    ...makeSwitch({
      id: `site-${site.id}`,
      label: site.name,
      note: site.hosts.join(", "),
      on: true,
      change: async (on) => !(await saved(switchOne("sitesOff", site.id, on))).settings.sitesOff.includes(site.id),
    }),
  }));
  part("site-list", HTMLElement).replaceChildren(...rows.map(({ row }) => make("li", {}, row)));
  return ({ settings }) => {
    for (const { site, input } of rows) input.checked = !settings.sitesOff.includes(site.id);
  };
}
