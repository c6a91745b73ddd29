//! What the user does with the pointer, the keyboard and the extension's commands.

use super::Watched;
use super::cards::rects_of;
use crate::compose::tree;
use std::cmp::Reverse;
use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Event, KeyboardEvent, MouseEvent, Range};

/// How long the pointer rests on a phrase until its card opens, in ms.
const REST: i32 = 350;

/// How far the pointer may stray from a phrase on its way to the card, in CSS pixels.
const STRAY: f64 = 40.0;

impl Watched {
    /// Which warning is at a point of the window. Where two of them are, it is the one whose line is drawn.
    fn warning_at(&self, x: f64, y: f64) -> Option<usize> {
        let findings = self.findings.borrow();
        let here = findings.iter().enumerate().filter(|(_, s)| s.ranges.iter().any(|range| is_near(range, x, y, 0.0)));
        here.min_by_key(|(_, s)| Reverse(s.severity)).map(|(index, _)| index)
    }

    pub(super) fn pointer_moved(&self, e: &Event) {
        let Some(e) = e.dyn_ref::<MouseEvent>() else { return };
        if self.findings.borrow().len() == 0 {
            return;
        }
        self.pointer.set(place_of(e));
        let Some(shared) = self.shared.upgrade() else { return };
        self.forget_rest();
        let mut on_rest = self.on_rest.borrow_mut();
        let own = self.own.clone();
        let closure = on_rest.get_or_insert_with(|| {
            Closure::wrap(Box::new(move || {
                if let Some(w) = own.upgrade() {
                    w.rest.set(None);
                    w.rested();
                }
            }) as Box<dyn Fn()>)
        });
        if let Ok(id) = shared.window.set_timeout_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), REST) {
            self.rest.set(Some(id));
        }
    }

    /// The pointer left the box, and not only a part of it: what it rested on is no longer under it.
    pub(super) fn pointer_left_box(&self, e: &Event) {
        if tree::target_of(e).is_some_and(|target| target.is_same_node(Some(self.compose_box.element()))) {
            self.forget_rest();
        }
    }

    fn forget_rest(&self) {
        if let (Some(id), Some(shared)) = (self.rest.take(), self.shared.upgrade()) {
            shared.window.clear_timeout_with_handle(id);
        }
    }

    fn rested(&self) {
        let (x, y) = self.pointer.get();
        if let Some(warning) = self.warning_at(x, y) {
            self.open_card(warning);
        }
    }

    pub(super) fn clicked(&self, e: &Event) {
        let Some(e) = e.dyn_ref::<MouseEvent>() else { return };
        let (x, y) = place_of(e);
        match self.warning_at(x, y) {
            Some(warning) => self.open_card(warning),
            None => self.close_card(),
        }
    }

    /// The card goes when the pointer is neither on it nor by its phrase.
    pub(super) fn pointer_left_card(&self, e: &Event) {
        let Some(mouse) = e.dyn_ref::<MouseEvent>() else { return };
        let (x, y) = place_of(mouse);
        let Some(card) = self.card.borrow().clone() else { return };
        if card.contains(x, y) || tree::target_of(e).is_some_and(|t| self.is_shell(&t)) {
            return;
        }
        let is_by_phrase = self.findings.borrow().get(card.warning.get()).is_some_and(|s| s.ranges.iter().any(|r| is_near(r, x, y, STRAY)));
        if !is_by_phrase {
            self.close_card();
        }
    }

    pub(super) fn key(&self, e: &Event) {
        let Some(key) = e.dyn_ref::<KeyboardEvent>() else { return };
        // An input method has its own use for Escape.
        let composes = key.is_composing() || self.composing.get();
        if key.key() == "Escape" && !composes && self.open_warning().is_some() {
            // One Escape closes the card; the next one is the page's.
            key.prevent_default();
            key.stop_immediate_propagation();
            self.close_card();
        }
    }

    /// See [`super::super::Layer::command`].
    pub(in crate::compose) fn command(&self, name: &str) {
        let count = self.findings.borrow().len();
        let Some(shared) = self.shared.upgrade().filter(|_| count > 0) else { return };
        // The page may have taken away what a card is shown in.
        self.settle(&shared);
        let open = self.open_warning();
        match name {
            "next-warning" => self.jump(open.map_or(0, |w| (w + 1) % count)),
            "previous-warning" => self.jump(open.map_or(count - 1, |w| (w + count - 1) % count)),
            "open-card" => {
                if open.is_none() {
                    self.jump(0);
                }
                let card = self.card.borrow().clone();
                if let Some(card) = card {
                    card.take_focus();
                }
            }
            "open-explanation" => {
                let rule = self.findings.borrow().get(open.unwrap_or(0)).map(|s| s.finding.rule);
                if let Some(rule) = rule {
                    shared.host.explain(&shared.rule_id(rule));
                }
            }
            _ => {}
        }
    }

    /// See [`super::super::Layer::jump`]. Only the box itself is scrolled.
    pub(in crate::compose) fn jump(&self, warning: usize) {
        let rect = self.findings.borrow().get(warning).and_then(|s| s.ranges.first()).map(Range::get_bounding_client_rect);
        let Some(rect) = rect else { return };
        let element = self.compose_box.element();
        let own = element.get_bounding_client_rect();
        if rect.top() < own.top() || rect.bottom() > own.bottom() {
            element.set_scroll_top(element.scroll_top() + (rect.top() - own.top()) as i32 - element.client_height() / 3);
        }
        if let Some(mirror) = &self.mirror {
            mirror.place();
        }
        self.open_card(warning);
    }
}

fn place_of(e: &MouseEvent) -> (f64, f64) {
    (f64::from(e.client_x()), f64::from(e.client_y()))
}

fn is_near(range: &Range, x: f64, y: f64, gap: f64) -> bool {
    let holds = |r: &DomRect| x >= r.left() - gap && x <= r.right() + gap && y >= r.top() - gap && y <= r.bottom() + gap;
    rects_of(range).iter().any(holds)
}
