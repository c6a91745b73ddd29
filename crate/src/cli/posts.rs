//! Posts as they come in: JSON lines, files, standard input, words of the command line.

use super::Failure;
use serde::{Deserialize, Serialize};
use thinktwice::check::{Checker, Finding, Kind, PostContext};
use thinktwice::rules::RuleSet;

/// A post as other programs hand it over, one JSON object a line.
#[derive(Deserialize)]
pub struct PostLine {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub profession: Option<String>,
    #[serde(default)]
    pub image: Option<bool>,
}

/// The answer to one [`PostLine`].
#[derive(Serialize)]
pub struct AnswerLine<'a> {
    pub id: &'a str,
    pub findings: Vec<FindingLine<'a>>,
}

/// One underlined phrase; offsets in UTF-16 code units.
#[derive(Serialize)]
pub struct FindingLine<'a> {
    pub pack: &'a str,
    pub rule: &'a str,
    pub severity: &'static str,
    pub start: u32,
    pub end: u32,
}

/// The findings as lines: one for each underlined phrase.
pub fn finding_lines<'a>(findings: &[Finding], checker: &'a Checker) -> Vec<FindingLine<'a>> {
    let mut lines = Vec::new();
    for f in findings {
        let rule = checker.view(f.rule);
        for piece in &f.pieces {
            lines.push(FindingLine { pack: rule.pack, rule: rule.id, severity: f.severity.name(), start: piece.start, end: piece.end });
        }
    }
    lines
}

/// The context of a post, from names.
pub fn context(kind: Option<&str>, profession: Option<&str>, image: bool, rules: &RuleSet) -> Result<PostContext, Failure> {
    let kind = match kind {
        None | Some("") => Kind::Post,
        Some(name) => Kind::from_name(name).ok_or_else(|| Failure(format!("'{name}' is no kind of post: use post, comment, reply or message")))?,
    };
    let profession = match profession {
        None | Some("") => None,
        Some(id) => Some(rules.profession(id).ok_or_else(|| {
            let known: Vec<&str> = rules.professions.iter().map(|p| p.id.as_str()).collect();
            Failure(format!("there is no profession '{id}'; use one of {}", known.join(", ")))
        })?),
    };
    Ok(PostContext { kind, image, profession })
}

/// Answers one line of JSON.
pub fn answer(line: &str, defaults: &PostContext, checker: &mut Checker) -> Result<String, Failure> {
    let post: PostLine = serde_json::from_str(line)?;
    let mut own = context(post.kind.as_deref(), post.profession.as_deref(), post.image.unwrap_or(defaults.image), checker.rules())?;
    if post.kind.is_none() {
        own.kind = defaults.kind;
    }
    own.profession = own.profession.or(defaults.profession);
    let findings = checker.check(&post.text, &own);
    Ok(serde_json::to_string(&AnswerLine { id: &post.id, findings: finding_lines(&findings, checker) })?)
}
