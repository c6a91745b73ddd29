//! `thinktwice learn`: what signs weigh and how far rules are relied on, from labelled posts.

use super::labelled::{hits, labelled_lines};
use super::{Compiled, Failure};
use clap::Args;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use thinktwice::check::{Checker, Finding, Kind, PostContext};
use thinktwice::learn::{LabelledPost, Learnt, Passages, harmless_with_emoji, in_small_letters, learn, learn_company, reliance, rounded};
use thinktwice::rules::{BUILT_IN_SIGNS, Company, CompanyLines, PackWeights, RuleSet, WEIGHT_SCALE, Weights, write_company, write_weights};

/// Arguments of `learn`.
#[derive(Args)]
pub struct LearnArguments {
    /// Files of labelled posts, one JSON object a line; each file is one author's
    #[arg(required = true, value_name = "FILE")]
    posts: Vec<PathBuf>,
    /// Files of labelled posts that rules were written from: signs are learnt from them, but not how far rules are relied on
    #[arg(long, value_name = "FILE", num_args = 1..)]
    read_by_rule_writers: Vec<PathBuf>,
    /// Write the weights here
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Write here what signs say in each other's company
    #[arg(long, value_name = "FILE")]
    company: PathBuf,
    /// Write here, for each post, what it weighs and what is found when its author's posts are not learnt from
    #[arg(long, value_name = "FILE")]
    by_author: Option<PathBuf>,
    /// What an error costs against the size of the weights
    #[arg(long, default_value_t = 0.01)]
    cost: f32,
    /// How many times more an error in a rule's own example costs
    #[arg(long, default_value_t = 4.0)]
    example_cost: f32,
    /// How many times more an error in a harmless post costs if its author wrote of ordinary days
    #[arg(long, default_value_t = 2.0)]
    ordinary_cost: f32,
    /// In how many posts a sign must have been met
    #[arg(long, default_value_t = 2)]
    least: u32,
    /// How many signs are kept
    #[arg(long, default_value_t = 24_000)]
    most: usize,
    /// In how many groups authors are taken, each of which is tried with what is learnt from the others
    #[arg(long, default_value_t = 12)]
    groups: usize,
}

/// Labelled posts, whose they are, and the rule set that is being learnt for.
struct Lesson {
    rules: RuleSet,
    /// Those of the files, then whatever else is learnt from.
    posts: Vec<LabelledPost>,
    /// Of the posts of the files.
    ids: Vec<String>,
    /// Whose each post is; nobody's if it is a rule's example.
    authors: Vec<Option<usize>>,
    /// For each author, whether they wrote of ordinary days: hardly any of their posts are risky.
    ordinary: Vec<bool>,
    /// The authors whose posts rules were written from come after these.
    unread: usize,
}

/// Learns from the posts and from the rules' own examples.
pub fn run(a: &LearnArguments, files: Option<Compiled>) -> Result<ExitCode, Failure> {
    let Some((mut rules, examples, _)) = files else {
        return Err(Failure("learn needs --rules FOLDER: the names of lists are in the files, not in the program".to_owned()));
    };
    rules.weigh_all_lists();
    let mut lesson = Lesson { rules, posts: Vec::new(), ids: Vec::new(), authors: Vec::new(), ordinary: Vec::new(), unread: a.posts.len() };
    for (author, path) in a.posts.iter().chain(&a.read_by_rule_writers).enumerate() {
        lesson.add_file(path, author)?;
    }
    let labelled = lesson.posts.len();
    let mut copies = harmless_with_emoji(&lesson.posts);
    copies.extend(in_small_letters(&lesson.posts));
    for (original, copy) in copies {
        lesson.authors.push(lesson.authors[original]);
        lesson.posts.push(copy);
    }
    for e in &examples {
        let pack = lesson.rules.rules[e.rule].pack as usize;
        let risky = if e.flag { vec![(pack, e.text.clone())] } else { Vec::new() };
        let kind = Kind::from_name(&e.kind).unwrap_or_default();
        lesson.authors.push(None);
        lesson.posts.push(LabelledPost { text: e.text.clone(), kind, image: e.image, risky, speaks_to: 1 << pack });
    }
    let mut passages = Passages::read(&lesson.posts, &lesson.rules);
    passages.keep_common(a.least);

    let authors = a.posts.len() + a.read_by_rule_writers.len();
    let groups = a.groups.clamp(1, authors);
    let (trials, reports): (Vec<Vec<Trial>>, Vec<String>) = lesson.try_groups(&passages, a, groups).into_iter().unzip();
    let taught = lesson.teach(&passages, a, |_| true);
    let signs = taught.signs.len();
    let wanted = lesson.wanted_by_examples(&examples, &taught);
    let mut all = taught.signs;
    for (rule, r) in lesson.rules.rules.iter().enumerate().filter(|(_, r)| r.weighs.is_none() && !r.is_theme() && !r.certain) {
        let own: Vec<(i32, bool)> = trials.iter().flatten().filter(|t| t.rule == rule).map(|t| (t.support, t.right)).collect();
        let mut weights = PackWeights::default();
        let learnt = reliance(&own);
        weights[r.pack as usize] = if (0..=MOST_FOR_EXAMPLES).contains(&(wanted[rule] - i32::from(learnt))) { wanted[rule] as i8 } else { learnt };
        all.push((r.id.clone(), weights));
    }
    std::fs::write(&a.out, write_weights(&lesson.pack_names(), all))?;
    std::fs::write(&a.company, write_company(&lesson.pack_names(), &taught.company))?;
    if let Some(path) = &a.by_author {
        std::fs::write(path, reports.concat())?;
    }
    anstream::println!("{signs} signs from {labelled} posts and {} examples", examples.len());
    Ok(ExitCode::SUCCESS)
}

/// How much further than posts ask for a rule is relied on so that it finds its own examples. One that needs more is too far from what
/// people write: then a test says which example it misses.
const MOST_FOR_EXAMPLES: i32 = 10;

/// An author wrote of ordinary days if at most one of so many of their posts is risky. In life three in a hundred are; most authors of
/// labelled posts were asked for as many risky posts as tempting ones, and of everyday life they show little.
const ORDINARY_DAYS: usize = 5;

/// What some posts taught.
struct Taught {
    /// What signs weigh.
    signs: Vec<(String, PackWeights)>,
    /// What they say in each other's company.
    company: CompanyLines,
}

/// A finding in a post that its weights were not learnt from.
struct Trial {
    rule: usize,
    support: i32,
    right: bool,
}

impl Lesson {
    fn add_file(&mut self, path: &Path, author: usize) -> Result<(), Failure> {
        let first = self.posts.len();
        for (post, place) in labelled_lines(path)? {
            let kind = post.kind();
            let mut risky = Vec::new();
            for f in post.findings {
                let pack = self.rules.packs.iter().position(|p| p.id == f.category);
                risky.push((pack.ok_or_else(|| Failure(format!("{place}: there is no pack '{}'", f.category)))?, f.span));
            }
            self.ids.push(post.id);
            self.authors.push(Some(author));
            self.posts.push(LabelledPost { text: post.text, kind, image: post.image, risky, speaks_to: u8::MAX });
        }
        let risky = self.posts[first..].iter().filter(|post| !post.risky.is_empty()).count();
        self.ordinary.push(risky * ORDINARY_DAYS <= self.posts.len() - first);
        Ok(())
    }

    fn pack_names(&self) -> Vec<&str> {
        self.rules.packs.iter().map(|p| p.id.as_str()).collect()
    }

    /// Learns from the posts for which `use_it` holds.
    fn teach(&self, passages: &Passages, a: &LearnArguments, use_it: impl Fn(usize) -> bool) -> Taught {
        let times = |post: usize| match self.authors[post] {
            None => a.example_cost,
            Some(author) if self.ordinary[author] && self.posts[post].risky.is_empty() => a.ordinary_cost,
            Some(_) => 1.0,
        };
        let cost = |post: usize| use_it(post).then(|| a.cost * times(post));
        let mut learnt = learn(passages, self.rules.packs.len(), a.most, cost);
        share_out(&passages.signs.names, &mut learnt);
        let whole = passages.signs.names.iter().zip(&learnt).map(|(name, w)| (name.clone(), rounded(w)));
        let signs: Vec<(String, PackWeights)> = whole.filter(|(_, w)| w.iter().any(|w| *w != 0)).collect();
        // Single signs that weigh something. Kinds of posts only add up: what one kind more would weigh is asked.
        let kinds = Kind::ALL.map(|kind| format!("{{{}}}", kind.name()));
        let single = signs.iter().map(|(name, _)| name.as_str()).filter(|name| !name.contains(' ') && !kinds.iter().any(|k| k == name));
        let single: HashSet<&str> = single.collect();
        let stays = |name: &str| BUILT_IN_SIGNS.contains(&name);
        let company = learn_company(passages, self.rules.packs.len(), |name| single.contains(name), stays, cost);
        Taught { signs, company }
    }

    /// A checker with what was taught that relies on no rule further than on another.
    fn checker(&self, taught: &Taught) -> Checker {
        let names: Vec<String> = self.pack_names().iter().map(|n| (*n).to_owned()).collect();
        let text = write_weights(&self.pack_names(), taught.signs.clone());
        let mut rules = self.rules.clone();
        rules.weights = Weights::parse("", &text, &names, &rules.list_names).0;
        rules.weights.finish();
        rules.company = Company::parse("", &write_company(&self.pack_names(), &taught.company), &rules.weights, &names).0;
        for rule in &mut rules.rules {
            rule.reliance = 0;
        }
        rules.finish();
        Checker::new(Arc::new(rules))
    }

    /// For each rule, how far it must be relied on to find its own examples.
    fn wanted_by_examples(&self, examples: &[thinktwice::rules::Example], taught: &Taught) -> Vec<i32> {
        let mut checker = self.checker(taught);
        let mut wanted = vec![i32::MIN / 2; self.rules.rules.len()];
        for e in examples.iter().filter(|e| e.flag) {
            let context = PostContext {
                kind: Kind::from_name(&e.kind).unwrap_or_default(),
                image: e.image,
                profession: checker.rules().profession(&e.profession),
            };
            let findings = checker.weigh_findings(&e.text, &context);
            let supports = findings.iter().filter(|(f, _)| f.rule.built_in() == Some(e.rule)).map(|(_, support)| *support);
            wanted[e.rule] = wanted[e.rule].max(supports.max().map_or(i32::MIN / 2, |support| -support));
        }
        wanted
    }

    /// Tries each group of authors with what is learnt from the others: as many at once as there are processors.
    fn try_groups(&self, passages: &Passages, a: &LearnArguments, groups: usize) -> Vec<(Vec<Trial>, String)> {
        let at_once = std::thread::available_parallelism().map_or(1, usize::from);
        let try_group = |group: usize| {
            let others = self.teach(passages, a, |post| self.authors[post].is_none_or(|author| author % groups != group));
            self.try_authors(|author| author % groups == group, &others)
        };
        let numbers: Vec<usize> = (0..groups).collect();
        let some_at_once = |some: &[usize]| {
            std::thread::scope(|scope| {
                let tried: Vec<_> = some.iter().map(|group| scope.spawn(|| try_group(*group))).collect();
                tried.into_iter().map(|one| one.join().expect("learning does not panic")).collect::<Vec<_>>()
            })
        };
        numbers.chunks(at_once).flat_map(some_at_once).collect()
    }

    /// Checks some authors' posts with weights that were learnt from the others.
    fn try_authors(&self, is_one: impl Fn(usize) -> bool, taught: &Taught) -> (Vec<Trial>, String) {
        let (mut trials, mut report) = (Vec::new(), String::new());
        let names = self.pack_names();
        let mut checker = self.checker(taught);
        for (i, id) in self.ids.iter().enumerate() {
            let (post, Some(author)) = (&self.posts[i], self.authors[i]) else { continue };
            if !is_one(author) {
                continue;
            }
            let context = PostContext { kind: post.kind, image: post.image, profession: None };
            let findings = checker.weigh_findings(&post.text, &context);
            let mut lines = Vec::new();
            for (finding, support) in &findings {
                let Some(number) = finding.rule.built_in() else { continue };
                let pack = self.rules.rules[number].pack as usize;
                let right = hits_label(post, finding, pack);
                // A warning of another pack on a risky post says little about the rule either way.
                if author < self.unread && (right || post.risky.is_empty()) {
                    trials.push(Trial { rule: number, support: *support, right });
                }
                let (start, end) = (finding.start(), finding.end());
                let rule = &self.rules.rules[number].id;
                lines.push(serde_json::json!({"pack": names[pack], "rule": rule, "support": support, "right": right, "start": start, "end": end}));
            }
            let weighs = &checker.heaviest()[..names.len()];
            report += &serde_json::json!({"id": id, "weighs": weighs, "findings": lines}).to_string();
            report.push('\n');
        }
        (trials, report)
    }
}

/// Every passage has the sign `{always}` and that of one kind of post. What is too heavy for a byte is shared by the two.
fn share_out(names: &[String], learnt: &mut Learnt) {
    let place = |name: &str| names.iter().position(|n| n == name);
    let Some(always) = place("{always}") else { return };
    let kinds = Kind::ALL.map(|kind| place(&format!("{{{}}}", kind.name())));
    let most = 127.0 / f32::from(WEIGHT_SCALE);
    let over = learnt[always].map(|w| w - w.clamp(-most, most));
    for (weight, over) in learnt[always].iter_mut().zip(over) {
        *weight -= over;
    }
    for kind in kinds.into_iter().flatten() {
        for (weight, over) in learnt[kind].iter_mut().zip(over) {
            *weight += over;
        }
    }
}

/// True if the finding overlaps a phrase that people marked for the same pack.
fn hits_label(post: &LabelledPost, finding: &Finding, pack: usize) -> bool {
    post.risky.iter().filter(|(p, _)| *p == pack).any(|(_, span)| hits(&post.text, span, finding))
}
