//! Style sheets in shadow roots: that of what the tool shows, and that of the underlines where they would not be painted else.

use super::tree;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, Element, ShadowRoot};

#[wasm_bindgen]
extern "C" {
    type Styled;
    #[wasm_bindgen(method, getter, js_name = adoptedStyleSheets)]
    fn sheets(this: &Styled) -> Sheets;

    /// A list that styles the root by what is in it.
    type Sheets;
    #[wasm_bindgen(method)]
    fn includes(this: &Sheets, sheet: &CssStyleSheet) -> bool;
    #[wasm_bindgen(method, js_name = indexOf)]
    fn index_of(this: &Sheets, sheet: &CssStyleSheet) -> i32;
    #[wasm_bindgen(method, catch)]
    fn push(this: &Sheets, sheet: &CssStyleSheet) -> Result<u32, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn splice(this: &Sheets, start: i32, count: u32) -> Result<JsValue, JsValue>;
}

/// A sheet with these rules.
pub(super) fn sheet(css: &str) -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(css).ok()?;
    Some(sheet)
}

/// Styles a shadow root by a sheet, beside those that it has.
pub(super) fn adopt(root: &ShadowRoot, sheet: &CssStyleSheet) {
    let sheets = root.unchecked_ref::<Styled>().sheets();
    if !sheets.includes(sheet) {
        // It is refused where the root has gone to another document: then nothing of it is seen here.
        let _ = sheets.push(sheet);
    }
}

fn leave(root: &ShadowRoot, sheet: &CssStyleSheet) {
    let sheets = root.unchecked_ref::<Styled>().sheets();
    let place = sheets.index_of(sheet);
    if place >= 0 {
        let _ = sheets.splice(place, 1);
    }
}

/// The style of the underlines in the shadow roots round a box. In Firefox a document's rules for highlights hold in none of them.
pub(super) struct Reach {
    sheet: CssStyleSheet,
    roots: RefCell<Vec<ShadowRoot>>,
}

impl Reach {
    /// `None` without rules, where the browser carries the document's rules into the roots itself.
    pub(super) fn new(css: &str) -> Option<Reach> {
        let sheet = if css.is_empty() { None } else { sheet(css) };
        Some(Reach { sheet: sheet?, roots: RefCell::default() })
    }

    /// Reaches to `element`. The page may have given its roots another list of sheets, or put the box into another root.
    pub(super) fn keep(&self, element: &Element) {
        let roots = tree::shadow_roots(element);
        for root in &roots {
            adopt(root, &self.sheet);
        }
        let before = self.roots.replace(roots);
        for root in before.iter().filter(|root| !self.roots.borrow().contains(root)) {
            leave(root, &self.sheet);
        }
    }

    /// Takes the style away.
    pub(super) fn end(&self) {
        for root in self.roots.take() {
            leave(&root, &self.sheet);
        }
    }
}
