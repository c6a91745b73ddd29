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

/// The names of the highlights in `content.css`: as usual, and with strong contrast.
const NAMES: [(Severity, [&str; 2]); 3] = [
    (Severity::High, ["thinktwice-high", "thinktwice-contrast-high"]),
    (Severity::Medium, ["thinktwice-medium", "thinktwice-contrast-medium"]),
    (Severity::Low, ["thinktwice-low", "thinktwice-contrast-low"]),
];

/// A part of the text, in UTF-16 code units.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) severity: Severity,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// What is drawn of these lines: where two of them overlap, only the more severe, since two lines over each other cannot be told apart.
pub(super) fn uncovered(lines: &[Line]) -> Vec<Line> {
    let length = lines.iter().map(|l| l.end).max().unwrap_or(0) as usize;
    let mut most: Vec<Option<Severity>> = vec![None; length];
    for l in lines {
        for unit in &mut most[l.start as usize..l.end as usize] {
            *unit = (*unit).max(Some(l.severity));
        }
    }
    let mut drawn = Vec::with_capacity(lines.len());
    for l in lines {
        let mut start = l.start;
        while start < l.end {
            let is_own = |unit: &u32| most[*unit as usize] == Some(l.severity);
            let Some(from) = (start..l.end).find(is_own) else { break };
            let end = (from..l.end).find(|unit| !is_own(unit)).unwrap_or(l.end);
            drawn.push(Line { start: from, end, ..*l });
            start = end;
        }
    }
    drawn
}

/// Underlines these ranges and no others.
pub(super) fn show<'a>(ranges: impl Iterator<Item = (Severity, &'a Range)>, contrast: bool) {
    let mut by_severity: [Option<Highlight>; 3] = [None, None, None];
    for (severity, range) in ranges {
        let place = NAMES.iter().position(|(s, _)| *s == severity).unwrap_or(0);
        by_severity[place].get_or_insert_with(Highlight::new).add(range);
    }
    HIGHLIGHTS.with(|all| {
        for ((_, names), highlight) in NAMES.iter().zip(by_severity) {
            all.delete(names[usize::from(!contrast)]);
            match highlight {
                Some(h) => all.set(names[usize::from(contrast)], &h),
                None => {
                    all.delete(names[usize::from(contrast)]);
                }
            }
        }
    });
}

/// Takes all underlines away.
pub(super) fn clear() {
    HIGHLIGHTS.with(|all| {
        for name in NAMES.iter().flat_map(|(_, names)| names) {
            all.delete(name);
        }
    });
}
