//! Any bytes folded, and every way back.

#![no_main]

use thinktwice::text::{fold, fold_str};
use thinktwice_fuzz::{boundaries, text_of};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = text_of(bytes);
    let folded = fold(&text);
    let length = folded.lower.len();
    assert_eq!(folded.cased.len(), length);
    assert_eq!(folded.cased.to_ascii_lowercase().as_bytes(), folded.lower);
    assert_eq!(folded.len_utf16() as usize, text.encode_utf16().count());
    assert_eq!(fold_str(&folded.cased), folded.cased, "folding twice is not folding once");

    let allowed = boundaries(&text);
    let is_character = |at: u32| allowed.binary_search(&at).is_ok();
    let mut last = 0;
    for i in 0..length {
        let (start, end) = folded.to_utf16(i, i + 1);
        assert!(last <= start && start < end && is_character(start) && is_character(end), "byte {i}: {start}..{end}");
        assert_eq!(folded.to_utf16(0, i + 1).1, end);
        last = start;
    }
    // Also of what is not there.
    for (start, end) in [(0, length), (length, length), (length, 0), (length + 1, length + 9), (0, usize::MAX), (3, 2)] {
        let (start, end) = folded.to_utf16(start, end);
        assert!(start <= end && is_character(start) && is_character(end));
    }
    // Folded with what stands before it, a text is what it is by itself.
    let both = fold_str(&format!("a{text}"));
    assert_eq!(both.strip_prefix('a'), Some(folded.cased.as_str()));
});
