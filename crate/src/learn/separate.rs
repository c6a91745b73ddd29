//! A linear classifier: the support vector machine with squared hinge loss, solved by coordinate descent in the dual
//! (Hsieh, Chang, Lin, Keerthi, Sundararajan, *A dual coordinate descent method for large-scale linear SVM*, ICML 2008).

/// How often all examples are gone through at most.
const MOST_ROUNDS: usize = 200;
/// The greatest violation of optimality that is let stand.
const TOLERANCE: f32 = 0.02;

/// Something to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Example<'a> {
    /// Its signs.
    pub signs: &'a [u32],
    /// Whether it is risky.
    pub risky: bool,
    /// What an error here costs against the size of the weights.
    pub cost: f32,
}

/// How often a sign is taken to have been met in risky and in harmless examples before any is seen.
const BEFORE_ANY: f32 = 3.0;
/// The greatest square of a log-ratio that counts.
const MOST_TELLING: f32 = 9.0;

/// How far each sign's weight is let go from 0: the further, the more often it is met in the ones than in the others (the idea is that of
/// Wang, Manning, *Baselines and bigrams: simple, good sentiment and topic classification*, ACL 2012).
pub fn leeway(examples: &[Example], signs: usize) -> Vec<f32> {
    let mut met = [vec![BEFORE_ANY; signs], vec![BEFORE_ANY; signs]];
    for e in examples {
        for s in e.signs {
            met[usize::from(e.risky)][*s as usize] += 1.0;
        }
    }
    let [harmless, risky] = met;
    let apart = (risky.iter().sum::<f32>() / harmless.iter().sum::<f32>()).ln();
    let ratios = risky.iter().zip(&harmless).map(|(risky, harmless)| (risky / harmless).ln() - apart);
    ratios.map(|ratio| 0.5 + 0.5 * (ratio * ratio).min(MOST_TELLING)).collect()
}

/// The weight of each sign, whose `leeway` is the variance that it is taken to have. The same examples give the same weights.
pub fn separate(examples: &[Example], leeway: &[f32]) -> Vec<f32> {
    let mut weights = vec![0.0f32; leeway.len()];
    let length = |e: &Example| e.signs.iter().map(|s| leeway[*s as usize]).sum::<f32>();
    let lengths: Vec<f32> = examples.iter().map(length).collect();
    let mut alphas = vec![0.0f32; examples.len()];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = 0x2545_F491_4F6C_DD1Du64;
    for _ in 0..MOST_ROUNDS {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        let mut worst = 0.0f32;
        for &i in &order {
            let Example { signs: own, risky, cost } = examples[i];
            let label = if risky { 1.0 } else { -1.0 };
            let diagonal = 0.5 / cost;
            let score: f32 = own.iter().map(|s| weights[*s as usize]).sum();
            let gradient = label * score - 1.0 + diagonal * alphas[i];
            let projected = if alphas[i] > 0.0 { gradient } else { gradient.min(0.0) };
            worst = worst.max(projected.abs());
            if projected.abs() > 1e-6 {
                let before = alphas[i];
                alphas[i] = (before - gradient / (lengths[i] + diagonal)).max(0.0);
                let step = (alphas[i] - before) * label;
                for s in own {
                    weights[*s as usize] += step * leeway[*s as usize];
                }
            }
        }
        if worst < TOLERANCE {
            break;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::{Example, leeway, separate};

    #[test]
    fn what_only_risky_examples_have_weighs_up_and_what_only_harmless_ones_have_weighs_down() {
        let example = |signs, risky| Example { signs, risky, cost: 1.0 };
        let examples = [example(&[0, 1], true), example(&[0, 2], false), example(&[0, 1, 3], true), example(&[0, 2, 3], false)];
        let weights = separate(&examples, &[1.0; 4]);
        assert!(weights[1] > 0.5 && weights[2] < -0.5, "{weights:?}");
        assert!(weights[0].abs() < 0.1 && weights[3].abs() < 0.1, "{weights:?}");
    }

    #[test]
    fn what_tells_more_is_given_more_leeway_and_so_more_weight() {
        let example = |signs, risky| Example { signs, risky, cost: 0.01 };
        let mut examples = Vec::new();
        for i in 0..40 {
            examples.push(example(if i % 2 == 0 { &[0, 1, 2] } else { &[0, 1][..] }, true));
            examples.push(example(if i % 3 == 0 { &[0, 2] } else { &[0][..] }, false));
        }
        let leeway = leeway(&examples, 3);
        assert!(leeway[1] > leeway[2] && leeway[2] >= 0.5 && leeway[0] < 0.8, "{leeway:?}");
        let (with, without) = (separate(&examples, &leeway), separate(&examples, &[1.0; 3]));
        assert!(with[1] > without[1], "{with:?} {without:?}");
    }
}
