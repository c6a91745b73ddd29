//! The layer that lives in a page: it finds the compose box that has the focus, reads it, and underlines what the engine finds.
//!
//! Text goes one way: box → [`Reading`](reading::Reading) → findings → ranges → underlines → card. The box itself is only ever read.
//! Nothing runs while no compose box has the focus, and [`Layer::stop`] takes away everything that was started.
//!
//! The page's own script runs inside of every call that moves the focus or takes the element with the focus away, and may come back
//! into the layer by a listener: no `RefCell` is borrowed across such a call.

mod card;
mod compose_box;
mod focus;
mod host;
mod listening;
mod mirror;
mod observing;
mod own;
mod progress;
mod reading;
mod sheets;
mod shell;
mod tree;
mod underline;
mod watched;

pub use host::Host;

use crate::check::{Checker, RuleRef};
use crate::rules::RuleSet;
use focus::Within;
use listening::Listening;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use watched::Watched;
use web_sys::{Document, Element, Window};

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
    /// Classes of the body of what is shown: `light` or `dark` where the user does not follow the system, `contrast`.
    look: RefCell<String>,
    contrast: Cell<bool>,
    /// The rules of the underlines, for shadow roots that a document's rules do not reach; else empty.
    underlines: String,
    watched: RefCell<Option<Rc<Watched>>>,
    within: RefCell<Option<Within>>,
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
    /// `parts` of a long text that is checked in parts; `beginning` where no more of it is read; else empty.
    long: &'static str,
    /// How many UTF-16 code units are read.
    units: u32,
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
    /// Starts the layer: from now on it follows the focus. `css` styles what the tool shows; `underlines` are rules for the shadow
    /// roots round a box, in a browser that needs them there. `None` outside of a page.
    pub fn start(host: Host, css: String, underlines: String) -> Option<Layer> {
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
            look: RefCell::default(),
            contrast: Cell::default(),
            underlines,
            watched: RefCell::new(None),
            within: RefCell::new(None),
        });
        let mut listening = Listening::new()?;
        focus::listen(&shared, &mut listening, &shared.document);
        let layer = Layer { shared, listening: RefCell::new(Some(listening)) };
        layer.look();
        Some(layer)
    }

    /// Takes everything away that was started.
    pub fn stop(&self) {
        let listening = self.listening.borrow_mut().take();
        drop(listening);
        focus::forget_roots(&self.shared);
        self.shared.end(None);
    }

    /// Looks at what has the focus now, for a page in which it was there before the layer was.
    pub fn look(&self) {
        if let Some(active) = tree::focused(&self.shared.document) {
            focus::follow(&self.shared, &active);
        }
    }

    /// Takes the user's settings: rules and packs that are off, and the profession.
    pub fn settings(&self, profession: &str, packs_off: Vec<String>, rules_off: Vec<String>) {
        let shared = &self.shared;
        *shared.profession.borrow_mut() = shared.rules.profession(profession);
        let off: HashSet<String> = packs_off.into_iter().chain(rules_off).collect();
        let is_on = |rule: &str| !off.contains(rule) && !off.contains(rule.split('/').next().unwrap_or(""));
        shared.checker.borrow_mut().choose_rules(is_on);
        self.refresh();
    }

    /// Says how cards and underlines look: `theme` is `light`, `dark` or anything else to follow the system; with `contrast`, lines are
    /// thicker and differ in lightness.
    pub fn appearance(&self, theme: &str, contrast: bool) {
        let theme = if matches!(theme, "light" | "dark") { theme } else { "" };
        *self.shared.look.borrow_mut() = format!("body {theme}{}", if contrast { " contrast" } else { "" });
        self.shared.contrast.set(contrast);
        if let Some(watched) = self.shared.watched() {
            watched.take_look(&self.shared);
        }
        self.refresh();
    }

    /// Checks the box anew, for something other than its text has changed.
    pub fn refresh(&self) {
        if let Some(watched) = self.shared.watched() {
            watched.check_anew();
        }
    }

    /// Carries out a keyboard command: `next-warning`, `previous-warning`, `open-card`, `open-explanation`.
    pub fn command(&self, name: &str) {
        if let Some(watched) = self.shared.watched() {
            watched.command(name);
        }
    }

    /// Scrolls the box to a warning and opens its card.
    pub fn jump(&self, index: usize) {
        if let Some(watched) = self.shared.watched() {
            watched.jump(index);
        }
    }

    /// What the popup shows: `{watched, kind, warnings: [{index, rule, title, severity, phrase}], long, units}`.
    pub fn state(&self) -> JsValue {
        let state = self.shared.watched().map_or(State { watched: false, kind: "", warnings: Vec::new(), long: "", units: 0 }, |w| w.state());
        serde_wasm_bindgen::to_value(&state).unwrap_or(JsValue::NULL)
    }
}

impl Shared {
    /// The id of the rule by which phrases of this one are ignored or allowed.
    fn heeded(&self, rule: RuleRef) -> (RuleRef, String) {
        let heeded = self.checker.borrow().heeded(rule);
        (heeded, self.rule_id(heeded))
    }

    /// The id of a rule: `advertising/cure`.
    fn rule_id(&self, rule: RuleRef) -> String {
        self.checker.borrow().view(rule).id.to_owned()
    }

    fn watched(&self) -> Option<Rc<Watched>> {
        self.watched.borrow().clone()
    }

    /// The box is left, for the element `to` if for any: nothing of it stays, and its warnings count no more.
    fn end(&self, to: Option<&Element>) {
        let Some(ended) = self.watched() else { return };
        // The focus may be in the card: then it goes back to the box, as long as that is still known.
        ended.close_card();
        self.host.left(to);
        let is_it = self.watched().is_some_and(|w| Rc::ptr_eq(&w, &ended));
        if is_it {
            let watched = self.watched.borrow_mut().take();
            drop(watched);
            ended.end();
            self.host.count(0);
        }
    }
}
