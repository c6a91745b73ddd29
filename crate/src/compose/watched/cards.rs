//! The card of a box: it opens at a warning, keeps to it, and does what is chosen on it.

use super::{Shown, Watched};
use crate::check::RuleRef;
use crate::compose::card::{Card, Choice};
use crate::compose::{host, tree};
use std::rc::Rc;
use web_sys::{Document, DomRect, Range};

/// The warning that the open card explains, to find it again in another text.
pub(super) struct Explained {
    rule: RuleRef,
    phrase: String,
    /// How far it is from the beginning of the text, and from its end.
    start: u32,
    rest: u32,
}

impl Watched {
    fn open(&self) -> Option<Rc<Card>> {
        self.card.borrow().clone()
    }

    /// Which warning the card explains.
    pub(super) fn open_warning(&self) -> Option<usize> {
        self.open().map(|card| card.warning.get())
    }

    /// True while the keyboard is in the card.
    pub(super) fn works_in_card(&self) -> bool {
        let focused = self.shared.upgrade().and_then(|shared| tree::focused(&shared.document));
        focused.is_some_and(|element| self.is_shell(&element))
    }

    /// Opens the card of a warning. The keyboard goes from one card to the next.
    pub(super) fn open_card(&self, warning: usize) {
        if self.open_warning() == Some(warning) {
            return;
        }
        let Some(shared) = self.shared.upgrade() else { return };
        self.settle(&shared);
        let what = |s: &Shown| (s.finding.rule, s.severity, s.finding.evidence().into_iter().map(str::to_owned).collect::<Vec<_>>());
        let Some((rule, severity, names)) = self.findings.borrow().get(warning).map(what) else { return self.close_card() };
        let own = self.own.clone();
        let chosen = move |choice| {
            if let Some(w) = own.upgrade() {
                w.chosen(choice);
            }
        };
        let card = Card::open(&shared, &self.shell.body, warning, rule, severity, &names, chosen);
        let Some(card) = card.map(Rc::new) else { return self.close_card() };
        let is_worked = self.works_in_card();
        let before = self.card.borrow_mut().replace(card.clone());
        self.keep_card();
        if is_worked {
            card.take_focus();
        }
        drop(before);
    }

    /// Closes the card, if one is open. A card that was worked by the keyboard gives the focus back to the box.
    pub(in crate::compose) fn close_card(&self) {
        let card = self.card.borrow_mut().take();
        if card.is_some() && self.works_in_card() && self.stands() {
            host::focus_quietly(self.compose_box.element());
        }
        drop(card);
    }

    /// Closes the card, unless the keyboard is in it.
    pub(in crate::compose) fn close_unused_card(&self) {
        if !self.works_in_card() {
            self.close_card();
        }
    }

    /// Keeps the open card by its phrase, or closes it when the phrase is gone.
    pub(super) fn keep_card(&self) {
        let (Some(shared), Some(card)) = (self.shared.upgrade(), self.open()) else { return };
        let first = self.findings.borrow().get(card.warning.get()).and_then(|s| s.ranges.first().cloned());
        match first.and_then(|range| rects_of(&range).into_iter().next()) {
            Some(phrase) => card.place(&shared.window, &phrase, self.last_line(&shared.document), &self.buttons()),
            None => self.close_card(),
        }
    }

    /// Where the last line of the text ends.
    fn last_line(&self, document: &Document) -> f64 {
        let all = match &self.mirror {
            Some(mirror) => mirror.range(document, 0, u32::MAX),
            None => document.create_range().ok().filter(|range| range.select_node_contents(self.compose_box.element()).is_ok()),
        };
        all.map_or(0.0, |range| range.get_bounding_client_rect().bottom())
    }

    /// Where the buttons around the box are.
    fn buttons(&self) -> Vec<DomRect> {
        let all = tree::all(&self.compose_box.surroundings(), "button, [role='button'], input[type='submit']");
        all.into_iter().map(|b| b.get_bounding_client_rect()).filter(|r| r.width() > 0.0 && r.height() > 0.0).collect()
    }

    /// What the card explains in the text that was read last.
    pub(super) fn explained(&self) -> Option<Explained> {
        let warning = self.open_warning()?;
        let findings = self.findings.borrow();
        let shown = findings.get(warning)?;
        let start = shown.finding.start();
        let units = self.reading.borrow().text.encode_utf16().count() as u32;
        Some(Explained { rule: shown.finding.rule, phrase: shown.phrase.clone(), start, rest: units.saturating_sub(start) })
    }

    /// Finds the card's warning in the text that is read now. The same phrase may be there twice: it is the one that kept its place, seen
    /// from the beginning or the end of the text, for an edit is before it or behind it.
    pub(super) fn find_again(&self, explained: &Explained) {
        let Some(card) = self.open() else { return };
        let units = self.reading.borrow().text.encode_utf16().count() as u32;
        let moved = |start: u32| start.abs_diff(explained.start).min(units.saturating_sub(start).abs_diff(explained.rest));
        let found = {
            let findings = self.findings.borrow();
            let alike = findings.iter().enumerate().filter(|(_, s)| s.finding.rule == explained.rule && s.phrase == explained.phrase);
            alike.min_by_key(|(_, s)| moved(s.finding.start())).map(|(index, _)| index)
        };
        match found {
            Some(index) => card.warning.set(index),
            None => self.close_card(),
        }
    }

    fn chosen(&self, choice: Choice) {
        let Some(shared) = self.shared.upgrade() else { return };
        let chosen = self.open_warning().and_then(|w| self.findings.borrow().get(w).map(|s| (s.finding.rule, s.phrase.clone())));
        if let Some((rule, phrase)) = chosen {
            let id = &shared.rule_id(rule);
            match choice {
                Choice::Explain => shared.host.explain(id),
                Choice::Ignore => {
                    shared.ignored.borrow_mut().insert((shared.heeded(rule).0, phrase));
                    self.check_anew();
                }
                Choice::Allow => shared.host.allow(&shared.heeded(rule).1, &phrase),
                Choice::RuleOff => shared.host.turn_off(id),
                Choice::Close => {}
            }
        }
        self.close_card();
    }
}

/// The rectangles of a range, line by line.
pub(super) fn rects_of(range: &Range) -> Vec<DomRect> {
    range.get_client_rects().map_or_else(Vec::new, |list| (0..list.length()).filter_map(|i| list.get(i)).collect())
}
