//! What must hold of any input whatever, for all targets.

use arbitrary::{Arbitrary, Unstructured};
use std::cell::RefCell;
use std::sync::Arc;
use thinktwice::check::{Checker, Finding, Kind, PostContext};
use thinktwice::own::OwnPack;

/// What is known about a post besides its text: any kind, any profession there is, with a picture or without.
#[derive(Debug)]
pub struct Context(pub PostContext);

impl Arbitrary<'_> for Context {
    fn arbitrary(u: &mut Unstructured<'_>) -> arbitrary::Result<Self> {
        let professions = thinktwice::built_in().professions.len();
        let kind = *u.choose(&Kind::ALL)?;
        let profession = u.int_in_range(0..=professions)?;
        Ok(Context(PostContext { kind, image: u.arbitrary()?, profession: (profession < professions).then_some(profession) }))
    }
}

/// Any bytes as text, as a program reads a file: what is no UTF-8 becomes U+FFFD.
pub fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// UTF-16 offsets at which a character starts, and the end.
pub fn boundaries(text: &str) -> Vec<u32> {
    let mut at = 0;
    let mut all = vec![0];
    for c in text.chars() {
        at += c.len_utf16() as u32;
        all.push(at);
    }
    all
}

/// Findings are in the order of the text, and their pieces on its characters and in order.
pub fn assert_in_order(findings: &[Finding], text: &str) {
    let allowed = boundaries(text);
    let is_character = |at: u32| allowed.binary_search(&at).is_ok();
    assert!(findings.windows(2).all(|two| (two[0].start(), two[0].end()) <= (two[1].start(), two[1].end())), "out of order: {findings:?}");
    for finding in findings {
        assert!(!finding.pieces.is_empty(), "without a piece: {finding:?}");
        assert!(finding.pieces.windows(2).all(|two| two[0].start <= two[1].start), "pieces out of order: {finding:?}");
        for piece in &finding.pieces {
            assert!(piece.start < piece.end, "empty: {finding:?}");
            assert!(is_character(piece.start) && is_character(piece.end), "inside of a character: {finding:?}");
        }
    }
}

/// The answer to a post is in order, and the same from a checker that has seen nothing, from one that has seen every input so far,
/// and from that one again.
pub fn check_alike(text: &str, context: &PostContext, pack: Option<&Arc<OwnPack>>) {
    thread_local!(static USED: RefCell<Checker> = RefCell::new(Checker::new(thinktwice::built_in())));
    let mut fresh = Checker::new(thinktwice::built_in());
    fresh.set_own_pack(pack.cloned());
    let findings = fresh.check(text, context);
    assert_in_order(&findings, text);
    USED.with_borrow_mut(|used| {
        used.set_own_pack(pack.cloned());
        assert_eq!(used.check(text, context), findings, "another answer after other posts");
        assert_eq!(used.check(text, context), findings, "another answer the second time");
        for (finding, _) in used.weigh_findings(text, context) {
            assert!(finding.pieces.iter().all(|p| p.start < p.end));
        }
        for finding in &findings {
            assert!(!used.view(finding.rule).id.is_empty());
        }
        used.set_own_pack(None);
    });
}
