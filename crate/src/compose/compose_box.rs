//! Which elements are compose boxes, and what is being written in one. By roles and labels, never by class names, which change.

use super::tree;
use crate::check::Kind;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlImageElement, HtmlInputElement, HtmlTextAreaElement, Node};

/// A box in which a person writes text for others.
#[derive(Clone)]
pub(super) enum ComposeBox {
    /// An element whose content is edited in place; all editors of the three sites are of this kind.
    Editable(HtmlElement),
    /// A text area or a one-line field; its text cannot be reached in the page, so underlines are drawn on a mirror.
    Field(HtmlElement),
}

/// The longest text that is read, in UTF-16 code units: more than any post of the three sites may have.
pub(super) const MOST_UNITS: u32 = 100_000;

/// The longest line of a field that is read, in UTF-16 code units: the browser lays out a line as a whole, and that of the mirror must
/// take no longer than a frame has.
const MOST_IN_LINE: usize = 30_000;

/// Words in labels of fields that are no posts.
const NOT_POSTS: &[&str] =
    &["search", "find", "password", "email", "e mail", "user name", "username", "log in", "login", "phone", "address", "code", "url", "title"];

/// Words in labels of fields that are posts.
const POSTS: &[&str] = &["comment", "reply", "replies", "message", "post", "write", "say", "caption", "on your mind", "talk about", "answer as"];

/// Pictures smaller than this are emoji, faces and the like, not what somebody attached.
const SMALL: u32 = 64;

#[wasm_bindgen]
extern "C" {
    /// A text area or a one-line field.
    type Field;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Field) -> js_sys::JsString;
}

impl ComposeBox {
    /// The compose box that `element` is or belongs to.
    pub(super) fn at(element: &Element) -> Option<ComposeBox> {
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            let watched = !area.read_only() && !area.disabled() && !is_search(element);
            return watched.then(|| ComposeBox::Field(area.clone().into()));
        }
        if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            let text = input.type_() == "text" && !input.read_only() && !input.disabled();
            let written = Label::of(element).first(POSTS).is_some() && !is_search(element);
            let login = input.autocomplete().split(' ').any(|a| !matches!(a, "" | "off" | "on" | "nope"));
            return (text && written && !login).then(|| ComposeBox::Field(input.clone().into()));
        }
        let editable = element.dyn_ref::<HtmlElement>()?;
        // A form may answer anything to anything.
        let is_edited = |e: &HtmlElement| !e.is_instance_of::<HtmlFormElement>() && e.is_content_editable();
        if !is_edited(editable) {
            return None;
        }
        let mut root = editable.clone();
        while let Some(parent) = root.parent_element().and_then(|p| p.dyn_into::<HtmlElement>().ok()) {
            if !is_edited(&parent) {
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

    /// The text of a field, as much of it as is read, and whether it goes on; nothing for other boxes.
    pub(super) fn value(&self) -> Option<(String, bool)> {
        match self {
            ComposeBox::Field(e) => {
                let value = e.unchecked_ref::<Field>().value();
                let mut text: String = value.slice(0, MOST_UNITS).into();
                let end = first_endless_line(&text, MOST_IN_LINE);
                let goes_on = value.length() > MOST_UNITS || end.is_some();
                text.truncate(end.unwrap_or(text.len()));
                Some((text, goes_on))
            }
            ComposeBox::Editable(_) => None,
        }
    }

    /// What kind of text is written here, by what the box says of itself.
    pub(super) fn kind(&self) -> Kind {
        let label = Label::of(self.element());
        let says = |words: &[&str]| label.first(words).is_some();
        if says(&["reply", "replies", "replying"]) {
            Kind::Reply
        } else if says(&["comment", "answer as"]) {
            Kind::Comment
        } else if says(&["message"]) || label.words == ["aa"] {
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
        let all = tree::all(&self.surroundings(), "img[src^='blob:'], img[src^='data:image/'], video[src^='blob:']");
        all.into_iter().any(|e| match e.dyn_ref::<HtmlImageElement>() {
            Some(picture) => self.is_attached(picture),
            // The videos of the feed come from memory as well, and those that are commented on stand round the box.
            None => self.kind() == Kind::Post && e.closest("article, [role='article']").is_ok_and(|found| found.is_none()),
        })
    }

    /// True for a picture that the writer attached to what is written here.
    pub(super) fn is_attached(&self, picture: &HtmlImageElement) -> bool {
        let (own, node): (&Node, &Node) = (self.element(), picture);
        let source = picture.src();
        (source.starts_with("blob:") || source.starts_with("data:image/"))
            && picture.natural_width() > SMALL
            && !own.contains(Some(node))
            && tree::contains(&self.surroundings(), node)
    }
}

/// Where the first line that is longer than this is longer.
fn first_endless_line(text: &str, most: usize) -> Option<usize> {
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > most {
            let mut units = 0;
            for (at, c) in line.char_indices() {
                units += c.len_utf16();
                if units > most {
                    return Some(begin + at);
                }
            }
        }
        begin += line.len();
    }
    None
}

fn is_search(element: &Element) -> bool {
    let role = element.get_attribute("role").unwrap_or_default();
    if matches!(role.as_str(), "searchbox" | "combobox" | "spinbutton") || element.closest("[role='search']").is_ok_and(|found| found.is_some()) {
        return true;
    }
    if element.get_attribute("type").is_some_and(|kind| kind == "search") {
        return true;
    }
    // "Search messages" is a search; "Write a comment, or search for a GIF" is none.
    let label = Label::of(element);
    match (label.first(NOT_POSTS), label.first(POSTS)) {
        (Some(no), Some(yes)) => no < yes,
        (no, _) => no.is_some(),
    }
}

/// What a box says of itself, word by word in lower case: its label, or what it shows while empty.
struct Label {
    words: Vec<String>,
}

impl Label {
    fn of(element: &Element) -> Label {
        const NAMES: [&str; 5] = ["aria-label", "placeholder", "aria-placeholder", "data-placeholder", "title"];
        let mut text: String = NAMES.iter().filter_map(|name| element.get_attribute(name)).collect::<Vec<_>>().join(" ");
        if text.is_empty()
            && let Some(ids) = element.get_attribute("aria-labelledby")
            && let Some(document) = element.owner_document()
        {
            text = ids.split_whitespace().filter_map(|id| document.get_element_by_id(id)?.text_content()).collect::<Vec<_>>().join(" ");
        }
        let words = text.to_lowercase();
        Label { words: words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect() }
    }

    /// Where the first of these terms begins. A term stands for its plural as well.
    fn first(&self, terms: &[&str]) -> Option<usize> {
        (0..self.words.len()).find(|&at| terms.iter().any(|term| self.has(term, at)))
    }

    fn has(&self, term: &str, at: usize) -> bool {
        let mut words = self.words[at..].iter();
        term.split(' ').all(|part| words.next().is_some_and(|word| word == part || word.strip_suffix('s') == Some(part)))
    }
}
