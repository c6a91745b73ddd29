//! `thinktwice check`.

use super::posts::{self, context};
use super::{Failure, SeverityName, show};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use thinktwice::check::{Checker, PostContext};
use thinktwice::own::OwnPack;
use thinktwice::rules::{RuleSet, Severity};

/// Arguments of `check`.
#[derive(Args)]
pub struct CheckArguments {
    /// The post, as words; nothing or "-" reads standard input
    text: Vec<String>,
    /// Check a file: each is one post
    #[arg(long, short, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// Check a file of posts, one JSON object a line (id, text, kind, profession, image); print one JSON line a post
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "file"])]
    jsonl: Option<PathBuf>,
    /// The writer's profession
    #[arg(long, value_name = "NAME")]
    profession: Option<String>,
    /// What is being written: post, comment, reply or message
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// A picture is attached
    #[arg(long)]
    image: bool,
    /// The practice's own rules as well, from this file; may be given several times
    #[arg(long, value_name = "FILE")]
    pack: Vec<PathBuf>,
    /// Leave out what is less grave than this
    #[arg(long, value_enum, default_value = "low")]
    min_severity: SeverityName,
}

/// Checks posts. Exit status 1 when something of at least the asked severity was found.
pub fn run(a: &CheckArguments, rules: &Arc<RuleSet>) -> Result<ExitCode, Failure> {
    let defaults = context(a.kind.as_deref(), a.profession.as_deref(), a.image, rules)?;
    let least: Severity = a.min_severity.into();
    let mut checker = Checker::new(rules.clone());
    let mut grave: HashSet<String> = rules.rules.iter().filter(|r| r.severity >= least).map(|r| r.id.clone()).collect();
    if !a.pack.is_empty() {
        let pack = own_pack(&a.pack, rules)?;
        grave.extend(pack.rules.iter().filter(|r| r.severity >= least).map(|r| r.id.clone()));
        checker.set_own_pack(Some(Arc::new(pack)));
    }
    checker.choose_rules(|id| grave.contains(id));
    if let Some(path) = &a.jsonl {
        return lines(path, &defaults, &mut checker);
    }
    let mut found = false;
    let mut posts: Vec<(String, String)> = Vec::new();
    for path in &a.file {
        let text = std::fs::read_to_string(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
        posts.push((path.display().to_string(), text));
    }
    if !a.text.is_empty() && a.text != ["-"] {
        posts.push(("post".to_owned(), a.text.join(" ")));
    } else if a.file.is_empty() {
        let mut text = String::new();
        if std::io::stdin().is_terminal() {
            anstream::eprintln!("Type the post, then press Ctrl+D:");
        }
        std::io::stdin().read_to_string(&mut text).map_err(|e| Failure(format!("standard input: {e}")))?;
        posts.push(("standard input".to_owned(), text));
    }
    for (name, text) in &posts {
        let findings = checker.check(text, &defaults);
        found |= !findings.is_empty();
        show::findings(name, text, &findings, &checker);
    }
    Ok(ExitCode::from(u8::from(found)))
}

/// The practice's own rules. What is wrong in a file is told on standard error; the rest of it works.
fn own_pack(files: &[PathBuf], rules: &Arc<RuleSet>) -> Result<OwnPack, Failure> {
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|e| Failure(format!("{}: {e}", path.display())));
    let texts = files.iter().map(read).collect::<Result<Vec<String>, Failure>>()?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (pack, problems) = OwnPack::parse_all(&texts, rules);
    for (path, problems) in files.iter().zip(problems) {
        for problem in problems {
            anstream::eprintln!("{}:{problem}", path.display());
        }
    }
    Ok(pack)
}

fn lines(path: &PathBuf, defaults: &PostContext, checker: &mut Checker) -> Result<ExitCode, Failure> {
    let input: Box<dyn Read> = if path.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?)
    };
    let size = std::fs::metadata(path).map_or(0, |m| m.len());
    // A bar only for people, and only where there is time to look at it.
    let bar = if std::io::stderr().is_terminal() && size > 4_000_000 { ProgressBar::new(size) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent}% of {total_bytes}, {eta} left") {
        bar.set_style(style);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut found = false;
    for (number, line) in BufReader::new(input).lines().enumerate() {
        let place = |e: &dyn std::fmt::Display| Failure(format!("{}:{}: {e}", path.display(), number + 1));
        let line = line.map_err(|e| place(&e))?;
        bar.inc(line.len() as u64 + 1);
        if line.trim().is_empty() {
            continue;
        }
        let answer = posts::answer(&line, defaults, checker).map_err(|e| place(&e.0))?;
        found |= !answer.ends_with("\"findings\":[]}");
        writeln!(out, "{answer}")?;
    }
    out.flush()?;
    bar.finish_and_clear();
    Ok(ExitCode::from(u8::from(found)))
}
