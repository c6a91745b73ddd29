//! Posts that people have judged, as they stand in the files of `tests/corpus`.

use super::Failure;
use serde::Deserialize;
use std::path::Path;
use thinktwice::check::{Finding, Kind};

/// A labelled post, one JSON object a line.
#[derive(Deserialize)]
pub struct LabelledLine {
    pub id: String,
    pub text: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    pub image: bool,
    #[serde(default)]
    pub findings: Vec<LabelledSpan>,
}

/// A phrase that was judged to be risky.
#[derive(Deserialize)]
pub struct LabelledSpan {
    /// The pack.
    pub category: String,
    pub span: String,
    /// What it is about, where a person has said so: the theme that fits best, by its name in the pack (`adds-up-promise`), and others that fit.
    #[serde(default)]
    pub themes: Vec<String>,
}

impl LabelledLine {
    pub fn kind(&self) -> Kind {
        self.kind.as_deref().and_then(Kind::from_name).unwrap_or_default()
    }
}

/// The posts of a file, each with its place (`tests/corpus/tune-adv.jsonl:3`).
pub fn labelled_lines(path: &Path) -> Result<Vec<(LabelledLine, String)>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(n, line): (usize, &str)| {
        let place = format!("{}:{}", path.display(), n + 1);
        let post = serde_json::from_str(line).map_err(|e| Failure(format!("{place}: {e}")))?;
        Ok((post, place))
    };
    lines.map(read).collect()
}

/// True if the finding overlaps a phrase of the post.
pub fn hits(text: &str, span: &str, finding: &Finding) -> bool {
    let utf16 = |byte: usize| text[..byte].encode_utf16().count() as u32;
    text.match_indices(span).any(|(at, s)| {
        let (start, end) = (utf16(at), utf16(at + s.len()));
        finding.pieces.iter().any(|p| p.start < end && start < p.end)
    })
}
