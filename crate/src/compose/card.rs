//! The card that explains a warning, in the top layer. It never takes the focus unless the user asks for it by the keyboard, never
//! scrolls the page, and keeps clear of the site's own buttons.

use crate::check::RuleRef;
use crate::rules::Severity;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement, Window};

use super::Shared;
use super::listening::{Hearing, Listening};

/// What a person can do on a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Choice {
    Explain,
    Ignore,
    Allow,
    RuleOff,
    Close,
}

const CHOICES: [(Choice, &str); 4] =
    [(Choice::Explain, "card_explain"), (Choice::Ignore, "card_ignore"), (Choice::Allow, "card_allow"), (Choice::RuleOff, "card_rule_off")];

/// An open card.
pub(super) struct Card {
    /// Which warning it explains, by its place in the order of the text: another one when the text before it changes.
    pub(super) warning: Cell<usize>,
    element: HtmlElement,
    first: HtmlElement,
    _listening: Listening,
}

/// Space between a phrase and its card, and between a card and the edge of the window, in CSS pixels.
const GAP: f64 = 6.0;

impl Card {
    /// Builds the card of a rule and shows it. `chosen` hears what the user chooses.
    pub(super) fn open(
        shared: &Shared,
        body: &Element,
        warning: usize,
        rule: RuleRef,
        severity: Severity,
        pieces: &[String],
        chosen: impl Fn(Choice) + Clone + 'static,
    ) -> Option<Card> {
        let (document, host) = (&shared.document, &shared.host);
        let checker = shared.checker.borrow();
        let r = checker.view(rule);
        let mut listening = Listening::new()?;
        let part = |parent: &Element, tag: &str, class: &str, text: &str| -> Option<HtmlElement> {
            let e: HtmlElement = document.create_element(tag).ok()?.dyn_into().ok()?;
            e.set_class_name(class);
            if !text.is_empty() {
                e.set_text_content(Some(text));
            }
            parent.append_child(&e).ok()?;
            Some(e)
        };
        let element = part(body, "div", &format!("card {}", severity.name()), "")?;
        element.set_attribute("popover", "manual").ok()?;
        element.set_attribute("role", "dialog").ok()?;
        element.set_attribute("aria-label", r.title).ok()?;

        let head = part(&element, "div", "head", "")?;
        part(&head, "span", "severity", &host.word(severity_word(severity)))?;
        part(&head, "strong", "title", r.title)?;
        let close = part(&head, "button", "close", "\u{d7}")?;
        close.set_attribute("aria-label", &host.word("card_close")).ok()?;
        let on_close = chosen.clone();
        listening.to(&close, "click", Hearing::Passive, move |_| on_close(Choice::Close));

        part(&element, "p", "why", r.short_why())?;
        if pieces.len() > 1 {
            let list = part(&element, "p", "pieces", &host.word("card_together"))?;
            for piece in pieces {
                list.append_child(&document.create_text_node(" ")).ok()?;
                part(&list, "span", "piece", piece)?;
            }
        }
        let standards = part(&element, "ul", "standards", "")?;
        for source in checker.sources(rule, *shared.profession.borrow()).into_iter().take(2) {
            let body = if source.clause.starts_with(&source.body) { String::new() } else { format!("{} ", source.body) };
            let item = part(&standards, "li", "", "")?;
            let link = part(&item, "a", "", format!("{body}{}", source.clause).trim())?;
            link.set_attribute("href", &source.link).ok()?;
            link.set_attribute("target", "_blank").ok()?;
            link.set_attribute("rel", "noreferrer noopener").ok()?;
            item.append_child(&document.create_text_node(&format!(": {}", source.title))).ok()?;
        }
        if !r.instead.is_empty() {
            part(&element, "p", "label", &host.word("card_instead"))?;
            let list = part(&element, "ul", "instead", "")?;
            for text in r.instead.iter().take(2) {
                let line = part(&list, "li", "", "")?;
                part(&line, "span", "", text)?;
                let copy = part(&line, "button", "copy", &host.word("card_copy"))?;
                let (host, text, done) = (host.clone(), text.clone(), copy.clone());
                listening.to(&copy, "click", Hearing::Passive, move |_| {
                    let (host, text, done) = (host.clone(), text.clone(), done.clone());
                    wasm_bindgen_futures::spawn_local(async move {
                        if host.copy(&text).await.is_ok() {
                            done.set_text_content(Some(&host.word("card_copied")));
                        }
                    });
                });
            }
        }
        let actions = part(&element, "div", "actions", "")?;
        let mut first = None;
        let may = |choice: Choice| choice != Choice::RuleOff || host.may_turn_off();
        for (choice, word) in CHOICES.into_iter().filter(|(choice, _)| may(*choice)) {
            let button = part(&actions, "button", if choice == Choice::Explain { "explain" } else { "" }, &host.word(word))?;
            let chosen = chosen.clone();
            listening.to(&button, "click", Hearing::Passive, move |_| chosen(choice));
            first.get_or_insert(button);
        }
        // Pressing a button with the pointer must not take the focus out of the box.
        listening.to(&element, "mousedown", Hearing::Active, |e| e.prevent_default());
        let shown = Card { warning: Cell::new(warning), element, first: first?, _listening: listening };
        super::host::show_popover(&shown.element);
        Some(shown)
    }

    /// Moves the keyboard to the card: only ever by the user's own command.
    pub(super) fn take_focus(&self) {
        super::host::focus_quietly(&self.first);
    }

    /// True if the event came from the card.
    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        let r = self.element.get_bounding_client_rect();
        let near = GAP + 2.0;
        x >= r.left() - near && x <= r.right() + near && y >= r.top() - near && y <= r.bottom() + near
    }

    /// Puts the card below the phrase, or above it, or beside it: where it fits, covers no button that sends, and leaves the lines down
    /// to `end` to be read, of which the next one at least.
    pub(super) fn place(&self, window: &Window, phrase: &DomRect, end: f64, buttons: &[DomRect]) {
        let size = |v: Result<wasm_bindgen::JsValue, _>| v.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
        let (width, height) = (size(window.inner_width()), size(window.inner_height()));
        let (w, h) = (f64::from(self.element.offset_width()), f64::from(self.element.offset_height()));
        let x = phrase.left().min(width - w - GAP).max(GAP);
        let below = phrase.bottom() + GAP;
        let above = phrase.top() - GAP - h;
        let inside = |x: f64, y: f64| x >= 0.0 && y >= 0.0 && x + w <= width && y + h <= height;
        let covers =
            |x: f64, y: f64| buttons.iter().any(|b| x < b.right() + 2.0 && b.left() - 2.0 < x + w && y < b.bottom() + 2.0 && b.top() - 2.0 < y + h);
        let next = phrase.bottom() + phrase.height();
        let hides = |y: f64| end > phrase.bottom() + phrase.height() / 2.0 && y < next && phrase.bottom() < y + h;
        let level = phrase.top().min(height - h - GAP).max(GAP);
        let places = [
            (x, below),
            (x, above),
            (x, next + GAP),
            (phrase.right() + GAP, level),
            (phrase.left() - GAP - w, level),
            (GAP, above),
            (width - w - GAP, above),
            (GAP, below),
            (width - w - GAP, below),
            (GAP, GAP),
            (width - w - GAP, GAP),
        ];
        let best = places
            .iter()
            .find(|(x, y)| inside(*x, *y) && !covers(*x, *y) && !hides(*y))
            .or_else(|| places.iter().find(|(x, y)| inside(*x, *y) && !covers(*x, *y)))
            .or_else(|| places.iter().find(|(x, y)| !covers(*x, *y) && *x + w > 0.0))
            .copied()
            .unwrap_or((x, below));
        let style = self.element.style();
        let _ = style.set_property("left", &format!("{}px", best.0));
        let _ = style.set_property("top", &format!("{}px", best.1));
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        self.element.remove();
    }
}

/// The message that names a severity.
pub(super) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "severity_high",
        Severity::Medium => "severity_medium",
        Severity::Low => "severity_low",
    }
}
