//! A copy of a text area or one-line field, drawn exactly over it, since the text inside of one cannot be underlined.

use super::{host, tree};
use crate::text::parts::Part;
use std::cell::RefCell;
use std::ops;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlTextAreaElement, Node, Range, Text, Window};

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
    pieces: RefCell<Vec<Piece>>,
}

/// The copy of a part of the text. Parts that end with a line have a block of their own, so that the browser lays out anew only what has
/// changed; one that follows a part which ends within a line stands in the block of that.
struct Piece {
    id: u32,
    units: ops::Range<u32>,
    block: Element,
    text: Text,
    begins_block: bool,
}

impl Mirror {
    /// A mirror of `field` under `root`.
    pub(super) fn new(document: &Document, root: &Node, field: &HtmlElement) -> Option<Mirror> {
        let make = || document.create_element("div").ok()?.dyn_into::<HtmlElement>().ok();
        let (frame, inner) = (make()?, make()?);
        frame.set_class_name("mirror");
        frame.set_attribute("aria-hidden", "true").ok()?;
        frame.append_child(&inner).ok()?;
        root.append_child(&frame).ok()?;
        Some(Mirror { field: field.clone(), frame, inner, pieces: RefCell::default() })
    }

    /// Writes these parts of the field's text, each with its number, and puts the mirror over the field.
    pub(super) fn set_parts<'p>(&self, window: &Window, text: &str, parts: impl Iterator<Item = (u32, &'p Part)>) {
        self.raise();
        if let Some(document) = window.document() {
            let _ = self.write(&document, text, &parts.collect::<Vec<_>>());
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

    /// Makes the nodes those of these parts. A part that is as it was keeps its nodes.
    fn write(&self, document: &Document, text: &str, parts: &[(u32, &Part)]) -> Result<(), JsValue> {
        let mut old: Vec<Option<Piece>> = self.pieces.take().into_iter().map(Some).collect();
        let mut next = 0;
        let mut pieces: Vec<Piece> = Vec::with_capacity(parts.len());
        for (place, (id, part)) in parts.iter().enumerate() {
            let begins_block = place == 0 || text[..part.bytes.start].ends_with('\n');
            // Parts keep their order. What is left out between two that stay may become what is new between them.
            let same = (next..old.len()).find(|at| old[*at].as_ref().is_some_and(|piece| piece.id == *id));
            let is_next_kept = old.get(next).and_then(Option::as_ref).is_some_and(|piece| parts.iter().any(|(id, _)| *id == piece.id));
            let reused = same.or((!is_next_kept && next < old.len()).then_some(next));
            let fits = |piece: &Piece| piece.begins_block == begins_block && (begins_block || pieces.last().is_some_and(|p| p.block == piece.block));
            let taken = reused.filter(|at| old[*at].as_ref().is_some_and(fits)).and_then(|at| {
                next = at + 1;
                old[at].take()
            });
            let letters = &text[part.bytes.clone()];
            let piece = match taken {
                Some(piece) => {
                    if piece.id != *id && piece.text.data() != letters {
                        piece.text.set_data(letters);
                    }
                    Piece { id: *id, units: part.units.clone(), ..piece }
                }
                None => {
                    let block = match pieces.last() {
                        Some(last) if !begins_block => last.block.clone(),
                        _ => document.create_element("div")?,
                    };
                    Piece { id: *id, units: part.units.clone(), block, text: document.create_text_node(letters), begins_block }
                }
            };
            pieces.push(piece);
        }
        for gone in old.into_iter().flatten() {
            gone.text.remove();
            if gone.begins_block {
                gone.block.remove();
            }
        }
        // What stands where it should is left there: a node that is put in again is laid out again.
        let mut before: Option<&Piece> = None;
        for piece in &pieces {
            if piece.begins_block {
                let here = before.map_or_else(|| self.inner.first_child(), |b| b.block.next_sibling());
                put(&self.inner, &piece.block, here.as_ref())?;
            }
            let here = before.filter(|_| !piece.begins_block).map_or_else(|| piece.block.first_child(), |b| b.text.next_sibling());
            put(&piece.block, &piece.text, here.as_ref())?;
            before = Some(piece);
        }
        *self.pieces.borrow_mut() = pieces;
        Ok(())
    }

    /// The range of the mirror for `start..end` of the field's text, in UTF-16 code units.
    pub(super) fn range(&self, document: &Document, start: u32, end: u32) -> Option<Range> {
        let pieces = self.pieces.borrow();
        let first = pieces.get(pieces.partition_point(|p| p.units.end <= start).min(pieces.len().checked_sub(1)?))?;
        let last = pieces.get(pieces.partition_point(|p| p.units.start < end).saturating_sub(1))?;
        let range = document.create_range().ok()?;
        let place = |piece: &Piece, at: u32| at.min(piece.units.end).saturating_sub(piece.units.start);
        range.set_start(&first.text, place(first, start)).ok()?;
        range.set_end(&last.text, place(last, end)).ok()?;
        Some(range)
    }
}

/// Puts a node under `parent`, where `here` stands, unless it stands there itself.
fn put(parent: &Node, node: &Node, here: Option<&Node>) -> Result<(), JsValue> {
    if !here.is_some_and(|h| h.is_same_node(Some(node))) {
        parent.insert_before(node, here)?;
    }
    Ok(())
}

impl Drop for Mirror {
    fn drop(&mut self) {
        self.frame.remove();
    }
}
