//! What the browser is asked to tell of: changes inside a box, and changes of the size of what stands round it.

use wasm_bindgen::prelude::*;
use web_sys::{Element, MutationObserver, MutationObserverInit, ResizeObserver};

type Told = Closure<dyn Fn()>;

/// Observers that end together.
#[derive(Default)]
pub(super) struct Observing {
    changes: Option<(MutationObserver, Told)>,
    sizes: Option<(ResizeObserver, Told)>,
}

impl Observing {
    /// Tells of every change of the nodes and letters in `element`; of its attributes as well, if they are asked for.
    pub(super) fn changes_in(&mut self, element: &Element, attributes: bool, told: impl Fn() + 'static) {
        let told = Closure::wrap(Box::new(told) as Box<dyn Fn()>);
        let Ok(observer) = MutationObserver::new(told.as_ref().unchecked_ref()) else { return };
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_character_data(true);
        options.set_subtree(true);
        options.set_attributes(attributes);
        if observer.observe_with_options(element, &options).is_ok() {
            self.changes = Some((observer, told));
        }
    }

    /// Tells when one of these elements is another size, and once at the beginning.
    pub(super) fn sizes_of(&mut self, elements: impl Iterator<Item = Element>, told: impl Fn() + 'static) {
        let told = Closure::wrap(Box::new(told) as Box<dyn Fn()>);
        let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) else { return };
        for element in elements {
            observer.observe(&element);
        }
        self.sizes = Some((observer, told));
    }
}

impl Drop for Observing {
    fn drop(&mut self) {
        let (changes, sizes) = (self.changes.take(), self.sizes.take());
        if let Some((observer, _)) = &changes {
            observer.disconnect();
        }
        if let Some((observer, _)) = &sizes {
            observer.disconnect();
        }
        // This may be the end of one of these callbacks: they are let go when the browser is back in its loop.
        wasm_bindgen_futures::spawn_local(async move { drop((changes, sizes)) });
    }
}
