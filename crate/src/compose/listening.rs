//! Listeners that one call takes away again.

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AddEventListenerOptions, Event, EventTarget};

/// Listeners that share an end.
pub(super) struct Listening {
    end: AbortController,
    closures: Vec<Closure<dyn FnMut(Event)>>,
}

impl Listening {
    pub(super) fn new() -> Option<Listening> {
        Some(Listening { end: AbortController::new().ok()?, closures: Vec::new() })
    }

    /// Listens in the capture phase, without ever holding up a scroll.
    pub(super) fn to(&mut self, target: &EventTarget, event: &str, passive: bool, heard: impl FnMut(Event) + 'static) {
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        options.set_passive(passive);
        options.set_signal(&self.end.signal());
        let closure = Closure::wrap(Box::new(heard) as Box<dyn FnMut(Event)>);
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
