//! `thinktwice themes`: what passages that weigh enough are about, learnt from labelled posts.

use super::labelled::{LabelledLine, hits, labelled_lines};
use super::{Compiled, Failure};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use thinktwice::check::{Checker, Kind, PostContext};
use thinktwice::learn::{LabelledPost, Passages, Told, learn_themes};
use thinktwice::rules::{Example, RuleSet, SignKey, write_themes};

/// Arguments of `themes`.
#[derive(Args)]
pub struct ThemesArguments {
    /// Files of labelled posts, one JSON object a line
    #[arg(required = true, value_name = "FILE")]
    posts: Vec<PathBuf>,
    /// Write the weights here
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What an error costs against the size of the weights
    #[arg(long, default_value_t = 0.01)]
    cost: f32,
    /// How many signs each theme has at most
    #[arg(long, default_value_t = 300)]
    most: usize,
}

/// Labelled phrases of which it is known what they are about: each in its post, and its theme by its place in the rule set.
#[derive(Default)]
struct Lesson {
    posts: Vec<LabelledPost>,
    themes: Vec<usize>,
}

/// Learns from phrases whose theme people have named, from those that a rule with a theme has found, and from the rules' own examples.
pub fn run(a: &ThemesArguments, files: Option<Compiled>) -> Result<ExitCode, Failure> {
    let Some((rules, examples, _)) = files else {
        return Err(Failure("themes needs --rules FOLDER: the names of lists are in the files, not in the program".to_owned()));
    };
    let rules = Arc::new(rules);
    let mut checker = Checker::new(rules.clone());
    let mut lesson = Lesson::default();
    for path in &a.posts {
        for (line, place) in labelled_lines(path)? {
            lesson.add_post(&line, &mut checker).map_err(|reason| Failure(format!("{place}: {reason}")))?;
        }
    }
    let labelled = lesson.posts.len();
    lesson.add_examples(&examples, &rules);
    let mut passages = Passages::read(&lesson.posts, &rules);
    passages.keep_common(2);
    let names = &passages.signs.names;
    let weighed: Vec<bool> = names.iter().map(|name| rules.weights.find(SignKey::of_name(name)).is_some()).collect();
    let mut lines = Vec::new();
    for pack in 0..rules.packs.len() {
        let of_pack = passages.all.iter().filter(|p| p.risky >> pack & 1 == 1);
        let only = |signs: &[u32]| signs.iter().copied().filter(|sign| weighed[*sign as usize]).collect();
        let told: Vec<Told> = of_pack.map(|p| Told { signs: only(&p.signs), theme: lesson.themes[p.post] }).collect();
        let themes: Vec<usize> = rules.themes_of(pack as u16).collect();
        let learnt = learn_themes(&told, &themes, names.len(), a.most, a.cost);
        lines.extend(learnt.into_iter().map(|(sign, theme, weight)| (names[sign as usize].clone(), rules.rules[theme].id.clone(), weight)));
    }
    anstream::println!("{} weights from {labelled} phrases and {} examples", lines.len(), lesson.posts.len() - labelled);
    std::fs::write(&a.out, write_themes(lines))?;
    Ok(ExitCode::SUCCESS)
}

/// The theme that a rule belongs to: itself, or the one that is like it.
fn theme_of(rules: &RuleSet, rule: usize) -> Option<usize> {
    let like = |theme: &usize| rules.rules[*theme].like.contains(&(rule as u16));
    if rules.rules[rule].is_theme() { Some(rule) } else { rules.themes_of(rules.rules[rule].pack).find(like) }
}

impl Lesson {
    /// Adds the labelled phrases of a post: those with a theme, and those of which the rules that found them know one.
    fn add_post(&mut self, line: &LabelledLine, checker: &mut Checker) -> Result<(), String> {
        if line.findings.is_empty() {
            return Ok(());
        }
        let rules = checker.rules().clone();
        let kind = line.kind();
        let found = checker.check_all(&line.text, &PostContext { kind, image: line.image, profession: None });
        for label in &line.findings {
            let pack = rules.packs.iter().position(|p| p.id == label.category).ok_or_else(|| format!("there is no pack '{}'", label.category))?;
            let theme = if let Some(name) = label.themes.first() {
                let id = format!("{}/{name}", label.category);
                let named = rules.rules.iter().position(|r| r.id == id && r.is_theme());
                Some(named.ok_or_else(|| format!("there is no rule '{id}' that is 'like' others"))?)
            } else {
                let by_pattern = |rule: usize| if rules.rules[rule].is_theme() { None } else { theme_of(&rules, rule) };
                let on_it = found.iter().filter(|f| hits(&line.text, &label.span, f)).filter_map(|f| f.rule.built_in());
                let mut themes: Vec<usize> = on_it.filter(|rule| usize::from(rules.rules[*rule].pack) == pack).filter_map(by_pattern).collect();
                themes.sort_unstable();
                themes.dedup();
                // What rules of several themes find is no good example of either.
                (themes.len() == 1).then(|| themes[0])
            };
            if let Some(theme) = theme {
                self.add(&line.text, kind, line.image, pack, &label.span, theme);
            }
        }
        Ok(())
    }

    /// Adds the `flag` examples of themes, and of the rules that these are like.
    fn add_examples(&mut self, examples: &[Example], rules: &RuleSet) {
        for e in examples.iter().filter(|e| e.flag) {
            let pack = usize::from(rules.rules[e.rule].pack);
            let kind = Kind::from_name(&e.kind).unwrap_or_default();
            if let Some(theme) = theme_of(rules, e.rule) {
                self.add(&e.text, kind, e.image, pack, &e.text, theme);
            }
        }
    }

    fn add(&mut self, text: &str, kind: Kind, image: bool, pack: usize, phrase: &str, theme: usize) {
        self.posts.push(LabelledPost { text: text.to_owned(), kind, image, risky: vec![(pack, phrase.to_owned())], speaks_to: 1 << pack });
        self.themes.push(theme);
    }
}
