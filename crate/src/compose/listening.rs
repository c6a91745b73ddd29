//! Listeners that one call takes away again.

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AddEventListenerOptions, Event, EventTarget};

/// What an event may be stopped from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hearing {
    /// Heard on its way in, and never held up: a scroll does not wait for it.
    Passive,
    /// Heard on its way in, and may be kept from the page.
    Active,
    /// Heard on its way out, after everybody inside has heard it.
    Outwards,
}

/// Listeners that share an end.
pub(super) struct Listening {
    end: AbortController,
    /// Not `FnMut`: while one of them gives the focus to an element, the page's own script runs, and may well fire the same event.
    closures: Vec<Closure<dyn Fn(Event)>>,
}

impl Listening {
    pub(super) fn new() -> Option<Listening> {
        Some(Listening { end: AbortController::new().ok()?, closures: Vec::new() })
    }

    /// Listens to what the user does. What the page's script makes up is no deed of the user's. But editors announce real changes of
    /// the text by an `input` of their own, and the `compositionend` of Chromium itself is not trusted.
    pub(super) fn to(&mut self, target: &EventTarget, event: &str, hearing: Hearing, heard: impl Fn(Event) + 'static) {
        self.add(target, event, hearing, Box::new(heard));
    }

    fn add(&mut self, target: &EventTarget, event: &str, hearing: Hearing, heard: Box<dyn Fn(Event)>) {
        let options = AddEventListenerOptions::new();
        options.set_capture(hearing != Hearing::Outwards);
        options.set_passive(hearing != Hearing::Active);
        options.set_signal(&self.end.signal());
        let closure = Closure::wrap(Box::new(move |e: Event| {
            if e.is_trusted() || matches!(e.type_().as_str(), "input" | "compositionstart" | "compositionend") {
                heard(e);
            }
        }) as Box<dyn Fn(Event)>);
        let function = closure.as_ref().unchecked_ref();
        if target.add_event_listener_with_callback_and_add_event_listener_options(event, function, &options).is_ok() {
            self.closures.push(closure);
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.end.abort();
        // This may run inside of one of the listeners: they are let go when the browser is back in its loop.
        let closures = std::mem::take(&mut self.closures);
        wasm_bindgen_futures::spawn_local(async move { drop(closures) });
    }
}
