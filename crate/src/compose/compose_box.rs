//! Which elements are compose boxes, and what is being written in one. By roles and labels, never by class names, which change.

use crate::check::Kind;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, Node};

/// A box in which a person writes text for others.
#[derive(Clone)]
pub(super) enum ComposeBox {
    /// An element whose content is edited in place; all editors of the three sites are of this kind.
    Editable(HtmlElement),
    /// A text area or a one-line field; its text cannot be reached in the page, so underlines are drawn on a mirror.
    Field(HtmlElement),
}

/// Words in labels of fields that are no posts.
const NOT_POSTS: &[&str] = &[
    "search",
    "find ",
    "password",
    "email",
    "e-mail",
    "user name",
    "username",
    "log in",
    "login",
    "phone",
    "address",
    "code",
    "url",
    "link",
    "title",
    "name",
];

/// Words in labels of one-line fields that are posts.
const POSTS: &[&str] = &["comment", "reply", "message", "post", "write", "say something", "caption", "what's on your mind", "what’s on your mind"];

impl ComposeBox {
    /// The compose box that `element` is or belongs to.
    pub(super) fn at(element: &Element) -> Option<ComposeBox> {
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            let watched = !area.read_only() && !area.disabled() && !is_search(element);
            return watched.then(|| ComposeBox::Field(area.clone().into()));
        }
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            let label = label(element);
            let text = input.type_() == "text" && !input.read_only() && !input.disabled();
            let written = POSTS.iter().any(|w| label.contains(w)) && !is_search(element);
            let login = input.autocomplete().split(' ').any(|a| !matches!(a, "" | "off" | "on" | "nope"));
            return (text && written && !login).then(|| ComposeBox::Field(input.clone().into()));
        }
        let editable = element.dyn_ref::<HtmlElement>()?;
        if !editable.is_content_editable() {
            return None;
        }
        let mut root = editable.clone();
        while let Some(parent) = root.parent_element().and_then(|p| p.dyn_into::<HtmlElement>().ok()) {
            if !parent.is_content_editable() {
                break;
            }
            root = parent;
        }
        // A whole page in design mode is an editor of its own, not a post.
        let page = root.tag_name().eq_ignore_ascii_case("body") || root.tag_name().eq_ignore_ascii_case("html");
        (!page && !is_search(&root)).then_some(ComposeBox::Editable(root))
    }

    /// The element that has the text.
    pub(super) fn element(&self) -> &HtmlElement {
        match self {
            ComposeBox::Editable(e) | ComposeBox::Field(e) => e,
        }
    }

    /// True if both are the same box.
    pub(super) fn is(&self, other: &ComposeBox) -> bool {
        self.element().is_same_node(Some(other.element()))
    }

    /// The text of a field; nothing for other boxes.
    pub(super) fn value(&self) -> Option<String> {
        let e = self.element();
        e.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value).or_else(|| e.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value))
    }

    /// What kind of text is written here, by what the box says of itself.
    pub(super) fn kind(&self) -> Kind {
        let label = label(self.element());
        if label.contains("repl") {
            Kind::Reply
        } else if label.contains("comment") || label.contains("answer as") {
            Kind::Comment
        } else if label.contains("message") || label == "aa" {
            Kind::Message
        } else {
            Kind::Post
        }
    }

    /// The form, dialog or article in which the box and its buttons stand.
    pub(super) fn surroundings(&self) -> Element {
        let own: Element = self.element().clone().into();
        if let Ok(Some(form)) = own.closest("form, dialog, [role='dialog'], [role='form'], article, [role='article']") {
            return form;
        }
        let mut around = own;
        for _ in 0..5 {
            match around.parent_element() {
                Some(parent) if !matches!(parent.tag_name().as_str(), "BODY" | "HTML" | "MAIN") => around = parent,
                _ => break,
            }
        }
        around
    }

    /// True if a picture or video is attached: one that the writer chose, which pages show from memory.
    pub(super) fn has_picture(&self) -> bool {
        let around = self.surroundings();
        let own: &Node = self.element();
        let shown = around.query_selector_all("img[src^='blob:'], img[src^='data:image/'], video[src^='blob:']");
        shown.is_ok_and(|all| (0..all.length()).filter_map(|i| all.item(i)).any(|n| !own.contains(Some(&n))))
    }
}

fn is_search(element: &Element) -> bool {
    let role = element.get_attribute("role").unwrap_or_default();
    if matches!(role.as_str(), "searchbox" | "combobox" | "spinbutton") || element.closest("[role='search']").is_ok_and(|found| found.is_some()) {
        return true;
    }
    let label = label(element);
    let kind = element.get_attribute("type").unwrap_or_default();
    kind == "search" || (NOT_POSTS.iter().any(|w| label.contains(w)) && !POSTS.iter().any(|w| label.contains(w)))
}

/// What a box says of itself, in lower case: its label, or what it shows while empty.
fn label(element: &Element) -> String {
    const NAMES: [&str; 5] = ["aria-label", "placeholder", "aria-placeholder", "data-placeholder", "title"];
    let mut text: String = NAMES.iter().filter_map(|name| element.get_attribute(name)).collect::<Vec<_>>().join(" ");
    if text.is_empty()
        && let Some(ids) = element.get_attribute("aria-labelledby")
        && let Some(document) = element.owner_document()
    {
        text = ids.split_whitespace().filter_map(|id| document.get_element_by_id(id)?.text_content()).collect::<Vec<_>>().join(" ");
    }
    text.to_lowercase()
}
