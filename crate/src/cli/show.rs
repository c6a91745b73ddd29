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
    for (i, pack) in rules.packs.iter().enumerate() {
        let own: Vec<&Rule> = rules.rules.iter().filter(|r| r.pack as usize == i).collect();
        if a.markdown {
            println!("## {}\n\n{}\n", pack.title, pack.about);
            for r in own {
                println!("### {} (`{}`, {})\n\n{}\n", r.title, r.id, r.severity.name(), r.why);
                for instead in &r.instead {
                    println!("* Instead: {instead}");
                }
                for s in &r.sources {
                    let s = &rules.sources[*s as usize];
                    println!("* {} {}: [{}]({})", s.body, s.clause, s.title, s.link);
                }
                println!();
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

/// Lists the standards that rules cite.
#[expect(clippy::unnecessary_wraps, reason = "every command has this form")]
pub fn sources(a: &SourcesArguments, rules: &RuleSet) -> Result<ExitCode, Failure> {
    for (i, s) in rules.sources.iter().enumerate() {
        if a.unverified && s.checked != "unverified" {
            continue;
        }
        let cited = rules.rules.iter().filter(|r| r.sources.contains(&(i as u16))).count();
        println!("{:22} {:12} cited by {cited:3}  {} {}: {}\n{:22} {}", s.id, s.checked, s.body, s.clause, s.title, "", s.link);
    }
    Ok(ExitCode::SUCCESS)
}
