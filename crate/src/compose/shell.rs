//! The one element that the tool hangs in a page, with everything it shows in a closed shadow root: no style or script of the page
//! reaches in, and nothing of the tool stands in or beside an editor.

use wasm_bindgen::prelude::*;
use web_sys::{CssStyleSheet, Document, Element, HtmlElement, ShadowRootInit, ShadowRootMode};

/// The host element and what is in it.
pub(super) struct Shell {
    pub(super) host: HtmlElement,
    pub(super) body: HtmlElement,
    status: HtmlElement,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = web_sys::ShadowRoot)]
    type StyledRoot;
    #[wasm_bindgen(method, setter, js_name = adoptedStyleSheets)]
    fn set_adopted_style_sheets(this: &StyledRoot, sheets: &js_sys::Array);
}

impl Shell {
    /// Hangs the host at the document's root.
    pub(super) fn new(document: &Document, css: &str) -> Option<Shell> {
        let host: HtmlElement = document.create_element("think-twice").ok()?.dyn_into().ok()?;
        let style = host.style();
        // Whatever the page says of unknown elements, this one takes no room and no clicks of its own.
        for (name, value) in [("all", "initial"), ("position", "fixed"), ("left", "0"), ("top", "0"), ("width", "0"), ("height", "0")] {
            style.set_property_with_priority(name, value, "important").ok()?;
        }
        style.set_property_with_priority("z-index", "2147483647", "important").ok()?;
        style.set_property_with_priority("pointer-events", "none", "important").ok()?;
        let root: StyledRoot = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed)).ok()?.unchecked_into();
        let sheet = CssStyleSheet::new().ok()?;
        sheet.replace_sync(css).ok()?;
        root.set_adopted_style_sheets(&js_sys::Array::of1(&sheet));
        let make = |class: &str| -> Option<HtmlElement> {
            let e: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
            e.set_class_name(class);
            Some(e)
        };
        let (body, status) = (make("body")?, make("status")?);
        status.set_attribute("role", "status").ok()?;
        root.append_child(&body).ok()?;
        root.append_child(&status).ok()?;
        let top: Element = document.document_element()?;
        top.append_child(&host).ok()?;
        Some(Shell { host, body, status })
    }

    /// Tells screen readers, when they have finished what they are saying.
    pub(super) fn say(&self, text: &str) {
        if self.status.text_content().as_deref() != Some(text) {
            self.status.set_text_content(Some(text));
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.host.remove();
    }
}
