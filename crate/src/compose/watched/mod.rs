//! The compose box that has the focus: when it is read, and what is underlined.

mod cards;
mod hands;

use super::card::Card;
use super::compose_box::ComposeBox;
use super::listening::Hearing::{Active, Passive};
use super::listening::Listening;
use super::mirror::Mirror;
use super::observing::Observing;
use super::progress::{Found, Progress};
use super::reading::Reading;
use super::sheets::Reach;
use super::shell::Shell;
use super::underline::{self, Line};
use super::{Shared, State, Warning, focus, tree};
use crate::check::{Finding, PostContext};
use crate::own::MUST_CARRY;
use crate::rules::Severity;
use std::cell::{Cell, RefCell};
use std::iter;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, HtmlElement, HtmlImageElement, Range};

/// A compose box under watch. At its end it leaves nothing behind.
pub(super) struct Watched {
    shared: Weak<Shared>,
    pub(super) compose_box: ComposeBox,
    own: Weak<Watched>,
    shell: Shell,
    mirror: Option<Mirror>,
    reach: Option<Reach>,
    reading: RefCell<Reading>,
    findings: RefCell<Progress>,
    card: RefCell<Option<Rc<Card>>>,
    /// The browser's number of the frame or timer that is waited for.
    frame: Cell<Option<i32>>,
    rest: Cell<Option<i32>>,
    /// Nothing is read while an input method is putting a word together.
    composing: Cell<bool>,
    /// The text is checked even if it has not changed.
    anew: Cell<bool>,
    on_frame: RefCell<Option<Closure<dyn Fn()>>>,
    on_rest: RefCell<Option<Closure<dyn Fn()>>>,
    pointer: Cell<(f64, f64)>,
    listening: RefCell<Option<Listening>>,
    observing: RefCell<Option<Observing>>,
    over: Cell<bool>,
}

/// A finding and the ranges of the page that it covers.
pub(super) struct Shown {
    pub(super) finding: Finding,
    severity: Severity,
    phrase: String,
    pub(super) ranges: Vec<Range>,
}

impl Watched {
    /// Begins to watch a box.
    pub(super) fn start(shared: &Rc<Shared>, compose_box: ComposeBox) -> Option<Rc<Watched>> {
        let document = &shared.document;
        let shell = Shell::new(document, &shared.css, compose_box.element())?;
        let mirror = match &compose_box {
            ComposeBox::Field(field) => Mirror::new(document, &shell.outer, field),
            ComposeBox::Editable(_) => None,
        };
        let watched = Rc::new_cyclic(|own| Watched {
            shared: Rc::downgrade(shared),
            compose_box,
            own: own.clone(),
            shell,
            reach: if mirror.is_none() { Reach::new(&shared.underlines) } else { None },
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
            observing: RefCell::default(),
            over: Cell::default(),
        });
        watched.take_look(shared);
        watched.listen(shared);
        watched.observe();
        Some(watched)
    }

    fn listen(self: &Rc<Self>, shared: &Shared) {
        let Some(mut listening) = Listening::new() else { return };
        let element = self.compose_box.element();
        let weak = Rc::downgrade(self);
        let with = move |act: fn(&Watched, &Event)| {
            let weak = weak.clone();
            move |e: Event| {
                if let Some(watched) = weak.upgrade() {
                    act(&watched, &e);
                }
            }
        };
        listening.to(element, "input", Passive, with(|w, _| w.schedule()));
        listening.to(element, "compositionstart", Passive, with(|w, _| w.composing.set(true)));
        listening.to(element, "compositionend", Passive, with(|w, _| w.composed()));
        if self.mirror.is_some() {
            // A script that set the field's text may have moved the caret, or answered a key.
            listening.to(element, "selectionchange", Passive, with(|w, _| w.schedule()));
            listening.to(element, "keyup", Passive, with(|w, _| w.schedule()));
        }
        listening.to(element, "pointermove", Passive, with(Watched::pointer_moved));
        listening.to(element, "pointerleave", Passive, with(Watched::pointer_left_box));
        listening.to(element, "click", Passive, with(Watched::clicked));
        listening.to(&shared.document, "keydown", Active, with(Watched::key));
        listening.to(&shared.document, "pointermove", Passive, with(Watched::pointer_left_card));
        listening.to(&shared.window, "scroll", Passive, with(|w, _| w.moved()));
        listening.to(&shared.window, "resize", Passive, with(|w, _| w.moved()));
        listening.to(&shared.document, "load", Passive, with(Watched::loaded));
        // These are not heard outside of a shadow root.
        for root in tree::shadow_roots(element) {
            listening.to(&root, "scroll", Passive, with(|w, _| w.moved()));
            listening.to(&root, "load", Passive, with(Watched::loaded));
        }
        *self.listening.borrow_mut() = Some(listening);
    }

    fn observe(self: &Rc<Self>) {
        let element: &Element = self.compose_box.element();
        let mut observing = Observing::default();
        // Nothing tells of it when a script sets a field's text; but a site that empties a field because it was sent changes something
        // else round it as well.
        let is_field = self.mirror.is_some();
        let changing = if is_field { self.compose_box.surroundings() } else { element.clone() };
        let weak = Rc::downgrade(self);
        observing.changes_in(&changing, is_field, move || {
            if let Some(w) = weak.upgrade() {
                w.schedule();
            }
        });
        // A box that is taken out of the page loses its size; a box that is moved by what comes and goes above it stands in something
        // that changes its size. So both are heard without watching the whole page.
        let weak = Rc::downgrade(self);
        observing.sizes_of(iter::once(element.clone()).chain(tree::ancestors(element)), move || {
            if let Some(w) = weak.upgrade() {
                if w.stands() { w.moved() } else { w.schedule() }
            }
        });
        *self.observing.borrow_mut() = Some(observing);
    }

    /// True for the element that the tool itself hangs in the page.
    pub(super) fn is_shell(&self, element: &Element) -> bool {
        self.shell.host.is_same_node(Some(element))
    }

    /// Where the tool shows something.
    pub(super) fn place(&self) -> &HtmlElement {
        &self.shell.body
    }

    /// True while the box is in the page, and not in that of another frame.
    fn stands(&self) -> bool {
        let element = self.compose_box.element();
        element.is_connected() && self.shared.upgrade().is_some_and(|shared| element.owner_document().as_ref() == Some(&shared.document))
    }

    /// A picture that is attached changes what the text may say.
    fn loaded(&self, e: &Event) {
        let picture = tree::target_of(e).and_then(|target| target.dyn_into::<HtmlImageElement>().ok());
        if picture.is_some_and(|p| self.compose_box.is_attached(&p)) {
            self.check_anew();
        }
    }

    fn composed(&self) {
        self.composing.set(false);
        self.schedule();
    }

    /// Gives what is shown the look that the user chose.
    pub(super) fn take_look(&self, shared: &Shared) {
        let look = shared.look.borrow();
        if !look.is_empty() {
            self.shell.body.set_class_name(&look);
        }
    }

    /// Forgets what was found: the rules that found it may be gone.
    pub(super) fn forget(&self) {
        self.close_card();
        self.findings.borrow_mut().forget();
    }

    /// Checks at the next frame, whether the text has changed or not.
    pub(super) fn check_anew(&self) {
        self.anew.set(true);
        self.schedule();
    }

    /// Reads the box before the next frame is painted; many changes within a frame are one reading.
    fn schedule(&self) {
        let waits = self.composing.get() && self.stands();
        if self.frame.get().is_some() || waits || self.over.get() {
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
            }) as Box<dyn Fn()>)
        });
        if let Ok(id) = shared.window.request_animation_frame(closure.as_ref().unchecked_ref()) {
            self.frame.set(Some(id));
        }
    }

    fn read(&self) {
        let Some(shared) = self.shared.upgrade() else { return };
        if !self.stands() {
            focus::forget_roots(&shared);
            shared.end(None);
            return;
        }
        if self.composing.get() {
            return;
        }
        self.settle(&shared);
        let text = self.compose_box.value();
        let is_anew = self.anew.replace(false);
        let is_going_on = !self.findings.borrow().is_done();
        if !is_anew && !is_going_on && text.as_ref().is_some_and(|known| self.reading.borrow().says(known)) {
            // The mirror has nodes of its own, which are as they were.
            return self.moved();
        }
        let reading = match text {
            Some((text, goes_on)) => Reading::of_field(text, goes_on),
            None => Reading::of(self.compose_box.element()),
        };
        let is_same = !is_anew && self.reading.borrow().text == reading.text;
        let explained = (!is_same).then(|| self.explained()).flatten();
        if !is_same || is_going_on {
            self.check(&shared, &reading.text, is_anew);
        }
        if let Some(mirror) = &self.mirror {
            mirror.set_parts(&shared.window, &reading.text, self.findings.borrow().drawn());
        }
        *self.reading.borrow_mut() = reading;
        self.underline(&shared.document, shared.contrast.get());
        if let Some(explained) = explained {
            self.find_again(&explained);
        }
        if !self.findings.borrow().is_done() {
            self.schedule();
        } else if !is_same || is_going_on {
            let count = self.findings.borrow().len() as u32;
            self.shell.say(&if count == 0 { String::new() } else { shared.host.counted(count) });
            shared.host.count(count);
        }
        self.keep_card();
    }

    /// Goes on with what is to be checked of the text.
    fn check(&self, shared: &Shared, text: &str, is_anew: bool) {
        let mut progress = self.findings.borrow_mut();
        if is_anew {
            progress.forget();
        }
        progress.follow(&self.reading.borrow().text, text);
        let is_in_parts = progress.is_in_parts();
        let context = PostContext { kind: self.compose_box.kind(), image: self.compose_box.has_picture(), profession: *shared.profession.borrow() };
        progress.go_on(text, |part, begin| find(shared, part, begin, &context, is_in_parts));
    }

    /// Ranges go stale with any change of the nodes, so all are made anew.
    fn underline(&self, document: &Document, contrast: bool) {
        if let Some(reach) = &self.reach {
            reach.keep(self.compose_box.element());
        }
        let reading = self.reading.borrow();
        let range = |start: u32, end: u32| match &self.mirror {
            Some(mirror) => mirror.range(document, start, end),
            None => reading.range(document, start, end),
        };
        let mut findings = self.findings.borrow_mut();
        let mut lines = Vec::new();
        for shown in findings.iter_mut() {
            let pieces = &shown.finding.pieces;
            lines.extend(pieces.iter().map(|p| Line { severity: shown.severity, start: p.start, end: p.end }));
            // Those of the mirror stand as long as their part does.
            if self.mirror.is_none() || shown.ranges.is_empty() {
                shown.ranges = pieces.iter().filter_map(|p| range(p.start, p.end)).collect();
            }
        }
        let drawn = underline::uncovered(&lines);
        if drawn == lines {
            underline::show(findings.iter().flat_map(|s| s.ranges.iter().map(|r| (s.severity, r))), contrast);
        } else {
            let ranges: Vec<_> = drawn.iter().filter_map(|l| Some((l.severity, range(l.start, l.end)?))).collect();
            underline::show(ranges.iter().map(|(severity, r)| (*severity, r)), contrast);
        }
    }

    /// Hangs what the tool shows where it is seen while the box is.
    fn settle(&self, shared: &Shared) {
        if self.shell.settle(&shared.document, self.compose_box.element()) {
            self.close_card();
        }
    }

    fn moved(&self) {
        if let Some(mirror) = &self.mirror {
            mirror.raise();
            mirror.place();
        }
        self.keep_card();
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
        let (reading, progress) = (self.reading.borrow(), self.findings.borrow());
        let long = match (reading.goes_on, progress.is_in_parts()) {
            (true, _) => "beginning",
            (false, true) => "parts",
            _ => "",
        };
        State { watched: true, kind: self.compose_box.kind().name(), warnings, long, units: progress.units() }
    }

    /// Takes away everything of it. (It may be that one of its own methods is still at work.)
    pub(super) fn end(&self) {
        if self.over.replace(true) {
            return;
        }
        let heard = (self.listening.borrow_mut().take(), self.observing.borrow_mut().take());
        drop(heard);
        if let Some(window) = web_sys::window() {
            if let Some(id) = self.frame.take() {
                let _ = window.cancel_animation_frame(id);
            }
            if let Some(id) = self.rest.take() {
                window.clear_timeout_with_handle(id);
            }
        }
        underline::clear();
        if let Some(reach) = &self.reach {
            reach.end();
        }
        self.shell.host.remove();
        // This may be the end of one of these callbacks: they are let go when the browser is back in its loop.
        let callbacks = (self.on_frame.borrow_mut().take(), self.on_rest.borrow_mut().take());
        wasm_bindgen_futures::spawn_local(async move { drop(callbacks) });
    }
}

/// What the engine finds in a part of a text, or in all of it, without what the user ignores or allows.
fn find(shared: &Shared, text: &str, begin: u32, context: &PostContext, is_in_parts: bool) -> Found {
    let found = shared.checker.borrow_mut().check(text, context);
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut all = Found::default();
    for mut finding in found {
        let phrase = String::from_utf16_lossy(&units[finding.start() as usize..(finding.end() as usize).min(units.len())]);
        for piece in &mut finding.pieces {
            piece.start += begin;
            piece.end += begin;
        }
        let id = shared.rule_id(finding.rule);
        let (heeded, heeded_id) = shared.heeded(finding.rule);
        if shared.ignored.borrow().contains(&(heeded, phrase.clone())) || shared.host.is_allowed(&heeded_id, &phrase) {
            continue;
        }
        let shown = Shown { severity: finding.severity, phrase, ranges: Vec::new(), finding };
        if is_in_parts && id == MUST_CARRY {
            all.lacking = Some(shown);
        } else {
            all.warnings.push(shown);
        }
    }
    all
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.end();
    }
}
