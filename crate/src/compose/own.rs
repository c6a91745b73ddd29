//! What the layer is told of the user's own: the practice's pack, and how grave rules are.

use super::Layer;
use crate::check::RuleRef;
use crate::rules::Severity;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
impl Layer {
    /// Takes the text of the practice's own pack; an empty one lets it go. All of its rules are on: call `settings` after this.
    #[wasm_bindgen(js_name = ownPack)]
    pub fn own_pack(&self, text: &str) {
        let shared = &self.shared;
        // Cards and warnings of the old pack would speak of rules that are gone.
        if let Some(watched) = shared.watched() {
            watched.forget();
        }
        shared.ignored.borrow_mut().retain(|(rule, _)| matches!(rule, RuleRef::BuiltIn(_)));
        shared.checker.borrow_mut().set_own_pack(crate::extension::held_pack(text));
        self.refresh();
    }

    /// Says how grave rules are, in pairs: `["advertising/cure", "low", …]`.
    pub fn severities(&self, pairs: Vec<String>) {
        let all = [Severity::High, Severity::Medium, Severity::Low];
        let mut chosen = Vec::new();
        let mut pairs = pairs.into_iter();
        while let (Some(id), Some(name)) = (pairs.next(), pairs.next()) {
            chosen.extend(all.into_iter().find(|s| s.name() == name).map(|s| (id, s)));
        }
        self.shared.checker.borrow_mut().set_severities(chosen);
        self.refresh();
    }
}
