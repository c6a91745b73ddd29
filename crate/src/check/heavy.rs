//! Passages that weigh enough by themselves: which there are, where in each the risk lies, and what it is about.

use crate::check::finding::Covered;
use crate::check::signs::{signs_around, signs_of};
use crate::check::weigh::Scales;
use crate::check::{Finding, Piece, PostContext};
use crate::rules::{ANY_PACK, RuleSet, THEME_MARGIN};
use crate::text::Text;
use std::cmp::Reverse;

/// A passage that reaches the threshold of a pack.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Heavy {
    /// By how much it stays below the threshold: the less, the heavier.
    below: i32,
    from: usize,
    to: usize,
    /// The rule that weighs passages for the pack; of two that are passed by as much, the later speaks.
    rule: Reverse<usize>,
}

/// What is to be said of a heavy passage.
struct Heart {
    /// The run of words that weighs most: its first word and one past its last.
    words: (u32, u32),
    /// The rule that says what it is about; none where no theme of the pack is much nearer than the others.
    theme: Option<usize>,
}

impl Scales {
    /// Appends the findings of the rules that weigh passages: for each passage the pack whose threshold is passed by most, and of that
    /// the theme that the passage is about. Where another rule of the pack speaks already, that knows better why; where one would that is
    /// switched off, or its phrase is always fine (`off` has what is found so), the user wants to hear nothing of it.
    #[inline(never)]
    pub(crate) fn weigh(
        &mut self,
        text: &Text,
        rules: &RuleSet,
        context: &PostContext,
        suits: impl Fn(usize) -> bool,
        off: &[Finding],
        findings: &mut Vec<Finding>,
    ) {
        let heavy = self.heavy(rules, &suits);
        if heavy.is_empty() {
            return;
        }
        let (spoken, silenced) = (Covered::by_pack(findings, rules), Covered::by_pack(off, rules));
        let mut taken = vec![false; text.sentences.len()];
        for Heavy { from, to, rule: Reverse(rule), .. } in heavy {
            // One that shares a sentence with a heavier one says nothing new.
            if taken[from..to].contains(&true) {
                continue;
            }
            let pack = rules.rules[rule].pack as usize;
            let passage = text.to_utf16(text.sentences[from].first as usize, text.sentences[to - 1].end as usize);
            if !spoken[pack].any(passage.0, passage.1) {
                let heart = self.heart(text, rules, context, pack, from, to);
                let rule = heart.theme.unwrap_or(rule);
                if !suits(rule) || silenced[pack].any(passage.0, passage.1) {
                    // Switched off: another pack may have something to say here.
                    continue;
                }
                let (start, end) = text.to_utf16(heart.words.0 as usize, heart.words.1 as usize);
                findings.push(Finding::of(rule, rules, [Piece { start, end, name: None }].into()));
            }
            taken[from..to].fill(true);
        }
    }

    /// The passages that reach a threshold, once for each pack; the heaviest first.
    fn heavy(&self, rules: &RuleSet, suits: &impl Fn(usize) -> bool) -> Vec<Heavy> {
        let speaks = |rule: usize| suits(rule) || rules.themes_of(rules.rules[rule].pack).any(suits);
        let weighing: Vec<usize> = rules.weighing().filter(|rule| speaks(*rule)).collect();
        let mut heavy = Vec::new();
        for p in self.passages() {
            for rule in &weighing {
                let below = i32::from(rules.rules[*rule].weighs.unwrap_or(i16::MAX)) - p.sums[rules.rules[*rule].pack as usize];
                if below <= 0 {
                    heavy.push(Heavy { below, from: p.from, to: p.to, rule: Reverse(*rule) });
                }
            }
        }
        heavy.sort_unstable();
        heavy
    }

    /// Looks into the sentences `from..to`, which are heavy for a pack.
    fn heart(&mut self, text: &Text, rules: &RuleSet, context: &PostContext, pack: usize, from: usize, to: usize) -> Heart {
        let start = text.sentences[from].first;
        let end = text.sentences[to - 1].end;
        let mut by_word = vec![0i32; (end - start) as usize];
        let mut themes = vec![0i32; rules.rules.len()];
        let next_push = rules.company.next_push(&self.load_of(from..to).units, pack);
        self.count_anew();
        for s in from..to {
            signs_of(text, rules, s, |sign| {
                let Some(place) = rules.weights.find(sign.key()) else { return };
                if self.count(place) {
                    // Sixteenths, so that the share of each word of a sign is not rounded away.
                    let weights = rules.weights.of(place);
                    let says = i32::from(weights[pack]) + i32::from(weights[ANY_PACK]) + rules.company.share(place, &next_push);
                    let share = 16 * says / (sign.to - sign.from).cast_signed();
                    for w in sign.from..sign.to {
                        by_word[(w - start) as usize] += share;
                    }
                    rules.themes.add(place, &mut themes);
                }
            });
        }
        for (sign, _) in signs_around(text, context, from, to) {
            rules.weights.find(sign).into_iter().for_each(|place| rules.themes.add(place, &mut themes));
        }
        let (first, last) = heaviest_run(&by_word);
        Heart { words: (start + first as u32, start + last as u32), theme: nearest(rules, pack, &themes) }
    }
}

/// The run of numbers with the greatest sum: its first, and one past its last.
fn heaviest_run(numbers: &[i32]) -> (usize, usize) {
    let (mut best, mut best_sum) = ((0, numbers.len()), i32::MIN);
    let (mut run, mut sum) = (0, 0);
    for (i, number) in numbers.iter().enumerate() {
        if sum <= 0 {
            (run, sum) = (i, 0);
        }
        sum += number;
        if sum > best_sum {
            (best, best_sum) = ((run, i + 1), sum);
        }
    }
    best
}

/// The theme of a pack that is spoken for most, if no other comes near; the only one, if it is spoken for at all.
fn nearest(rules: &RuleSet, pack: usize, sums: &[i32]) -> Option<usize> {
    let (mut best, mut next): (Option<(i32, usize)>, Option<i32>) = (None, None);
    for theme in rules.themes_of(pack as u16) {
        let this = sums[theme];
        if best.is_none_or(|(most, _)| this > most) {
            next = best.map(|(most, _)| most);
            best = Some((this, theme));
        } else {
            next = next.max(Some(this));
        }
    }
    best.filter(|(most, _)| most - next.unwrap_or(0) >= THEME_MARGIN).map(|(_, theme)| theme)
}

#[cfg(test)]
mod tests {
    use crate::check::{Checker, PostContext};

    #[test]
    fn what_a_rule_finds_that_is_switched_off_is_not_warned_about_for_its_weight() {
        let mut checker = Checker::new(crate::built_in());
        let post = "Hello. We can cure a migraine";
        let context = PostContext::default();
        let findings = checker.check(post, &context);
        let [cure] = &findings[..] else { panic!("{findings:?}") };
        let cure = cure.rule.built_in().expect("it is no practice's own");
        let rules = checker.rules().clone();
        let (pack, id) = (rules.rules[cure].pack as usize, &rules.rules[cure].id);
        let enough = rules.weighing().find(|rule| rules.rules[*rule].pack as usize == pack).and_then(|rule| rules.rules[rule].weighs);
        assert!(checker.heaviest()[pack] >= i32::from(enough.expect("each pack has one")), "it weighs too little for this test");
        checker.choose_rules(|rule| rule != id);
        assert_eq!(checker.check(post, &context), []);
        assert_eq!(checker.check("Hello. We can cure a migraine. You will be pain free by Friday", &context).len(), 1);
        checker.choose_rules(|_| true);
        assert_eq!(checker.check(post, &context), findings);
    }
}
