//! Ways through the page's tree that go through open shadow roots.
//!
//! A form answers to the names of its fields before its own: in one that has a field named `parentElement`, that field stands for the
//! form's parent, and who goes up goes round in a circle. So what is asked of an element that may be a form is asked by the browser's
//! own definition.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, Node, NodeList, ShadowRoot};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Node)]
    type AnyNode;
    #[wasm_bindgen(method, final, getter, js_class = Node, js_name = parentElement)]
    fn parent_of(this: &AnyNode) -> Option<Element>;
    #[wasm_bindgen(method, final, getter, js_class = Node, js_name = firstChild)]
    fn first_of(this: &AnyNode) -> Option<Node>;
    #[wasm_bindgen(method, final, getter, js_class = Node, js_name = nextSibling)]
    fn next_of(this: &AnyNode) -> Option<Node>;
    #[wasm_bindgen(method, final, js_class = Node, js_name = getRootNode)]
    fn root_of(this: &AnyNode) -> Node;
    #[wasm_bindgen(method, final, js_class = Node, js_name = contains)]
    fn holds(this: &AnyNode, node: &Node) -> bool;

    #[wasm_bindgen(js_name = Element)]
    type AnyElement;
    #[wasm_bindgen(method, final, getter, js_class = Element, js_name = tagName)]
    fn tag_of(this: &AnyElement) -> String;
    #[wasm_bindgen(method, final, js_class = Element, js_name = querySelectorAll, catch)]
    fn all_of(this: &AnyElement, selector: &str) -> Result<NodeList, JsValue>;
}

fn any(node: &Node) -> &AnyNode {
    node.unchecked_ref()
}

pub(super) fn parent(node: &Node) -> Option<Element> {
    any(node).parent_of()
}

pub(super) fn first_child(node: &Node) -> Option<Node> {
    any(node).first_of()
}

pub(super) fn next_sibling(node: &Node) -> Option<Node> {
    any(node).next_of()
}

pub(super) fn contains(node: &Node, other: &Node) -> bool {
    any(node).holds(other)
}

pub(super) fn tag_name(element: &Element) -> String {
    element.unchecked_ref::<AnyElement>().tag_of()
}

/// What the selector is true of in an element.
pub(super) fn all(element: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = element.unchecked_ref::<AnyElement>().all_of(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect()
}

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
    let mut root = any(node).root_of();
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
    parent(element).or_else(|| any(element).root_of().dyn_into::<ShadowRoot>().ok().map(|root| root.host()))
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
