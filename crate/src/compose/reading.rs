//! The text of a compose box, with the way back from every offset to the page's own nodes.

use super::compose_box::MOST_UNITS;
use super::tree;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node, Range, Text};

/// Elements that begin and end a line. The cells of a table are columns, but no phrase goes on from one to the next.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE", "PRE", "ADDRESS", "HR",
    "UL", "OL", "LI", "DL", "DT", "DD", "TABLE", "CAPTION", "TR", "TD", "TH", "OPTION",
    "SECTION", "ARTICLE", "ASIDE", "MAIN", "NAV", "HEADER", "FOOTER", "FIGURE", "FIGCAPTION", "DETAILS", "SUMMARY",
];

/// A run of the text and the node that it comes from.
struct Run {
    /// Offset in the text, in UTF-16 code units.
    start: u32,
    units: u32,
    node: Node,
    /// True for a text node; false for a picture that stands for a few characters.
    letters: bool,
}

/// What a compose box says.
#[derive(Default)]
pub(super) struct Reading {
    /// The text; lines end in `\n`.
    pub(super) text: String,
    /// Its length in UTF-16 code units.
    units: u32,
    runs: Vec<Run>,
    /// The box says more than what was read.
    pub(super) goes_on: bool,
}

impl Reading {
    /// The text of a field, whose letters have no nodes of their own.
    pub(super) fn of_field(text: String, goes_on: bool) -> Reading {
        Reading { text, goes_on, ..Reading::default() }
    }

    /// True if this is what was read of a field.
    pub(super) fn says(&self, (text, goes_on): &(String, bool)) -> bool {
        self.goes_on == *goes_on && self.text == *text
    }

    /// Reads what `root` contains.
    pub(super) fn of(root: &Node) -> Reading {
        let mut reading = Reading::default();
        reading.walk(root);
        while reading.text.ends_with('\n') {
            reading.text.pop();
        }
        reading
    }

    fn walk(&mut self, node: &Node) {
        let mut child = tree::first_child(node);
        while let Some(c) = child {
            if self.units >= MOST_UNITS {
                self.goes_on = true;
                return;
            }
            if let Some(text) = c.dyn_ref::<Text>() {
                // No more is asked of a huge node than what is read of it.
                let left = MOST_UNITS - self.units;
                self.push(&text.substring_data(0, left).unwrap_or_default(), &c, true);
                self.goes_on |= self.units == MOST_UNITS && text.length() > left;
            } else if let Some(element) = c.dyn_ref::<Element>() {
                self.element(element, &c);
            }
            child = tree::next_sibling(&c);
        }
    }

    fn element(&mut self, element: &Element, node: &Node) {
        let tag = tree::tag_name(element);
        match tag.as_str() {
            "BR" => self.end_line(true),
            "IMG" => {
                // An emoji that the site draws as a picture: its name is the character itself, not a word.
                let alt = element.get_attribute("alt").unwrap_or_default();
                if !alt.is_empty() && alt.chars().count() <= 8 && !alt.contains(|c: char| c.is_ascii_alphabetic()) {
                    self.push(&alt, node, false);
                } else {
                    self.push(" ", node, false);
                }
            }
            "SCRIPT" | "STYLE" | "TEMPLATE" => {}
            _ if BLOCKS.contains(&tag.as_str()) => {
                self.end_line(false);
                self.walk(node);
                self.end_line(false);
            }
            _ => self.walk(node),
        }
    }

    fn push(&mut self, text: &str, node: &Node, letters: bool) {
        let units = text.encode_utf16().count() as u32;
        if units > 0 {
            self.runs.push(Run { start: self.units, units, node: node.clone(), letters });
            self.text.push_str(text);
            self.units += units;
        }
    }

    /// Ends the line, unless it is empty; a forced break always counts.
    fn end_line(&mut self, forced: bool) {
        if forced || !(self.text.is_empty() || self.text.ends_with('\n')) {
            self.text.push('\n');
            self.units += 1;
        }
    }

    /// The range of the page for `start..end` of the text, in UTF-16 code units.
    pub(super) fn range(&self, document: &Document, start: u32, end: u32) -> Option<Range> {
        let first = self.runs.get(self.runs.partition_point(|r| r.start + r.units <= start))?;
        let last = self.runs.get(self.runs.partition_point(|r| r.start < end).checked_sub(1)?)?;
        let range = document.create_range().ok()?;
        if first.letters {
            range.set_start(&first.node, start.saturating_sub(first.start)).ok()?;
        } else {
            range.set_start_before(&first.node).ok()?;
        }
        if last.letters {
            range.set_end(&last.node, (end - last.start).min(last.units)).ok()?;
        } else {
            range.set_end_after(&last.node).ok()?;
        }
        Some(range)
    }
}
