//! The layer that lives in a page: it finds the compose box that has the focus, reads it, and underlines what the engine finds.
//!
//! Text goes one way: box → [`Reading`] → findings → ranges → underlines → card. The box itself is only ever read. Nothing runs while
//! no compose box has the focus, and [`Layer::stop`] takes away everything that was started.

mod card;
mod compose_box;
mod host;
mod listening;
mod mirror;
mod own;
mod reading;
mod shell;
mod underline;
mod watched;

pub use host::Host;

use crate::check::{Checker, RuleRef};
use crate::rules::RuleSet;
use compose_box::ComposeBox;
use listening::Listening;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use watched::Watched;
use web_sys::{Document, Element, Event, FocusEvent, Window};

/// What all parts of the layer share.
struct Shared {
    window: Window,
    document: Document,
    host: Host,
    rules: Arc<RuleSet>,
    checker: RefCell<Checker>,
    profession: RefCell<Option<usize>>,
    /// Rule and phrase of warnings that are ignored until the page is left.
    ignored: RefCell<HashSet<(RuleRef, String)>>,
    css: String,
    watched: RefCell<Option<Rc<Watched>>>,
}

/// The layer of one page.
#[wasm_bindgen]
pub struct Layer {
    shared: Rc<Shared>,
    listening: RefCell<Option<Listening>>,
}

#[derive(Serialize)]
struct State {
    watched: bool,
    kind: &'static str,
    warnings: Vec<Warning>,
}

#[derive(Serialize)]
struct Warning {
    index: usize,
    rule: String,
    title: String,
    severity: &'static str,
    phrase: String,
}

#[wasm_bindgen]
impl Layer {
    /// Starts the layer: from now on it follows the focus. `css` styles the card. `None` outside of a page.
    pub fn start(host: Host, css: String) -> Option<Layer> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let rules = crate::built_in();
        let shared = Rc::new(Shared {
            window,
            document,
            host,
            checker: RefCell::new(Checker::new(rules.clone())),
            rules,
            profession: RefCell::new(None),
            ignored: RefCell::new(HashSet::new()),
            css,
            watched: RefCell::new(None),
        });
        let mut listening = Listening::new()?;
        let weak = Rc::downgrade(&shared);
        listening.to(&shared.document, "focusin", true, move |e| {
            if let (Some(shared), Some(target)) = (weak.upgrade(), target_of(&e)) {
                follow(&shared, &target);
            }
        });
        let weak = Rc::downgrade(&shared);
        listening.to(&shared.document, "focusout", true, move |e| {
            let Some(shared) = weak.upgrade() else { return };
            let to = e.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target).and_then(|t| t.dyn_into::<Element>().ok());
            leave(&shared, to.as_ref());
        });
        let layer = Layer { shared, listening: RefCell::new(Some(listening)) };
        layer.look();
        Some(layer)
    }

    /// Takes everything away that was started.
    pub fn stop(&self) {
        self.listening.borrow_mut().take();
        let watched = self.shared.watched.borrow_mut().take();
        drop(watched);
    }

    /// Looks at what has the focus now, for a page in which it was there before the layer was.
    pub fn look(&self) {
        if let Some(active) = focused(&self.shared.document) {
            follow(&self.shared, &active);
        }
    }

    /// Takes the user's settings: rules and packs that are off, and the profession.
    pub fn settings(&self, profession: &str, packs_off: Vec<String>, rules_off: Vec<String>) {
        let shared = &self.shared;
        *shared.profession.borrow_mut() = shared.rules.profession(profession);
        let off = |rule: &str| {
            let pack = rule.split('/').next().unwrap_or("");
            rules_off.iter().any(|r| r == rule) || packs_off.iter().any(|p| p == pack)
        };
        shared.checker.borrow_mut().choose_rules(|rule| !off(rule));
        self.refresh();
    }

    /// Checks the box anew, for something other than its text has changed.
    pub fn refresh(&self) {
        if let Some(watched) = self.watched() {
            watched.check_anew();
        }
    }

    /// Carries out a keyboard command: `next-warning`, `previous-warning`, `open-card`, `open-explanation`.
    pub fn command(&self, name: &str) {
        if let Some(watched) = self.watched() {
            watched.command(name);
        }
    }

    /// Scrolls the box to a warning and opens its card.
    pub fn jump(&self, index: usize) {
        if let Some(watched) = self.watched() {
            watched.jump(index);
        }
    }

    /// What the popup shows: `{watched, kind, warnings: [{index, rule, title, severity, phrase}]}`.
    pub fn state(&self) -> JsValue {
        let state = self.watched().map_or(State { watched: false, kind: "", warnings: Vec::new() }, |w| w.state());
        serde_wasm_bindgen::to_value(&state).unwrap_or(JsValue::NULL)
    }

    fn watched(&self) -> Option<Rc<Watched>> {
        self.shared.watched.borrow().clone()
    }
}

/// The element that an event came from, seen through open shadow roots.
fn target_of(e: &Event) -> Option<Element> {
    e.composed_path().get(0).dyn_into::<Element>().ok()
}

/// The element with the focus, seen through open shadow roots.
fn focused(document: &Document) -> Option<Element> {
    let mut active = document.active_element()?;
    while let Some(inner) = active.shadow_root().and_then(|root| root.active_element()) {
        active = inner;
    }
    Some(active)
}

/// The focus came to `target`: watches the compose box there, if there is one.
fn follow(shared: &Rc<Shared>, target: &Element) {
    let current = shared.watched.borrow().clone();
    if current.as_ref().is_some_and(|w| w.is_shell(target)) {
        return;
    }
    let found = ComposeBox::at(target);
    if let (Some(current), Some(found)) = (&current, &found)
        && current.compose_box.is(found)
    {
        return;
    }
    shared.watched.borrow_mut().take();
    drop(current);
    let Some(found) = found else { return };
    let watched = Watched::start(shared, found);
    *shared.watched.borrow_mut() = watched.clone();
    if let Some(w) = watched {
        w.check_anew();
    }
}

/// The focus left for `to`, or for nothing in the page. A card that the user works in belongs to the box.
fn leave(shared: &Rc<Shared>, to: Option<&Element>) {
    let Some(current) = shared.watched.borrow().clone() else { return };
    match to {
        // The window lost the focus, or the editor took its node away: the box is still the last one, as long as it stands there.
        None if shared.document.has_focus().unwrap_or(false) && !current.stands() => {
            shared.watched.borrow_mut().take();
        }
        None => current.close_card(),
        Some(to) if current.is_shell(to) => {}
        Some(to) => {
            let same = ComposeBox::at(to).is_some_and(|b| b.is(&current.compose_box));
            if !same {
                shared.watched.borrow_mut().take();
                shared.host.count(0);
            }
        }
    }
}
