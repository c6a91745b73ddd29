//! The compose box that has the focus: when it is read, what is underlined, which card is open.

use super::card::{Card, Choice};
use super::compose_box::ComposeBox;
use super::listening::Listening;
use super::mirror::Mirror;
use super::reading::Reading;
use super::shell::Shell;
use super::{Shared, State, Warning, target_of, underline};
use crate::check::{Finding, PostContext};
use crate::rules::Severity;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Document, DomRect, Element, KeyboardEvent, MouseEvent, MutationObserver, MutationObserverInit, Range, ResizeObserver};

/// How long the pointer rests on a phrase until its card opens, in ms.
const REST: i32 = 350;

/// A compose box under watch. Dropped, it leaves nothing behind.
pub(super) struct Watched {
    shared: Weak<Shared>,
    pub(super) compose_box: ComposeBox,
    own: Weak<Watched>,
    shell: Shell,
    mirror: Option<Mirror>,
    reading: RefCell<Reading>,
    findings: RefCell<Vec<Shown>>,
    card: RefCell<Option<Card>>,
    /// The browser's number of the frame or timer that is waited for.
    frame: Cell<Option<i32>>,
    rest: Cell<Option<i32>>,
    /// Nothing is read while an input method is putting a word together.
    composing: Cell<bool>,
    /// The text is checked even if it has not changed.
    anew: Cell<bool>,
    on_frame: RefCell<Option<Closure<dyn FnMut()>>>,
    on_rest: RefCell<Option<Closure<dyn FnMut()>>>,
    pointer: Cell<(f64, f64)>,
    listening: RefCell<Option<Listening>>,
    observers: RefCell<Vec<Observer>>,
}

/// A finding and the ranges of the page that it covers.
struct Shown {
    finding: Finding,
    severity: Severity,
    phrase: String,
    ranges: Vec<Range>,
}

enum Observer {
    Changes(MutationObserver, #[allow(dead_code, reason = "kept alive")] Closure<dyn FnMut()>),
    Size(ResizeObserver, #[allow(dead_code, reason = "kept alive")] Closure<dyn FnMut()>),
}

impl Watched {
    /// Begins to watch a box.
    pub(super) fn start(shared: &Rc<Shared>, compose_box: ComposeBox) -> Option<Rc<Watched>> {
        let document = &shared.document;
        let shell = Shell::new(document, &shared.css)?;
        let mirror = match &compose_box {
            ComposeBox::Field(field) => Mirror::new(document, &shell.body, field),
            ComposeBox::Editable(_) => None,
        };
        let watched = Rc::new_cyclic(|own| Watched {
            shared: Rc::downgrade(shared),
            compose_box,
            own: own.clone(),
            shell,
            mirror,
            reading: RefCell::default(),
            findings: RefCell::default(),
            card: RefCell::default(),
            frame: Cell::default(),
            rest: Cell::default(),
            composing: Cell::default(),
            anew: Cell::new(true),
            on_frame: RefCell::default(),
            on_rest: RefCell::default(),
            pointer: Cell::default(),
            listening: RefCell::default(),
            observers: RefCell::default(),
        });
        watched.listen(shared);
        Some(watched)
    }

    fn listen(self: &Rc<Self>, shared: &Shared) {
        let Some(mut listening) = Listening::new() else { return };
        let element = self.compose_box.element();
        let weak = Rc::downgrade(self);
        let with = move |act: fn(&Watched, &web_sys::Event)| {
            let weak = weak.clone();
            move |e: web_sys::Event| {
                if let Some(watched) = weak.upgrade() {
                    act(&watched, &e);
                }
            }
        };
        listening.to(element, "input", true, with(|w, _| w.schedule()));
        listening.to(element, "compositionstart", true, with(|w, _| w.composing.set(true)));
        listening.to(
            element,
            "compositionend",
            true,
            with(|w, _| {
                w.composing.set(false);
                w.schedule();
            }),
        );
        listening.to(element, "pointermove", true, with(Watched::pointer_moved));
        listening.to(element, "click", true, with(Watched::clicked));
        listening.to(&shared.document, "keydown", false, with(Watched::key));
        listening.to(&shared.document, "pointermove", true, with(Watched::pointer_left));
        listening.to(&shared.window, "scroll", true, with(|w, _| w.moved()));
        listening.to(&shared.window, "resize", true, with(|w, _| w.moved()));
        *self.listening.borrow_mut() = Some(listening);

        let weak = Rc::downgrade(self);
        let changed = Closure::wrap(Box::new(move || {
            if let Some(w) = weak.upgrade() {
                w.schedule();
            }
        }) as Box<dyn FnMut()>);
        if let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) {
            let options = MutationObserverInit::new();
            options.set_child_list(true);
            options.set_character_data(true);
            options.set_subtree(true);
            if observer.observe_with_options(element, &options).is_ok() {
                self.observers.borrow_mut().push(Observer::Changes(observer, changed));
            }
        }
        // A box that is taken out of the page loses its size, which is how that is heard without watching the whole page.
        let weak = Rc::downgrade(self);
        let sized = Closure::wrap(Box::new(move || {
            if let Some(w) = weak.upgrade() {
                if w.stands() { w.moved() } else { w.schedule() }
            }
        }) as Box<dyn FnMut()>);
        if let Ok(observer) = ResizeObserver::new(sized.as_ref().unchecked_ref()) {
            observer.observe(element);
            self.observers.borrow_mut().push(Observer::Size(observer, sized));
        }
    }

    /// True for the element that the tool itself hangs in the page.
    pub(super) fn is_shell(&self, element: &Element) -> bool {
        self.shell.host.is_same_node(Some(element))
    }

    /// True while the box is in the page.
    pub(super) fn stands(&self) -> bool {
        self.compose_box.element().is_connected()
    }

    /// Forgets what was found: the rules that found it may be gone.
    pub(super) fn forget(&self) {
        self.close_card();
        self.findings.borrow_mut().clear();
    }

    /// Checks at the next frame, whether the text has changed or not.
    pub(super) fn check_anew(&self) {
        self.anew.set(true);
        self.schedule();
    }

    /// Reads the box before the next frame is painted; many changes within a frame are one reading.
    fn schedule(&self) {
        if self.frame.get().is_some() || self.composing.get() {
            return;
        }
        let Some(shared) = self.shared.upgrade() else { return };
        let mut on_frame = self.on_frame.borrow_mut();
        let own = self.own.clone();
        let closure = on_frame.get_or_insert_with(|| {
            Closure::wrap(Box::new(move || {
                if let Some(w) = own.upgrade() {
                    w.frame.set(None);
                    w.read();
                }
            }) as Box<dyn FnMut()>)
        });
        if let Ok(id) = shared.window.request_animation_frame(closure.as_ref().unchecked_ref()) {
            self.frame.set(Some(id));
        }
    }

    fn read(&self) {
        let Some(shared) = self.shared.upgrade() else { return };
        if !self.stands() {
            let gone = shared.watched.borrow_mut().take();
            shared.host.count(0);
            drop(gone);
            return;
        }
        if self.composing.get() {
            return;
        }
        let reading = match (self.compose_box.value(), &self.mirror) {
            (Some(text), Some(mirror)) => {
                mirror.set_text(&shared.window, &text);
                Reading::of_field(text)
            }
            _ => Reading::of(self.compose_box.element()),
        };
        let same = !self.anew.replace(false) && self.reading.borrow().text == reading.text;
        if !same {
            let context =
                PostContext { kind: self.compose_box.kind(), image: self.compose_box.has_picture(), profession: *shared.profession.borrow() };
            let found = shared.checker.borrow_mut().check(&reading.text, &context);
            let units: Vec<u16> = reading.text.encode_utf16().collect();
            let shown = found.into_iter().map(|finding| {
                let phrase = String::from_utf16_lossy(&units[finding.start() as usize..(finding.end() as usize).min(units.len())]);
                Shown { severity: finding.severity, phrase, ranges: Vec::new(), finding }
            });
            let ignored = shared.ignored.borrow();
            let checker = shared.checker.borrow();
            *self.findings.borrow_mut() = shown
                .filter(|s| !ignored.contains(&(s.finding.rule, s.phrase.clone())))
                .filter(|s| !shared.host.is_allowed(checker.view(s.finding.rule).id, &s.phrase))
                .collect();
        }
        *self.reading.borrow_mut() = reading;
        self.underline(&shared.document);
        if !same {
            let count = self.findings.borrow().len() as u32;
            self.shell.say(&if count == 0 { String::new() } else { shared.host.counted(count) });
            shared.host.count(count);
        }
        self.keep_card();
    }

    /// Ranges go stale with any change of the nodes, so all are made anew.
    fn underline(&self, document: &Document) {
        let reading = self.reading.borrow();
        let mut findings = self.findings.borrow_mut();
        for shown in findings.iter_mut() {
            shown.ranges = shown
                .finding
                .pieces
                .iter()
                .filter_map(|p| match &self.mirror {
                    Some(mirror) => mirror.range(document, p.start, p.end),
                    None => reading.range(document, p.start, p.end),
                })
                .collect();
        }
        underline::show(findings.iter().flat_map(|s| s.ranges.iter().map(|r| (s.severity, r))));
    }

    /// Which warning is at a point of the window.
    fn warning_at(&self, x: f64, y: f64) -> Option<usize> {
        self.findings.borrow().iter().position(|s| s.ranges.iter().any(|r| rects_of(r).iter().any(|rect| holds(rect, x, y))))
    }

    fn pointer_moved(&self, e: &web_sys::Event) {
        let Some(e) = e.dyn_ref::<MouseEvent>() else { return };
        if self.findings.borrow().is_empty() {
            return;
        }
        self.pointer.set((f64::from(e.client_x()), f64::from(e.client_y())));
        let Some(shared) = self.shared.upgrade() else { return };
        if let Some(id) = self.rest.take() {
            shared.window.clear_timeout_with_handle(id);
        }
        let mut on_rest = self.on_rest.borrow_mut();
        let own = self.own.clone();
        let closure = on_rest.get_or_insert_with(|| {
            Closure::wrap(Box::new(move || {
                if let Some(w) = own.upgrade() {
                    w.rest.set(None);
                    w.rested();
                }
            }) as Box<dyn FnMut()>)
        });
        if let Ok(id) = shared.window.set_timeout_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), REST) {
            self.rest.set(Some(id));
        }
    }

    fn rested(&self) {
        let (x, y) = self.pointer.get();
        if let Some(warning) = self.warning_at(x, y) {
            self.open_card(warning);
        }
    }

    fn clicked(&self, e: &web_sys::Event) {
        let Some(e) = e.dyn_ref::<MouseEvent>() else { return };
        match self.warning_at(f64::from(e.client_x()), f64::from(e.client_y())) {
            Some(warning) => self.open_card(warning),
            None => self.close_card(),
        }
    }

    /// The card goes when the pointer is neither on it nor on its phrase.
    fn pointer_left(&self, e: &web_sys::Event) {
        let Some(m) = e.dyn_ref::<MouseEvent>() else { return };
        let (x, y) = (f64::from(m.client_x()), f64::from(m.client_y()));
        let open = self.card.borrow().as_ref().map(|c| (c.warning, c.contains(x, y)));
        let Some((warning, inside)) = open else { return };
        if inside || target_of(e).is_some_and(|t| self.is_shell(&t)) {
            return;
        }
        let near = |r: &DomRect| x >= r.left() - 40.0 && x <= r.right() + 40.0 && y >= r.top() - 40.0 && y <= r.bottom() + 40.0;
        let by_phrase = self.findings.borrow().get(warning).is_some_and(|s| s.ranges.iter().any(|r| rects_of(r).iter().any(near)));
        if !by_phrase {
            self.close_card();
        }
    }

    fn key(&self, e: &web_sys::Event) {
        let Some(key) = e.dyn_ref::<KeyboardEvent>() else { return };
        if key.key() == "Escape" && self.card.borrow().is_some() {
            // One Escape closes the card; the next one is the page's.
            key.prevent_default();
            key.stop_immediate_propagation();
            self.close_card();
            super::host::focus_quietly(self.compose_box.element());
        }
    }

    fn moved(&self) {
        if let Some(mirror) = &self.mirror {
            mirror.place();
        }
        self.keep_card();
    }

    /// Opens the card of a warning.
    fn open_card(&self, warning: usize) {
        if self.card.borrow().as_ref().is_some_and(|c| c.warning == warning) {
            return;
        }
        self.close_card();
        let Some(shared) = self.shared.upgrade() else { return };
        let card = {
            let findings = self.findings.borrow();
            let Some(shown) = findings.get(warning) else { return };
            let names: Vec<String> = shown.finding.pieces.iter().filter_map(|p| p.name.clone()).collect();
            let own = self.own.clone();
            let chosen = move |choice| {
                if let Some(w) = own.upgrade() {
                    w.chosen(choice);
                }
            };
            let checker = shared.checker.borrow();
            let rule = checker.view(shown.finding.rule);
            let sources = checker.sources(shown.finding.rule, *shared.profession.borrow());
            Card::open(&shared.document, &self.shell.body, &shared.host, warning, &rule, shown.severity, &sources, &names, chosen)
        };
        *self.card.borrow_mut() = card;
        self.keep_card();
    }

    /// Closes the card, if one is open.
    pub(super) fn close_card(&self) {
        let card = self.card.borrow_mut().take();
        drop(card);
    }

    /// Keeps the open card by its phrase, or closes it when the phrase is gone.
    fn keep_card(&self) {
        let Some(shared) = self.shared.upgrade() else { return };
        let placed = {
            let card = self.card.borrow();
            let Some(card) = card.as_ref() else { return };
            let findings = self.findings.borrow();
            let rect = findings.get(card.warning).and_then(|s| s.ranges.first()).and_then(|r| rects_of(r).into_iter().next());
            match rect {
                Some(rect) => {
                    card.place(&shared.window, &rect, &self.buttons());
                    true
                }
                None => false,
            }
        };
        if !placed {
            self.close_card();
        }
    }

    /// Where the buttons around the box are.
    fn buttons(&self) -> Vec<DomRect> {
        let around = self.compose_box.surroundings();
        let Ok(all) = around.query_selector_all("button, [role='button'], input[type='submit']") else { return Vec::new() };
        (0..all.length())
            .filter_map(|i| all.item(i)?.dyn_into::<Element>().ok())
            .map(|b| b.get_bounding_client_rect())
            .filter(|r| r.width() > 0.0 && r.height() > 0.0)
            .collect()
    }

    fn chosen(&self, choice: Choice) {
        let Some(shared) = self.shared.upgrade() else { return };
        let warning = self.card.borrow().as_ref().map(|c| c.warning);
        let chosen = warning.and_then(|w| self.findings.borrow().get(w).map(|s| (s.finding.rule, s.phrase.clone())));
        if let Some((rule, phrase)) = chosen {
            let id = &shared.checker.borrow().view(rule).id.to_owned();
            match choice {
                Choice::Explain => shared.host.explain(id),
                Choice::Ignore => {
                    shared.ignored.borrow_mut().insert((rule, phrase));
                    self.check_anew();
                }
                Choice::Allow => shared.host.allow(id, &phrase),
                Choice::RuleOff => shared.host.turn_off(id),
                Choice::Close => {}
            }
        }
        // A card that was worked by the keyboard gives the focus back to the box.
        let inside = shared.document.active_element().is_some_and(|a| self.is_shell(&a));
        self.close_card();
        if inside {
            super::host::focus_quietly(self.compose_box.element());
        }
    }

    /// See [`super::Layer::command`].
    pub(super) fn command(&self, name: &str) {
        let count = self.findings.borrow().len();
        if count == 0 {
            return;
        }
        let open = self.card.borrow().as_ref().map(|c| c.warning);
        match name {
            "next-warning" => self.jump(open.map_or(0, |w| (w + 1) % count)),
            "previous-warning" => self.jump(open.map_or(count - 1, |w| (w + count - 1) % count)),
            "open-card" => {
                if open.is_none() {
                    self.jump(0);
                }
                if let Some(card) = self.card.borrow().as_ref() {
                    card.take_focus();
                }
            }
            "open-explanation" => {
                let rule = self.findings.borrow().get(open.unwrap_or(0)).map(|s| s.finding.rule);
                if let (Some(rule), Some(shared)) = (rule, self.shared.upgrade()) {
                    let id = shared.checker.borrow().view(rule).id.to_owned();
                    shared.host.explain(&id);
                }
            }
            _ => {}
        }
    }

    /// See [`super::Layer::jump`]. Only the box itself is scrolled.
    pub(super) fn jump(&self, warning: usize) {
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

    /// What the popup shows.
    pub(super) fn state(&self) -> State {
        let warnings = self.shared.upgrade().map_or_else(Vec::new, |shared| {
            let checker = shared.checker.borrow();
            let warning = |(index, s): (usize, &Shown)| {
                let rule = checker.view(s.finding.rule);
                Warning { index, rule: rule.id.to_owned(), title: rule.title.to_owned(), severity: s.severity.name(), phrase: s.phrase.clone() }
            };
            self.findings.borrow().iter().enumerate().map(warning).collect()
        });
        State { watched: true, kind: self.compose_box.kind().name(), warnings }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.listening.borrow_mut().take();
        for observer in self.observers.borrow_mut().drain(..) {
            match &observer {
                Observer::Changes(o, _) => o.disconnect(),
                Observer::Size(o, _) => o.disconnect(),
            }
        }
        if let Some(window) = web_sys::window() {
            if let Some(id) = self.frame.take() {
                let _ = window.cancel_animation_frame(id);
            }
            if let Some(id) = self.rest.take() {
                window.clear_timeout_with_handle(id);
            }
        }
        underline::clear();
        // This may be the end of one of these callbacks: they are let go when the browser is back in its loop.
        let callbacks = (self.on_frame.borrow_mut().take(), self.on_rest.borrow_mut().take());
        wasm_bindgen_futures::spawn_local(async move { drop(callbacks) });
    }
}

/// The rectangles of a range, line by line.
fn rects_of(range: &Range) -> Vec<DomRect> {
    range.get_client_rects().map_or_else(Vec::new, |list| (0..list.length()).filter_map(|i| list.get(i)).collect())
}

fn holds(rect: &DomRect, x: f64, y: f64) -> bool {
    x >= rect.left() && x <= rect.right() && y >= rect.top() && y <= rect.bottom()
}
