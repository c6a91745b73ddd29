//! The stem of a word: what its inflections share.

/// Endings that are cut off, the longest that fits first.
const ENDINGS: &[&[u8]] = &[b"ing", b"'s", b"ed", b"er", b"es", b"ly", b"s"];

/// Cuts a lower-case word down to what its inflections share (`cure`, `cured`, `curing` to `cur`). It is rough on purpose: two
/// words that fall together now and then cost less than forms of one word that stay apart.
pub(crate) fn stem(word: &[u8]) -> &[u8] {
    let mut cut = word;
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(*ending)
            && rest.len() >= 3
        {
            cut = rest;
            break;
        }
    }
    while cut.len() > 2 && cut.ends_with(b"e") {
        cut = &cut[..cut.len() - 1];
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_share_their_stem() {
        for form in ["cure", "cured", "cures", "curing", "curer"] {
            assert_eq!(stem(form.as_bytes()), b"cur", "{form}");
        }
        assert_eq!(stem(b"is"), b"is");
        assert_eq!(stem(b"bed"), b"bed");
    }
}
