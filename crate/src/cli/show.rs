//! How findings, rules and sources look in a terminal.

use super::Failure;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::Args;
use serde::Serialize;
use std::ops::Range;
use std::process::ExitCode;
use thinktwice::check::{Checker, Finding};
use thinktwice::rules::{Rule, RuleSet, Severity, Source};

/// Arguments of `rules`.
#[derive(Args)]
pub struct RulesArguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Print a reference page in Markdown
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
}

/// Arguments of `explain`.
#[derive(Args)]
pub struct ExplainArguments {
    /// The rule, e.g. advertising/cure
    rule: String,
}

/// Arguments of `sources`.
#[derive(Args)]
pub struct SourcesArguments {
    /// Only those that nobody has checked at their source
    #[arg(long)]
    unverified: bool,
}

/// Prints the findings of one post, the phrases underlined.
pub fn findings(name: &str, text: &str, findings: &[Finding], checker: &Checker) {
    if findings.is_empty() {
        anstream::println!("{name}: nothing found. That is no promise: you know your patients and your readers best.");
        return;
    }
    let renderer = Renderer::styled();
    for f in findings {
        let rule = checker.view(f.rule);
        let level = match f.severity {
            Severity::High => Level::ERROR.with_name("stop"),
            Severity::Medium => Level::WARNING.with_name("check"),
            Severity::Low => Level::NOTE.with_name("consider"),
        };
        let mut snippet = Snippet::source(text).path(name);
        for (i, piece) in f.pieces.iter().enumerate() {
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(bytes(text, piece.start, piece.end)).label(piece.name.clone().unwrap_or_default()));
        }
        let mut group = level.primary_title(rule.title).id(rule.id).element(snippet).element(Level::NOTE.with_name("why").message(rule.why));
        if !rule.sources.is_empty() {
            group = group.element(Level::NOTE.with_name("standard").message(standards(rule.sources)));
        }
        for instead in rule.instead {
            group = group.element(Level::HELP.with_name("instead").message(instead));
        }
        anstream::println!("{}\n", renderer.render(&[group]));
    }
    let count = findings.len();
    anstream::println!("{name}: {count} warning{}", if count == 1 { "" } else { "s" });
}

fn standards<'a>(sources: impl IntoIterator<Item = &'a Source>) -> String {
    let lines: Vec<String> = sources
        .into_iter()
        .map(|s| {
            // "CAP" and "CAP Code, rule 12.6" would name the body twice.
            let body = if s.clause.starts_with(&s.body) { "" } else { &s.body };
            let name = format!("{body} {}", s.clause);
            format!("{}: {} ({})", name.trim(), s.title, s.link)
        })
        .collect();
    lines.join("\n")
}

/// What a severity asks of the writer.
fn advice(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "stop",
        Severity::Medium => "check",
        Severity::Low => "consider",
    }
}

fn cited<'a>(rule: &'a Rule, rules: &'a RuleSet) -> impl Iterator<Item = &'a Source> {
    rule.sources.iter().map(|s| &rules.sources[*s as usize])
}

/// Who publishes a standard, and which clause it is. "CAP" and "CAP Code, rule 12.6" would name the body twice.
fn name(s: &Source) -> String {
    let body = if s.clause.starts_with(&s.body) { "" } else { &s.body };
    format!("{body} {}", s.clause).trim().to_owned()
}

/// The byte range of a range of UTF-16 code units.
fn bytes(text: &str, start: u32, end: u32) -> Range<usize> {
    let mut at = 0;
    let (mut from, mut to) = (text.len(), text.len());
    for (byte, c) in text.char_indices() {
        if at == start {
            from = byte;
        }
        if at == end {
            to = byte;
            break;
        }
        at += c.len_utf16() as u32;
    }
    from.min(to)..to
}

#[derive(Serialize)]
struct RuleLine<'a> {
    id: &'a str,
    pack: &'a str,
    title: &'a str,
    severity: &'static str,
    why: &'a str,
    instead: &'a [String],
    sources: Vec<&'a str>,
}

/// Lists packs and rules.
pub fn rules(a: &RulesArguments, rules: &RuleSet) -> Result<ExitCode, Failure> {
    if a.json {
        let lines: Vec<RuleLine> = rules
            .rules
            .iter()
            .map(|r| RuleLine {
                id: &r.id,
                pack: &rules.packs[r.pack as usize].id,
                title: &r.title,
                severity: r.severity.name(),
                why: &r.why,
                instead: &r.instead,
                sources: r.sources.iter().map(|s| rules.sources[*s as usize].id.as_str()).collect(),
            })
            .collect();
        println!("{}", serde_json::to_string_pretty(&lines)?);
        return Ok(ExitCode::SUCCESS);
    }
    if a.markdown {
        println!(
            "# Rules\n\n{} rules in {} packs. Stop: change it before you post. Check: read it again. Consider: there may be a better way.\n",
            rules.rules.len(),
            rules.packs.len()
        );
    }
    for (i, pack) in rules.packs.iter().enumerate() {
        let own: Vec<&Rule> = rules.rules.iter().filter(|r| r.pack as usize == i).collect();
        if a.markdown {
            println!("## {}\n\n{}\n", pack.title, pack.about);
            for r in own {
                reference(r, rules);
            }
        } else {
            println!("{} ({}, {} rules)", pack.title, pack.id, own.len());
            for r in own {
                println!("  {:6} {}: {}", r.severity.name(), r.id, r.title);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A rule's part of the reference page.
fn reference(r: &Rule, rules: &RuleSet) {
    println!("### {}\n\n`{}`, {} ({})\n\n{}\n", plain(&r.title), r.id, advice(r.severity), r.severity.name(), plain(&r.why));
    list("Risky", r.examples.iter().map(|e| plain(&e.replace('\n', " / "))));
    list("Instead", r.instead.iter().map(|i| plain(i)));
    list(
        "Standards",
        cited(r, rules).map(|s| {
            let checked = if s.checked == UNVERIFIED { "not yet checked at its source".to_owned() } else { format!("last checked {}", s.checked) };
            format!("{}: [{}]({}), {checked}", plain(&name(s)), plain(&s.title), s.link)
        }),
    );
}

fn list(title: &str, lines: impl Iterator<Item = String>) {
    println!("{title}:\n");
    lines.for_each(|line| println!("* {line}"));
    println!();
}

/// Text that Markdown shows as it is.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Explains one rule.
pub fn explain(a: &ExplainArguments, rules: &RuleSet) -> Result<ExitCode, Failure> {
    let Some(rule) = rules.rule(&a.rule) else {
        let near: Vec<&str> =
            rules.rules.iter().map(|r| r.id.as_str()).filter(|id| id.contains(a.rule.rsplit('/').next().unwrap_or(""))).take(5).collect();
        let hint = if near.is_empty() { "`thinktwice rules` lists them".to_owned() } else { format!("did you mean {}?", near.join(" or ")) };
        return Err(Failure(format!("there is no rule '{}'; {hint}", a.rule)));
    };
    println!("{} ({}, {})\n\n{}\n", rule.title, rule.id, rule.severity.name(), rule.why);
    println!("By which standard\n{}\n", standards(rule.sources.iter().map(|s| &rules.sources[*s as usize])));
    println!("Risky");
    for example in &rule.examples {
        println!("  - {}", example.replace('\n', " / "));
    }
    println!("\nInstead");
    for instead in &rule.instead {
        println!("  - {instead}");
    }
    Ok(ExitCode::SUCCESS)
}

/// What a source says in place of the day when nobody has read it there.
const UNVERIFIED: &str = "unverified";

/// Lists the standards that rules and professions cite.
#[expect(clippy::unnecessary_wraps, reason = "every command has this form")]
pub fn sources(a: &SourcesArguments, rules: &RuleSet) -> Result<ExitCode, Failure> {
    let (mut listed, mut unverified, mut uncited) = (0, 0, 0);
    let mut oldest: Option<&str> = None;
    for (i, s) in rules.sources.iter().enumerate() {
        let by_rules = rules.rules.iter().filter(|r| r.sources.contains(&(i as u16))).count();
        let by_professions = rules.professions.iter().filter(|p| p.sources.iter().any(|(_, all)| all.contains(&(i as u32)))).count();
        if by_rules + by_professions == 0 {
            uncited += 1;
            continue;
        }
        listed += 1;
        let is_verified = s.checked != UNVERIFIED;
        if is_verified {
            oldest = Some(oldest.map_or(&*s.checked, |day| day.min(&s.checked)));
        } else {
            unverified += 1;
        }
        if !(a.unverified && is_verified) {
            println!(
                "{:22} {:12} rules {by_rules:3}  professions {by_professions:2}  {}: {}\n{:22} {}",
                s.id,
                s.checked,
                name(s),
                s.title,
                "",
                s.link
            );
        }
    }
    let oldest = oldest.map_or(String::new(), |day| format!("; the oldest check is of {day}"));
    println!("{listed} standards cited, {unverified} of them not yet checked at their source{oldest}; {uncited} more cited by nothing");
    Ok(ExitCode::SUCCESS)
}
