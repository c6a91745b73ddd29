//! A copy of a text area or one-line field, drawn exactly over it, since the text inside of one cannot be underlined.

use super::{host, tree};
use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement, HtmlTextAreaElement, Node, Range, Text, Window};

/// What decides where each letter stands.
const COPIED: &[&str] = &[
    "direction",
    "font-family",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "font-feature-settings",
    "font-kerning",
    "letter-spacing",
    "line-height",
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "border-top-width",
    "border-right-width",
    "border-bottom-width",
    "border-left-width",
    "tab-size",
    "text-align",
    "text-indent",
    "text-rendering",
    "text-transform",
    "word-break",
    "word-spacing",
    "overflow-wrap",
    "writing-mode",
    "hyphens",
];

/// The copy. It hangs in the tool's own shadow root and never takes a pointer.
pub(super) struct Mirror {
    field: HtmlElement,
    frame: HtmlElement,
    inner: HtmlElement,
    text: Text,
}

impl Mirror {
    /// A mirror of `field` under `root`.
    pub(super) fn new(document: &Document, root: &Node, field: &HtmlElement) -> Option<Mirror> {
        let make = || document.create_element("div").ok()?.dyn_into::<HtmlElement>().ok();
        let (frame, inner) = (make()?, make()?);
        frame.set_class_name("mirror");
        frame.set_attribute("aria-hidden", "true").ok()?;
        let text = document.create_text_node("");
        inner.append_child(&text).ok()?;
        frame.append_child(&inner).ok()?;
        root.append_child(&frame).ok()?;
        Some(Mirror { field: field.clone(), frame, inner, text })
    }

    /// Writes the field's text and puts the mirror over the field.
    pub(super) fn set_text(&self, window: &Window, text: &str) {
        self.raise();
        if self.text.data() != text {
            self.text.set_data(text);
        }
        let Ok(Some(styles)) = window.get_computed_style(&self.field) else { return };
        let to = self.inner.style();
        for name in COPIED {
            if let Ok(value) = styles.get_property_value(name) {
                let _ = to.set_property(name, &value);
            }
        }
        let wraps = self.field.is_instance_of::<HtmlTextAreaElement>();
        let _ = to.set_property("white-space", if wraps { "pre-wrap" } else { "pre" });
        let _ = to.set_property("box-sizing", "border-box");
        let _ = to.set_property("border-style", "solid");
        self.place();
    }

    /// Raises the mirror to the top layer if the field is there, in a dialog or a popover: it would be hidden below.
    pub(super) fn raise(&self) {
        let on_top = tree::closest(&self.field, ":modal, :popover-open").is_some();
        if !on_top {
            let _ = self.frame.remove_attribute("popover");
        } else if !self.frame.matches(":popover-open").unwrap_or(true) {
            let _ = self.frame.set_attribute("popover", "manual");
            host::show_popover(&self.frame);
        }
    }

    /// Follows the field after a scroll or a change of size.
    pub(super) fn place(&self) {
        let rect = self.field.get_bounding_client_rect();
        let one_line = !self.field.is_instance_of::<HtmlTextAreaElement>();
        let frame = self.frame.style();
        for (name, value) in [("left", rect.left()), ("top", rect.top()), ("width", rect.width()), ("height", rect.height())] {
            let _ = frame.set_property(name, &format!("{value}px"));
        }
        let inner = self.inner.style();
        // The bar of a text area takes room from its lines.
        let bar = f64::from(self.field.offset_width() - self.field.client_width()) - self.borders();
        let _ = inner.set_property("width", &format!("{}px", rect.width() - bar.max(0.0)));
        let (x, mut y) = (-self.field.scroll_left(), -self.field.scroll_top());
        if one_line {
            // The one line stands in the middle of the field.
            let spare = self.field.client_height() - (self.inner.scroll_height() - self.borders().round() as i32);
            y += (spare / 2).max(0);
        }
        let _ = inner.set_property("transform", &format!("translate({x}px,{y}px)"));
    }

    fn borders(&self) -> f64 {
        let window = self.field.owner_document().and_then(|d| d.default_view());
        let Some(Ok(Some(styles))) = window.map(|w| w.get_computed_style(&self.field)) else { return 0.0 };
        ["border-left-width", "border-right-width"]
            .iter()
            .filter_map(|n| styles.get_property_value(n).ok()?.trim_end_matches("px").parse::<f64>().ok())
            .sum()
    }

    /// The range of the mirror for `start..end` of the field's text, in UTF-16 code units.
    pub(super) fn range(&self, document: &Document, start: u32, end: u32) -> Option<Range> {
        let range = document.create_range().ok()?;
        let length = self.text.length();
        range.set_start(&self.text, start.min(length)).ok()?;
        range.set_end(&self.text, end.min(length)).ok()?;
        Some(range)
    }
}

impl Drop for Mirror {
    fn drop(&mut self) {
        self.frame.remove();
    }
}
