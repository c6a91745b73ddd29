//! Where a number, a word, a link or an e-mail address ends.

use crate::text::Flags;
use crate::text::words::is_emoji;

/// What a link that is written without `https://` may end with.
const TOP_LEVEL: &[&str] = &[
    "com", "co", "org", "net", "uk", "example", "ie", "io", "info", "ly", "gov", "nhs", "clinic", "health", "me", "wales", "scot", "eu", "bio", "in",
];

/// The end of a number: digits with points and commas between them.
pub(crate) fn number_end(b: &[u8], mut i: usize) -> usize {
    while i < b.len()
        && (b[i].is_ascii_digit()
            || matches!(b[i], b',' | b'.') && b.get(i + 1).is_some_and(u8::is_ascii_digit) && i > 0 && b[i - 1].is_ascii_digit())
    {
        i += 1;
    }
    i
}

/// The end of a word: letters and digits, apostrophes between them, stars that hide letters.
pub(crate) fn word_end(cased: &str, b: &[u8], mut i: usize) -> usize {
    let start = i;
    while i < b.len() {
        match b[i] {
            b'a'..=b'z' | b'0'..=b'9' | b'_' => i += 1,
            b'\'' if i > start && b.get(i + 1).is_some_and(u8::is_ascii_alphabetic) => i += 1,
            b'*' if i > start && (b.get(i + 1).is_some_and(|c| c.is_ascii_alphabetic() || *c == b'*') || b[i - 1] == b'*') => i += 1,
            0x80.. => match cased[i..].chars().next() {
                Some(c) if c.is_alphabetic() && !is_emoji(c) => i += c.len_utf8(),
                _ => break,
            },
            _ => break,
        }
    }
    i
}

/// How far an e-mail address or a link without `https://` is looked for, in bytes: the longest that RFC 5321 lets a mailbox be (64
/// before the @, 255 after it). Words without end that are joined by hyphens would each be read to the end of all of them.
const MOST_IN_ADDRESS: usize = 320;

/// The end of an e-mail address or link that starts at `i`, if one does.
pub(crate) fn address_end(b: &[u8], i: usize, flags: &mut Flags) -> Option<usize> {
    let mut k = i;
    let mut at = None;
    let mut dot = None;
    let most = b.len().min(i + MOST_IN_ADDRESS);
    while k < most && (b[k].is_ascii_alphanumeric() || matches!(b[k], b'.' | b'_' | b'-' | b'+' | b'@' | b'%')) {
        match b[k] {
            b'@' => at = Some(k),
            b'.' if b.get(k + 1).is_some_and(u8::is_ascii_alphanumeric) => dot = Some(k),
            _ => {}
        }
        k += 1;
    }
    let web = b[i..].starts_with(b"http://") || b[i..].starts_with(b"https://") || b[i..].starts_with(b"www.");
    let trim = |mut k: usize| {
        while k > i && !b[k - 1].is_ascii_alphanumeric() && b[k - 1] != b'/' {
            k -= 1;
        }
        k
    };
    if web {
        let len = b[i..].iter().take_while(|c| c.is_ascii_graphic()).count();
        *flags = Flags::LINK;
        return Some(trim(i + len));
    }
    let dot = dot?;
    if at.is_some_and(|a| a > i && a < dot) {
        *flags = Flags::EMAIL;
        return Some(trim(k));
    }
    let tld_end = dot + 1 + b[dot + 1..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
    let tld = std::str::from_utf8(&b[dot + 1..tld_end]).unwrap_or("");
    if at.is_none() && dot > i + 1 && TOP_LEVEL.contains(&tld) {
        let mut end = tld_end;
        if b.get(end) == Some(&b'/') {
            end += b[end..].iter().take_while(|c| c.is_ascii_graphic()).count();
        }
        *flags = Flags::LINK;
        return Some(trim(end));
    }
    None
}
