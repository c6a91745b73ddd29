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

/// The weight of each of `signs` signs. The same examples give the same weights.
pub fn separate(examples: &[Example], signs: usize) -> Vec<f32> {
    let mut weights = vec![0.0f32; signs];
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
                alphas[i] = (before - gradient / (f32::from(own.len() as u16) + diagonal)).max(0.0);
                let step = (alphas[i] - before) * label;
                for s in own {
                    weights[*s as usize] += step;
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
    use super::{Example, separate};

    #[test]
    fn what_only_risky_examples_have_weighs_up_and_what_only_harmless_ones_have_weighs_down() {
        let example = |signs, risky| Example { signs, risky, cost: 1.0 };
        let examples = [example(&[0, 1], true), example(&[0, 2], false), example(&[0, 1, 3], true), example(&[0, 2, 3], false)];
        let weights = separate(&examples, 4);
        assert!(weights[1] > 0.5 && weights[2] < -0.5, "{weights:?}");
        assert!(weights[0].abs() < 0.1 && weights[3].abs() < 0.1, "{weights:?}");
    }
}
