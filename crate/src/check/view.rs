//! What is said about a rule, wherever it comes from.

use crate::check::{Checker, RuleRef};
use crate::own::{OWN, OwnPack};
use crate::rules::{RuleSet, Severity, Source};

/// A rule as people are shown it.
#[derive(Clone, Debug)]
pub struct RuleView<'a> {
    /// `advertising/cure`.
    pub id: &'a str,
    /// The id of its pack.
    pub pack: &'a str,
    /// Its pack, for people.
    pub pack_title: &'a str,
    /// For people.
    pub title: &'a str,
    /// How much it matters, by the rule itself.
    pub severity: Severity,
    /// Why it is risky.
    pub why: &'a str,
    /// Wording instead.
    pub instead: &'a [String],
    /// Examples that it finds.
    pub examples: &'a [String],
    /// The standards that the rule itself cites.
    pub sources: Vec<&'a Source>,
}

/// How long, in bytes, what a card says of the reason may be.
const SHORT: usize = 300;

impl RuleView<'_> {
    /// The first sentences of the reason, as many as a card has room for, and one at least. The page that explains has all of them.
    pub fn short_why(&self) -> &str {
        if self.why.len() <= SHORT {
            return self.why;
        }
        let ends = self.why.match_indices(['.', '?', '!']).map(|(at, mark)| at + mark.len());
        let ends = ends.filter(|end| self.why[*end..].is_empty() || self.why[*end..].starts_with(char::is_whitespace));
        let (mut short, mut first) = (None, None);
        for end in ends {
            first = first.or(Some(end));
            short = if end <= SHORT { Some(end) } else { short };
        }
        &self.why[..short.or(first).unwrap_or(self.why.len())]
    }
}

impl Checker {
    /// The rule of that id, built-in or the practice's own.
    pub fn find_rule(&self, id: &str) -> Option<RuleRef> {
        let own = || self.own_pack()?.find(id).map(RuleRef::Own);
        self.rules().rules.iter().position(|r| r.id == id).map(RuleRef::BuiltIn).or_else(own)
    }

    /// The rule by which a phrase is ignored or allowed. What passages are about may change with a word nearby, so that a theme's phrases
    /// go by the general rule of its pack.
    pub fn heeded(&self, rule: RuleRef) -> RuleRef {
        let rules = self.rules();
        let theme = rule.built_in().map(|number| &rules.rules[number]).filter(|r| r.is_theme());
        let general = theme.and_then(|theme| rules.weighing().find(|number| rules.rules[*number].pack == theme.pack));
        general.map_or(rule, RuleRef::BuiltIn)
    }

    /// What is said about a rule.
    ///
    /// # Panics
    /// Where the rule is one of an own pack that has been taken away.
    pub fn view(&self, rule: RuleRef) -> RuleView<'_> {
        match rule {
            RuleRef::BuiltIn(number) => built_in(self.rules(), number),
            RuleRef::Own(number) => own(self.own_pack().expect("the pack of a rule that was found is there"), number),
        }
    }

    /// The standards that a rule comes from: its own, then those of a profession's regulator.
    pub fn sources(&self, rule: RuleRef, profession: Option<usize>) -> Vec<&Source> {
        match rule {
            RuleRef::BuiltIn(number) => self.rules().sources_for(&self.rules().rules[number], profession),
            RuleRef::Own(_) => self.view(rule).sources,
        }
    }
}

fn built_in(rules: &RuleSet, number: usize) -> RuleView<'_> {
    let rule = &rules.rules[number];
    let pack = &rules.packs[rule.pack as usize];
    RuleView {
        id: &rule.id,
        pack: &pack.id,
        pack_title: &pack.title,
        title: &rule.title,
        severity: rule.severity,
        why: &rule.why,
        instead: &rule.instead,
        examples: &rule.examples,
        sources: rule.sources.iter().map(|s| &rules.sources[*s as usize]).collect(),
    }
}

fn own(pack: &OwnPack, number: usize) -> RuleView<'_> {
    let rule = &pack.rules[number];
    RuleView {
        id: &rule.id,
        pack: OWN,
        pack_title: &pack.title,
        title: &rule.title,
        severity: rule.severity,
        why: &rule.why,
        instead: &rule.instead,
        examples: &rule.examples,
        sources: rule.source.iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::SHORT;
    use crate::check::{Checker, RuleRef};

    #[test]
    fn a_card_has_whole_sentences_of_the_reason() {
        let checker = Checker::new(crate::built_in());
        let mut shortened = 0;
        for number in 0..checker.rules().rules.len() {
            let view = checker.view(RuleRef::BuiltIn(number));
            let short = view.short_why();
            assert!(short.ends_with(['.', '?', '!']) && view.why.starts_with(short), "{}: {short}", view.id);
            let rest = view.why[short.len()..].trim_start();
            assert!(rest.chars().next().is_none_or(|c| !c.is_lowercase()), "{}: {rest}", view.id);
            assert!(short.len() <= SHORT + 20, "{}: {} bytes in one sentence", view.id, short.len());
            shortened += usize::from(short != view.why);
        }
        assert!(shortened > 30, "{shortened}");
    }
}
