//! Learning what signs weigh from labelled posts.
//!
//! Each passage of each labelled post is one example: its signs, and for each pack whether a labelled span lies in it. One linear
//! classifier a pack ([`separate`]) gives each sign its weight; a network ([`learn_company`]) learns what single signs say in each other's
//! company.

mod company;
mod passages;
mod separate;
mod themes;
mod variants;

pub use company::learn_company;
pub use passages::{LabelledPost, Passages, Signs};
pub use separate::{Example, leeway, separate};
pub use themes::{Told, learn_themes};
pub use variants::{harmless_with_emoji, in_small_letters};

use crate::check::weigh::{TENTHS_OF_MEAN, TENTHS_OF_WHOLE};
use crate::rules::{ANY_PACK, MOST_PACKS, WEIGHT_SCALE};

/// What was learnt: a weight for each sign and pack.
pub type Learnt = Vec<[f32; MOST_PACKS]>;

/// Learns from passages; `cost` tells, by the post's number, what an error costs there, or that the post is not to be learnt from.
/// Of all signs the `most` heaviest are kept: they are learnt from once more by themselves, so that they take over what the rest said.
pub fn learn(passages: &Passages, packs: usize, most: usize, cost: impl Fn(usize) -> Option<f32>) -> Learnt {
    let all = learn_from(passages, packs, &cost);
    // What a sign says, to a post of one passage, as often as it says it: one that is heavy and rare is met by nobody.
    let share_of_any = f32::from(TENTHS_OF_MEAN + TENTHS_OF_WHOLE) / 10.0;
    let heft = |sign: usize| {
        let weights = &all[sign];
        let told = (0..packs).map(|pack| (weights[pack] + share_of_any * weights[ANY_PACK]).powi(2)).sum::<f32>();
        told * f32::from(passages.signs.posts[sign].min(u32::from(u16::MAX)) as u16)
    };
    let hefts: Vec<f32> = (0..all.len()).map(heft).collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| hefts[*b].total_cmp(&hefts[*a]));
    let mut kept = vec![false; all.len()];
    for sign in order.into_iter().take(most) {
        kept[sign] = true;
    }
    learn_from(&passages.only(&kept), packs, &cost)
}

fn learn_from(passages: &Passages, packs: usize, cost: &impl Fn(usize) -> Option<f32>) -> Learnt {
    let mut learnt = vec![[0.0; MOST_PACKS]; passages.signs.names.len()];
    for pack in 0..packs {
        let chosen: Vec<Example> = passages
            .all
            .iter()
            .filter(|p| p.speaks_to >> pack & 1 == 1)
            .filter_map(|p| Some(Example { signs: &p.signs, risky: p.risky >> pack & 1 == 1, cost: cost(p.post)? }))
            .collect();
        for (all, weight) in learnt.iter_mut().zip(separate(&chosen, &leeway(&chosen, passages.signs.names.len()))) {
            all[pack] = weight;
        }
    }
    // What is risky in any way, against posts in which nothing is: the harmless passages of risky posts say nothing about that. Whole
    // posts are examples too, since whole posts are asked.
    let chosen: Vec<Example> = passages
        .all
        .iter()
        .chain(&passages.whole)
        .filter(|p| p.risky != 0 || p.harmless_post)
        .filter_map(|p| Some(Example { signs: &p.signs, risky: p.risky != 0, cost: cost(p.post)? }))
        .collect();
    for (all, weight) in learnt.iter_mut().zip(separate(&chosen, &leeway(&chosen, passages.signs.names.len()))) {
        all[ANY_PACK] = weight;
    }
    learnt
}

/// Weights as whole numbers. Cross-validation over authors says that steps of a hundredth, or leaving out the least weights, would
/// lose a tenth of what is found.
pub fn rounded(weights: &[f32; MOST_PACKS]) -> [i8; MOST_PACKS] {
    weights.map(|w| (w * f32::from(WEIGHT_SCALE)).round().clamp(-127.0, 127.0) as i8)
}

/// Over how many hundredths of weight the odds change by e.
const SLOPE: f32 = 22.0;
/// What is assumed of a rule of which nothing is known: its findings are right as often as not where their support is this much below 0.
const USUAL: f32 = 60.0;
/// How far rules differ from what is assumed.
const SPREAD: f32 = 25.0;
/// The odds, as a logarithm, at which a warning is given: one right for each wrong one, among posts of which the most were chosen to be
/// either risky or tempting.
const WANTED: f32 = 0.0;

/// How far a rule is relied on, given the support of its findings and which of them were right: the most likely shift of a logistic
/// curve, with what is usual for rules as the prior.
pub fn reliance(trials: &[(i32, bool)]) -> i8 {
    let likelihood = |shift: f32| -> f32 {
        let prior = -((shift - USUAL) / SPREAD).powi(2) / 2.0;
        let fit: f32 = trials
            .iter()
            .map(|(support, right)| {
                let odds = (f32::from((*support).clamp(-999, 999) as i16) + shift) / SLOPE;
                let odds = if *right { odds } else { -odds };
                -(1.0 + (-odds).exp()).ln()
            })
            .sum();
        prior + fit
    };
    let best = (-100i8..=120).max_by(|a, b| likelihood(f32::from(*a)).total_cmp(&likelihood(f32::from(*b)))).unwrap_or(0);
    best.saturating_sub((WANTED * SLOPE) as i8).min(crate::rules::Rule::FULL_RELIANCE - 1)
}
