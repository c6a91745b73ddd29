//! Learning what signs say in each other's company: a network with one hidden layer, by stochastic gradient descent
//! (Kingma, Ba, *Adam: a method for stochastic optimization*, ICLR 2015).
//!
//! In each example two of five signs are left out at random (Srivastava and others, *Dropout*, JMLR 2014), so that no unit relies on one
//! word that an author happens to like. (To take the rest for less when all are there, as is usual, found no more in trials.)

use crate::learn::Passages;
use crate::rules::{ANY_PACK, CompanyLines, LOGIT, MOST_PACKS, MOST_SAID, PUSH_SCALE, SAYS_SCALE, UNITS};

/// How often all examples are gone through.
const ROUNDS: u8 = 5;
/// Examples between two steps.
const BATCH: usize = 512;
/// The length of the first steps; they grow shorter round by round.
const STEP: f32 = 2e-3;
/// How many signs in a hundred are left out of an example.
const LEFT_OUT: u64 = 40;

/// Of an example, by pack: whether it is risky; nothing if the example does not speak of the pack.
type Labels = [Option<bool>; MOST_PACKS];

/// Numbers that are learnt, with the running means of their gradients.
struct Learning<const N: usize> {
    values: Vec<[f32; N]>,
    gradient: Vec<[f32; N]>,
    mean: Vec<[f32; N]>,
    square: Vec<[f32; N]>,
}

impl<const N: usize> Learning<N> {
    fn new(values: Vec<[f32; N]>) -> Self {
        let zeros = vec![[0.0; N]; values.len()];
        Learning { values, gradient: zeros.clone(), mean: zeros.clone(), square: zeros }
    }

    /// One step of Adam; `seen` is how many steps there have been, with this one.
    fn step(&mut self, length: f32, seen: i32) {
        let (unbias_mean, unbias_square) = (1.0 / (1.0 - 0.9f32.powi(seen)), 1.0 / (1.0 - 0.999f32.powi(seen)));
        let rows = self.values.iter_mut().zip(&mut self.gradient).zip(self.mean.iter_mut().zip(&mut self.square));
        for ((values, gradient), (mean, square)) in rows {
            for n in 0..N {
                mean[n] = 0.9 * mean[n] + 0.1 * gradient[n];
                square[n] = 0.999 * square[n] + 0.001 * gradient[n] * gradient[n];
                values[n] -= length * mean[n] * unbias_mean / ((square[n] * unbias_square).sqrt() + 1e-8);
                gradient[n] = 0.0;
            }
        }
    }
}

/// Numbers by chance, each as likely as the others; the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    /// From -1 to 1.
    fn fraction(&mut self) -> f32 {
        f32::from(self.below(1 << 15) as u16) / f32::from(1u16 << 14) - 1.0
    }
}

struct Network {
    pushes: Learning<UNITS>,
    /// What each unit says to each pack.
    says: Learning<MOST_PACKS>,
    /// What is said without any.
    alone: Learning<MOST_PACKS>,
}

impl Network {
    fn new(signs: usize, chance: &mut Chance) -> Network {
        let random = |most: f32| move |chance: &mut Chance| most * chance.fraction();
        let (small, large) = (random(0.035), random(1.0 / f32::from(UNITS as u16).sqrt()));
        Network {
            pushes: Learning::new((0..signs).map(|_| std::array::from_fn(|_| small(chance))).collect()),
            says: Learning::new((0..UNITS).map(|_| std::array::from_fn(|_| large(chance))).collect()),
            alone: Learning::new(vec![[-2.0; MOST_PACKS]]),
        }
    }

    /// Adds to the gradients what an example says, in which an error costs so much.
    fn take(&mut self, signs: &[u32], labels: Labels, cost: f32) {
        let mut units = [0.0f32; UNITS];
        for sign in signs {
            for (unit, push) in units.iter_mut().zip(&self.pushes.values[*sign as usize]) {
                *unit += push;
            }
        }
        let mut logits = self.alone.values[0];
        for (unit, says) in units.iter().zip(&self.says.values) {
            for (logit, says) in logits.iter_mut().zip(says) {
                *logit += unit.max(0.0) * says;
            }
        }
        let mut errors = [0.0f32; MOST_PACKS];
        for ((error, label), logit) in errors.iter_mut().zip(labels).zip(logits) {
            if let Some(risky) = label {
                *error = cost * (1.0 / (1.0 + (-logit).exp()) - f32::from(u8::from(risky)));
            }
        }
        let mut back = [0.0f32; UNITS];
        for (place, unit) in units.iter().enumerate().filter(|(_, unit)| **unit > 0.0) {
            let says = self.says.values[place].iter().zip(&mut self.says.gradient[place]);
            for ((says, gradient), error) in says.zip(errors) {
                back[place] += error * says;
                *gradient += error * unit;
            }
        }
        for (gradient, error) in self.alone.gradient[0].iter_mut().zip(errors) {
            *gradient += error;
        }
        for sign in signs {
            for (gradient, back) in self.pushes.gradient[*sign as usize].iter_mut().zip(back) {
                *gradient += back;
            }
        }
    }

    fn step(&mut self, length: f32, seen: i32) {
        self.pushes.step(length, seen);
        self.says.step(length, seen);
        self.alone.step(length, seen);
    }
}

/// Learns from passages what the signs for which `takes_part` holds say in each other's company; `cost` tells, by the post's number, what
/// an error costs there, or that the post is not to be learnt from. A sign that `stays` is never left out.
pub fn learn_company(
    passages: &Passages,
    packs: usize,
    takes_part: impl Fn(&str) -> bool,
    stays: impl Fn(&str) -> bool,
    cost: impl Fn(usize) -> Option<f32>,
) -> CompanyLines {
    let mut names: Vec<&String> = Vec::new();
    let mut places = vec![u32::MAX; passages.signs.names.len()];
    for (sign, name) in passages.signs.names.iter().enumerate().filter(|(_, name)| takes_part(name)) {
        places[sign] = names.len() as u32;
        names.push(name);
    }
    let stays: Vec<bool> = names.iter().map(|name| stays(name)).collect();
    let of_passages = passages.all.iter().map(|p| (p, packs));
    // Whole posts are examples of what is risky in any way, since whole posts are asked.
    let examples: Vec<(Vec<u32>, Labels, f32)> = of_passages
        .chain(passages.whole.iter().map(|p| (p, 0)))
        .filter_map(|(p, packs)| {
            let cost = cost(p.post)?;
            let mut labels = Labels::default();
            for (pack, label) in labels.iter_mut().enumerate().take(packs) {
                *label = (p.speaks_to >> pack & 1 == 1).then_some(p.risky >> pack & 1 == 1);
            }
            labels[ANY_PACK] = (p.risky != 0 || p.harmless_post).then_some(p.risky != 0);
            let signs = p.signs.iter().map(|s| places[*s as usize]).filter(|s| *s != u32::MAX).collect();
            labels.iter().any(Option::is_some).then_some((signs, labels, cost))
        })
        .collect();

    let mut chance = Chance(0x2545_F491_4F6C_DD1D);
    let mut network = Network::new(names.len(), &mut chance);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let (mut signs, mut seen) = (Vec::new(), 0);
    for round in 0..ROUNDS {
        for i in (1..order.len()).rev() {
            order.swap(i, chance.below(i as u64 + 1) as usize);
        }
        let length = STEP * (1.0 - f32::from(round) / f32::from(ROUNDS));
        for batch in order.chunks(BATCH) {
            let costs = batch.iter().flat_map(|i| examples[*i].1.iter().flatten().map(|_| examples[*i].2));
            let costs: f32 = costs.sum();
            if costs <= 0.0 {
                continue;
            }
            let share = 1.0 / costs;
            for i in batch {
                let (all, labels, cost) = &examples[*i];
                signs.clear();
                signs.extend(all.iter().filter(|sign| stays[**sign as usize] || chance.below(100) >= LEFT_OUT));
                network.take(&signs, *labels, cost * share);
            }
            seen += 1;
            network.step(length, seen);
        }
    }
    written(&names, &network)
}

/// The network in whole numbers.
fn written(names: &[&String], network: &Network) -> CompanyLines {
    let push = |value: f32| (value * f32::from(PUSH_SCALE)).round().clamp(-127.0, 127.0) as i8;
    let rows = names.iter().zip(&network.pushes.values).map(|(name, row)| ((*name).clone(), row.map(push))).collect();
    let mut lines = CompanyLines::new(rows);
    for pack in 0..MOST_PACKS {
        for (says, unit) in lines.says[pack].iter_mut().zip(&network.says.values) {
            *says = ((unit[pack] * SAYS_SCALE).round() as i16).clamp(-MOST_SAID, MOST_SAID);
        }
        lines.alone[pack] = ((network.alone.values[0][pack] * LOGIT).round() as i16).clamp(-MOST_SAID, MOST_SAID);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::learn_company;
    use crate::learn::Passages;
    use crate::learn::passages::Passage;
    use crate::rules::{AT_REST, Company, SignKey, Weights, write_company};

    #[test]
    fn what_a_word_says_depends_on_what_stands_beside_it() {
        let names = ["{always}", "idiot", "rested", "patient", "dog"];
        // As weights add up, of these four none can be told from all others.
        let posts: [(&[u32], bool); 4] = [(&[0, 1, 3], true), (&[0, 1, 4], false), (&[0, 2, 3], false), (&[0, 2, 4], true)];
        let mut passages = Passages::default();
        passages.signs.names = names.map(str::to_owned).to_vec();
        for post in 0..40_000 {
            let (signs, risky) = posts[post % posts.len()];
            passages.all.push(Passage { post, signs: signs.to_vec(), risky: u8::from(risky), speaks_to: 1, harmless_post: !risky });
        }
        let lines = learn_company(&passages, 1, |_| true, |name| name == "{always}", |_| Some(1.0));
        let packs = ["conduct".to_owned()];
        let listed = "sign\tconduct\n".to_owned() + &names.map(|name| format!("{name}\t1\n")).concat();
        let (mut weights, ..) = Weights::parse("", &listed, &packs, &[]);
        weights.finish();
        let (company, troubles) = Company::parse("", &write_company(&["conduct"], &lines), &weights, &packs);
        assert!(troubles.is_empty(), "{troubles:?}");
        for (signs, risky) in posts {
            let mut units = AT_REST;
            for sign in signs {
                let place = weights.find(SignKey::of_name(names[*sign as usize])).expect("it has weights");
                for (unit, push) in units.iter_mut().zip(company.pushes(place).into_iter().flatten()) {
                    *unit += push;
                }
            }
            let says = company.says(&units)[0];
            assert_eq!(says > 0, risky, "{signs:?}: {says}");
        }
    }
}
