//! Underlines: CSS custom highlights, which paint over the page's text and leave its nodes alone.

use wasm_bindgen::prelude::*;
use web_sys::Range;

use crate::rules::Severity;

#[wasm_bindgen]
extern "C" {
    /// <https://drafts.csswg.org/css-highlight-api-1/>
    type Highlight;
    #[wasm_bindgen(constructor)]
    fn new() -> Highlight;
    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &Range) -> Highlight;

    type HighlightRegistry;
    #[wasm_bindgen(method)]
    fn set(this: &HighlightRegistry, name: &str, highlight: &Highlight);
    #[wasm_bindgen(method)]
    fn delete(this: &HighlightRegistry, name: &str) -> bool;

    #[wasm_bindgen(thread_local_v2, js_namespace = CSS, js_name = highlights)]
    static HIGHLIGHTS: HighlightRegistry;
}

const NAMES: [(Severity, &str); 3] =
    [(Severity::High, "thinktwice-high"), (Severity::Medium, "thinktwice-medium"), (Severity::Low, "thinktwice-low")];

/// Underlines these ranges and no others.
pub(super) fn show<'a>(ranges: impl Iterator<Item = (Severity, &'a Range)>) {
    let mut by_severity: [Option<Highlight>; 3] = [None, None, None];
    for (severity, range) in ranges {
        let place = NAMES.iter().position(|(s, _)| *s == severity).unwrap_or(0);
        by_severity[place].get_or_insert_with(Highlight::new).add(range);
    }
    HIGHLIGHTS.with(|all| {
        for ((_, name), highlight) in NAMES.iter().zip(by_severity) {
            match highlight {
                Some(h) => all.set(name, &h),
                None => {
                    all.delete(name);
                }
            }
        }
    });
}

/// Takes all underlines away.
pub(super) fn clear() {
    HIGHLIGHTS.with(|all| {
        for (_, name) in NAMES {
            all.delete(name);
        }
    });
}
