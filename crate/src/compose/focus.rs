//! Where the focus goes: to a compose box, which is watched from then on, or away from it.

use super::compose_box::ComposeBox;
use super::listening::{Hearing, Listening};
use super::watched::Watched;
use super::{Shared, tree};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, ShadowRoot};

/// The shadow roots that the focus is in. Where it goes from one element to another of the same root is not heard outside.
pub(super) struct Within {
    roots: Vec<ShadowRoot>,
    _listening: Listening,
}

/// Follows the focus inside of `root`.
pub(super) fn listen(shared: &Rc<Shared>, listening: &mut Listening, root: &EventTarget) {
    let weak = Rc::downgrade(shared);
    listening.to(root, "focusin", Hearing::Passive, move |e| {
        if let (Some(shared), Some(target)) = (weak.upgrade(), tree::target_of(&e)) {
            follow(&shared, &target);
        }
    });
    let weak = Rc::downgrade(shared);
    listening.to(root, "focusout", Hearing::Passive, move |e| {
        let Some(shared) = weak.upgrade() else { return };
        let to = e.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target).and_then(|t| t.dyn_into::<Element>().ok());
        leave(&shared, to.as_ref());
    });
}

/// The focus came to `target`: watches the compose box there, if there is one.
pub(super) fn follow(shared: &Rc<Shared>, target: &Element) {
    let current = shared.watched();
    if current.as_ref().is_some_and(|w| w.is_shell(target)) {
        return;
    }
    let found = ComposeBox::at(target);
    let is_same = matches!((&current, &found), (Some(current), Some(found)) if current.compose_box.is(found));
    if !is_same {
        drop(current);
        shared.end(Some(target));
    }
    listen_round(shared, target);
    if let Some(found) = found
        && !is_same
    {
        let watched = Watched::start(shared, found);
        let before = shared.watched.replace(watched.clone());
        drop(before);
        if let Some(w) = watched {
            shared.host.entered(w.compose_box.element(), w.place());
            w.check_anew();
        }
    }
}

/// Follows the focus inside of the shadow roots round `target`, and of no others.
fn listen_round(shared: &Rc<Shared>, target: &Element) {
    let roots = tree::shadow_roots(target);
    if shared.within.borrow().as_ref().map_or(&[][..], |w| &w.roots) == roots {
        return;
    }
    forget_roots(shared);
    if let Some(mut listening) = Listening::new().filter(|_| !roots.is_empty()) {
        for root in &roots {
            listen(shared, &mut listening, root);
        }
        *shared.within.borrow_mut() = Some(Within { roots, _listening: listening });
    }
}

/// Listens in no shadow root any more: the focus is in none, or what comes is heard outside.
pub(super) fn forget_roots(shared: &Shared) {
    let within = shared.within.borrow_mut().take();
    drop(within);
}

/// The focus left for `to`, or for nothing in the page. A card that the user works in belongs to the box.
fn leave(shared: &Rc<Shared>, to: Option<&Element>) {
    let current = shared.watched();
    match (to, current) {
        // The window lost the focus, or this frame did: when it comes back, it comes to the box.
        (None, current) if !shared.document.has_focus().unwrap_or(false) => {
            if let Some(current) = current {
                current.close_unused_card();
            }
        }
        (None, _) => {
            forget_roots(shared);
            shared.end(None);
        }
        (Some(to), Some(current)) => {
            let is_own = current.is_shell(to) || ComposeBox::at(to).is_some_and(|b| b.is(&current.compose_box));
            if !is_own {
                shared.end(Some(to));
            }
        }
        (Some(_), None) => {}
    }
}
