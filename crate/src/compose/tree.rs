//! Ways through the page's tree that go through open shadow roots.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, Node, ShadowRoot};

/// The element that an event came from.
pub(super) fn target_of(e: &Event) -> Option<Element> {
    e.composed_path().get(0).dyn_into::<Element>().ok()
}

/// The element with the focus.
pub(super) fn focused(document: &Document) -> Option<Element> {
    let mut active = document.active_element()?;
    while let Some(inner) = active.shadow_root().and_then(|root| root.active_element()) {
        active = inner;
    }
    Some(active)
}

/// The shadow roots round a node, from the innermost.
pub(super) fn shadow_roots(node: &Node) -> Vec<ShadowRoot> {
    let mut roots = Vec::new();
    let mut root = node.get_root_node();
    while let Ok(shadow) = root.dyn_into::<ShadowRoot>() {
        root = shadow.host().get_root_node();
        roots.push(shadow);
    }
    roots
}

/// All elements round an element, from the innermost.
pub(super) fn ancestors(element: &Element) -> impl Iterator<Item = Element> + use<> {
    std::iter::successors(outwards(element), outwards)
}

fn outwards(element: &Element) -> Option<Element> {
    element.parent_element().or_else(|| element.get_root_node().dyn_into::<ShadowRoot>().ok().map(|root| root.host()))
}

/// The nearest element round this one, or this one itself, that the selector is true of. None in a browser that does not know the
/// selector.
pub(super) fn closest(element: &Element, selector: &str) -> Option<Element> {
    let mut from = element.clone();
    loop {
        if let Ok(Some(found)) = from.closest(selector) {
            return Some(found);
        }
        from = from.get_root_node().dyn_into::<ShadowRoot>().ok()?.host();
    }
}
