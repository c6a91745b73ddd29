//! Learning what passages are about, from passages of which that is known.

use crate::learn::{Example, leeway, separate};
use crate::rules::WEIGHT_SCALE;

/// A passage of which it is known what it is about.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its signs.
    pub signs: Vec<u32>,
    /// Its theme, as a number.
    pub theme: usize,
}

/// For each of these themes, which are those of one pack, its heaviest signs, at `most` so many, and what they weigh in hundredths.
/// `signs` is the number of all signs; `cost` is what an error costs against the size of the weights.
pub fn learn_themes(told: &[Told], themes: &[usize], signs: usize, most: usize, cost: f32) -> Vec<(u32, usize, i8)> {
    let mut met = vec![0u16; signs];
    for sign in told.iter().flat_map(|t| &t.signs) {
        met[*sign as usize] = met[*sign as usize].saturating_add(1);
    }
    let mut learnt = Vec::new();
    for theme in themes {
        let all: Vec<Example> = told.iter().map(|t| Example { signs: &t.signs, risky: t.theme == *theme, cost }).collect();
        let weights = separate(&all, &leeway(&all, signs));
        let heft = |sign: u32| weights[sign as usize].powi(2) * f32::from(met[sign as usize]);
        let mut heaviest: Vec<u32> = (0..signs as u32).filter(|sign| heft(*sign) > 0.0).collect();
        heaviest.sort_by(|a, b| heft(*b).total_cmp(&heft(*a)));
        heaviest.truncate(most);
        // Once more with these alone, so that they take over what the rest said.
        let mut kept = vec![false; signs];
        for sign in &heaviest {
            kept[*sign as usize] = true;
        }
        let only: Vec<Vec<u32>> = told.iter().map(|t| t.signs.iter().copied().filter(|sign| kept[*sign as usize]).collect()).collect();
        let all: Vec<Example> = told.iter().zip(&only).map(|(t, signs)| Example { signs, risky: t.theme == *theme, cost }).collect();
        let weights = separate(&all, &leeway(&all, signs));
        let rounded = |weight: f32| (weight * f32::from(WEIGHT_SCALE)).round().clamp(-127.0, 127.0) as i8;
        learnt.extend(heaviest.into_iter().map(|sign| (sign, *theme, rounded(weights[sign as usize]))).filter(|(.., weight)| *weight != 0));
    }
    learnt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_told_by_the_signs_that_the_others_lack() {
        let told = |signs: &[u32], theme| Told { signs: signs.to_vec(), theme };
        let all: Vec<Told> = (0..10).flat_map(|_| [told(&[0, 1], 7), told(&[0, 2], 8), told(&[0, 3], 9)]).collect();
        let learnt = learn_themes(&all, &[7, 8, 9], 4, 2, 1.0);
        for (sign, theme) in [(1, 7), (2, 8), (3, 9)] {
            let weight = |of: usize| learnt.iter().find(|(s, t, _)| *s == sign && *t == of).map_or(0, |(.., weight)| *weight);
            assert!(weight(theme) > 40, "{learnt:?}");
            assert!([7, 8, 9].into_iter().filter(|other| *other != theme).all(|other| weight(other) <= 0), "{learnt:?}");
        }
        assert!([7, 8, 9].iter().all(|theme| learnt.iter().filter(|(_, t, _)| t == theme).count() <= 2));
    }
}
