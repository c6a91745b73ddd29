//! The one element that the tool hangs in a page, with everything it shows in closed shadow roots: no style or script of the page
//! reaches in, and nothing of the tool stands in or beside an editor.
//!
//! There are two, one inside of the other. The page's script gets into the outer one: it can ask each highlight for its ranges, and each
//! range for its nodes, which for a field are those of the mirror. What is read and pressed is in the inner one, where no range leads.

use super::listening::{Hearing, Listening};
use super::{sheets, tree};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

/// What is done on a card is none of the page's business: it has shortcuts for single keys, and closes what was clicked beside of.
const OWN_EVENTS: &[&str] = &[
    "keydown",
    "keypress",
    "keyup",
    "click",
    "dblclick",
    "auxclick",
    "contextmenu",
    "mousedown",
    "mousemove",
    "mouseup",
    "mouseover",
    "mouseout",
    "pointerdown",
    "pointermove",
    "pointerup",
    "pointerover",
    "pointerout",
    "touchstart",
    "touchmove",
    "touchend",
    "wheel",
    "beforeinput",
    "input",
    "focusin",
    "focusout",
];

/// The host element and what is in it.
pub(super) struct Shell {
    pub(super) host: HtmlElement,
    /// Where the mirror hangs.
    pub(super) outer: ShadowRoot,
    pub(super) body: HtmlElement,
    status: HtmlElement,
    _listening: Listening,
}

impl Shell {
    /// Hangs the host in the page, where it can be seen and worked while `element` can.
    pub(super) fn new(document: &Document, css: &str, element: &Element) -> Option<Shell> {
        // Not an element of a name of its own, which the page could give a life of its own.
        let host: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
        host.set_attribute("data-think-twice", "").ok()?;
        let outer = close(&host, css)?;
        let inner: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
        let root = close(&inner, css)?;
        outer.append_child(&inner).ok()?;
        let make = |class: &str| -> Option<HtmlElement> {
            let e: HtmlElement = document.create_element("div").ok()?.dyn_into().ok()?;
            e.set_class_name(class);
            Some(e)
        };
        let (body, status) = (make("body")?, make("status")?);
        status.set_attribute("role", "status").ok()?;
        root.append_child(&body).ok()?;
        root.append_child(&status).ok()?;
        let mut listening = Listening::new()?;
        for event in OWN_EVENTS {
            listening.to(&body, event, Hearing::Outwards, |e| e.stop_propagation());
        }
        let shell = Shell { host, outer, body, status, _listening: listening };
        shell.settle(document, element);
        Some(shell)
    }

    /// Moves the host to where it can be seen and worked while `element` can. True if it was elsewhere: then all that it showed in the
    /// top layer is hidden. What stands outside of a modal dialog cannot be pressed, be it in the top layer or not.
    pub(super) fn settle(&self, document: &Document, element: &Element) -> bool {
        let Some(home) = tree::closest(element, "dialog:modal").or_else(|| document.document_element()) else { return false };
        if self.host.parent_node().is_some_and(|parent| parent.is_same_node(Some(&home))) {
            return false;
        }
        home.append_child(&self.host).is_ok()
    }

    /// Tells screen readers, when they have finished what they are saying.
    pub(super) fn say(&self, text: &str) {
        if self.status.text_content().as_deref() != Some(text) {
            self.status.set_text_content(Some(text));
        }
    }
}

/// Gives an element a closed shadow root with a style of its own: who gets into one root, and at its sheet, is not at that of another.
/// Whatever the page says of its elements, this one takes no room and no clicks of its own.
fn close(element: &HtmlElement, css: &str) -> Option<ShadowRoot> {
    let style = element.style();
    for (name, value) in [("all", "initial"), ("position", "fixed"), ("left", "0"), ("top", "0"), ("width", "0"), ("height", "0")] {
        style.set_property_with_priority(name, value, "important").ok()?;
    }
    style.set_property_with_priority("z-index", "2147483647", "important").ok()?;
    style.set_property_with_priority("pointer-events", "none", "important").ok()?;
    let root = element.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Closed)).ok()?;
    sheets::adopt(&root, &sheets::sheet(css)?);
    Some(root)
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.host.remove();
    }
}
