//! What the layer asks of the extension around it, and the few calls of the browser that `web-sys` does not have.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// An object of the content script; see `extension/content/host.js`.
    #[derive(Clone)]
    pub type Host;
    /// A message of the user's language.
    #[wasm_bindgen(method)]
    pub(super) fn word(this: &Host, key: &str) -> String;
    /// "3 warnings", in the user's language.
    #[wasm_bindgen(method)]
    pub(super) fn counted(this: &Host, count: u32) -> String;
    /// How many warnings the box with the focus has.
    #[wasm_bindgen(method)]
    pub(super) fn count(this: &Host, count: u32);
    /// A box is watched from now on; in `place` something may be shown that no style or script of the page reaches.
    #[wasm_bindgen(method)]
    pub(super) fn entered(this: &Host, element: &HtmlElement, place: &HtmlElement);
    /// The box is left, for this element of the page if for any. Its state can be asked for one last time.
    #[wasm_bindgen(method)]
    pub(super) fn left(this: &Host, to: Option<&Element>);
    /// Opens the explanation of a rule.
    #[wasm_bindgen(method)]
    pub(super) fn explain(this: &Host, rule: &str);
    /// Copies wording. The browser may refuse.
    #[wasm_bindgen(method, catch)]
    pub(super) async fn copy(this: &Host, text: &str) -> Result<JsValue, JsValue>;
    /// Whether the user always allows this phrase under this rule.
    #[wasm_bindgen(method, js_name = isAllowed)]
    pub(super) fn is_allowed(this: &Host, rule: &str, phrase: &str) -> bool;
    /// Allows this phrase from now on.
    #[wasm_bindgen(method)]
    pub(super) fn allow(this: &Host, rule: &str, phrase: &str);
    /// Whether the user may turn rules off: an organisation may have decided that for them.
    #[wasm_bindgen(method, js_name = mayTurnOff)]
    pub(super) fn may_turn_off(this: &Host) -> bool;
    /// Turns a rule off.
    #[wasm_bindgen(method, js_name = turnOff)]
    pub(super) fn turn_off(this: &Host, rule: &str);

    type Shown;
    #[wasm_bindgen(method, js_name = showPopover, catch)]
    fn show_popover_(this: &Shown) -> Result<(), JsValue>;
    #[wasm_bindgen(method, js_name = focus)]
    fn focus_(this: &Shown, options: &JsValue);
}

/// Shows an element in the top layer. (An old browser shows it where it is.)
pub(super) fn show_popover(element: &HtmlElement) {
    let shown: &Shown = element.unchecked_ref();
    let _ = shown.show_popover_();
}

/// Gives the focus without scrolling.
pub(super) fn focus_quietly(element: &HtmlElement) {
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"preventScroll".into(), &JsValue::TRUE);
    let shown: &Shown = element.unchecked_ref();
    shown.focus_(&options);
}
