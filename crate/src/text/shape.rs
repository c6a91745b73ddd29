//! Things known by their form: numbers, dates, ages, phone numbers, NHS numbers, postcodes, names.

use crate::rules::Lexicon;
use crate::text::{Flags, Text, Token};

macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A built-in list of the pattern language, recognised by form.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u16)]
        pub enum Shape { $($(#[$doc])* $name,)* }
        impl Shape {
            /// Every shape, in the order of its number.
            pub const ALL: &'static [Shape] = &[$(Shape::$name,)*];
            /// Its name in patterns.
            pub const fn name(self) -> &'static str { match self { $(Shape::$name => $text,)* } }
        }
    };
}
shapes! {
    /// Digits, or a number in words.
    Number = "number",
    /// `£55`, `20 quid`.
    Money = "money",
    /// `20%`, `ten per cent`.
    Percent = "percent",
    /// `10am`, `14:30`.
    Clock = "clock",
    /// `12/03/71`, `3rd March`.
    Date = "date",
    /// `34-year-old`, `aged 34`, `38F`, `in her fifties`.
    Age = "age",
    /// A UK telephone number.
    Phone = "phone",
    /// An e-mail address.
    Email = "email",
    /// A whole UK postcode.
    Postcode = "postcode",
    /// Ten digits, 3-3-4, whose check digit is right (NHS, and Scotland's CHI).
    NhsNumber = "nhs_number",
    /// Five digits or more.
    LongNumber = "long_number",
    /// A link.
    Link = "link",
    /// An @mention.
    Mention = "mention",
    /// A voucher code: capitals that end in digits.
    Code = "code",
    /// Two capitals or more.
    AllCaps = "allcaps",
    /// A capital letter that does not start the sentence.
    Capitalised = "capitalised",
    /// A person's name.
    Name = "name",
    /// A title with a name.
    TitledName = "titled_name",
    /// `J.S.`, `J. Smith`.
    Initials = "initials",
    /// Any emoji.
    Emoji = "emoji",
}

impl Shape {
    /// The bits that alone decide whether a word has this form, for forms that need no neighbour.
    pub(crate) const fn flags(self) -> Option<Flags> {
        match self {
            Shape::Email => Some(Flags::EMAIL),
            Shape::Link => Some(Flags::LINK),
            Shape::Mention => Some(Flags::MENTION),
            Shape::AllCaps => Some(Flags::ALL_CAPS),
            Shape::Emoji => Some(Flags::EMOJI),
            _ => None,
        }
    }
}

const NUMBER_WORDS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "dozen",
    "couple",
];
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
];
const UNITS_OF_AGE: &[&str] = &["year", "years", "yr", "yrs", "yo", "month", "months", "mth", "mths", "week", "weeks", "wk", "wks", "day", "days"];
const DECADES: &[&str] = &["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties", "teens"];
const TITLES: &[&str] =
    &["mr", "mrs", "miss", "ms", "mx", "dr", "doctor", "prof", "professor", "nurse", "sister", "matron", "sir", "lady", "rev", "father"];

/// Words in lower case that can begin a shape.
pub(crate) fn opening_words() -> impl Iterator<Item = &'static str> {
    ["aged", "in"].into_iter().chain([NUMBER_WORDS, MONTHS, TITLES].into_iter().flatten().copied())
}

/// Finds every shape that starts at word `i`, and calls `found` with it and its length in words.
pub(crate) fn shapes_at(text: &Text, lexicon: &Lexicon, i: usize, first_name: &dyn Fn(&Token) -> bool, found: &mut dyn FnMut(Shape, usize)) {
    let t = &text.tokens[i];
    let f = t.flags;
    for shape in Shape::ALL {
        if shape.flags().is_some_and(|need| f.has(need)) {
            found(*shape, 1);
        }
    }
    if f.any(Flags::EMOJI.with(Flags::LINK).with(Flags::MENTION).with(Flags::EMAIL)) {
        return;
    }
    let word = text.meant(t, lexicon);
    if f.any(Flags::DIGIT) {
        digits(text, lexicon, i, word, found);
    } else {
        if NUMBER_WORDS.contains(&word) {
            found(Shape::Number, 1);
            ages(text, lexicon, i, found);
            let next = text.word_at(i + 1, t.sentence, lexicon);
            if next == "quid" || next == "pounds" {
                found(Shape::Money, 2);
            }
        }
        if word == "aged" && text.flags_at(i + 1, t.sentence).any(Flags::NUMBER) {
            found(Shape::Age, 2);
        }
        if word == "in" && matches!(text.word_at(i + 1, t.sentence, lexicon), "his" | "her" | "their") {
            let mut k = i + 2;
            if matches!(text.word_at(k, t.sentence, lexicon), "early" | "mid" | "late") {
                k += 1;
            }
            let decade = text.word_at(k, t.sentence, lexicon);
            if DECADES.contains(&decade) || (decade.len() >= 3 && decade.ends_with('s') && decade.as_bytes()[0].is_ascii_digit()) {
                found(Shape::Age, k + 1 - i);
            }
        }
        if MONTHS.contains(&word) && (word != "may" || f.any(Flags::CAPITAL)) && word != "mar" {
            let next = text.word_at(i + 1, t.sentence, lexicon);
            if day_of_month(next) {
                found(Shape::Date, 2);
            }
        }
        if postcode_outward(word) && postcode_inward(text.word_at(i + 1, t.sentence, lexicon)) {
            found(Shape::Postcode, 2);
        }
    }
    names(text, lexicon, i, first_name, found);
}

fn digits(text: &Text, lexicon: &Lexicon, i: usize, word: &str, found: &mut dyn FnMut(Shape, usize)) {
    let t = &text.tokens[i];
    let s = t.sentence;
    let f = t.flags;
    let digit_count = word.bytes().filter(u8::is_ascii_digit).count();
    let next = text.word_at(i + 1, s, lexicon);
    if f.any(Flags::MONEY) {
        found(Shape::Money, 1);
    } else if f.any(Flags::PERCENT) {
        found(Shape::Percent, 1);
    } else if f.any(Flags::NUMBER) {
        found(Shape::Number, 1);
        if matches!(next, "quid" | "pounds" | "pound") {
            found(Shape::Money, 2);
        }
        if next == "percent" {
            found(Shape::Percent, 2);
        }
        if next == "per" && text.word_at(i + 2, s, lexicon) == "cent" {
            found(Shape::Percent, 3);
        }
        if digit_count >= 5 {
            found(Shape::LongNumber, 1);
        }
        ages(text, lexicon, i, found);
    }
    // Grouped digits are read from the text itself: spaces, hyphens and brackets do not end a telephone number.
    let bytes = &text.folded.lower[..];
    let start = t.start as usize;
    let free_before = start == 0 || !(bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'-' | b'/'));
    if free_before && f.any(Flags::NUMBER) {
        let plus = start > 0 && bytes[start - 1] == b'+';
        let mut run = |shape: Shape, end: Option<usize>| {
            if let Some(end) = end {
                let count = text.tokens[i..].iter().take_while(|t| (t.end as usize) <= end).count();
                if count > 0 {
                    found(shape, count);
                }
            }
        };
        run(Shape::Phone, phone(bytes, start, plus));
        run(Shape::NhsNumber, nhs_number(bytes, start));
        run(Shape::Date, numeric_date(bytes, start));
    }
    if clock(word) {
        found(Shape::Clock, 1);
    } else if f.any(Flags::NUMBER) {
        let minutes = digit_count <= 2 && next.len() >= 2 && next.as_bytes()[0].is_ascii_digit() && glue(text, i + 1) == b':';
        if minutes || matches!(next, "am" | "pm") {
            found(Shape::Clock, 2);
        }
    }
    if day_of_month(word) {
        if MONTHS.contains(&next) {
            found(Shape::Date, 2);
        } else if next == "of" && MONTHS.contains(&text.word_at(i + 2, s, lexicon)) {
            found(Shape::Date, 3);
        }
    }
    let (number, unit) = word.split_at(word.bytes().take_while(u8::is_ascii_digit).count());
    if (1..=3).contains(&number.len())
        && matches!(unit, "f" | "m" | "yo" | "yr" | "yrs" | "y" | "yof" | "yom" | "/40")
        && (unit != "m" && unit != "f" || number.len() == 2 && text.cased(t).ends_with(['M', 'F']))
        && (unit != "yr" && unit != "yrs" && unit != "y" || next == "old")
    {
        found(Shape::Age, if next == "old" { 2 } else { 1 });
    }
    let cased = text.cased(t);
    let letters = cased.bytes().take_while(u8::is_ascii_uppercase).count();
    if letters >= 3 && cased[letters..].bytes().all(|b| b.is_ascii_digit()) && cased.len() - letters <= 3 {
        found(Shape::Code, 1);
    }
    if postcode_outward(word) && postcode_inward(next) {
        found(Shape::Postcode, 2);
    }
}

fn glue(text: &Text, i: usize) -> u8 {
    text.tokens.get(i).map_or(0, |t| t.glue)
}

/// `34 year old`, `six weeks old`, `34 yo`; `aged 34` is found at its first word.
fn ages(text: &Text, lexicon: &Lexicon, i: usize, found: &mut dyn FnMut(Shape, usize)) {
    let s = text.tokens[i].sentence;
    let unit = text.word_at(i + 1, s, lexicon);
    if unit == "yo" {
        found(Shape::Age, 2);
    } else {
        let last = text.word_at(i + 2, s, lexicon);
        if UNITS_OF_AGE.contains(&unit) && matches!(last, "old" | "olds") || unit == "y" && last == "o" {
            found(Shape::Age, 3);
        }
    }
}

fn names(text: &Text, lexicon: &Lexicon, i: usize, first_name: &dyn Fn(&Token) -> bool, found: &mut dyn FnMut(Shape, usize)) {
    let t = &text.tokens[i];
    let s = t.sentence;
    let word = text.meant(t, lexicon);
    let capital = t.flags.any(Flags::CAPITAL);
    let shouting = t.flags.any(Flags::ALL_CAPS);
    if capital && !t.flags.any(Flags::FIRST) && !shouting && word != "i" && !word.starts_with("i'") {
        found(Shape::Capitalised, 1);
    }
    if TITLES.contains(&word) {
        let next = text.flags_at(i + 1, s);
        let single = text.tokens.get(i + 1).is_some_and(|n| n.sentence == s && n.end - n.start == 1);
        if next.any(Flags::CAPITAL)
            && (capital || word != "lady" && word != "father" && word != "sister" && word != "miss")
            && (single || !next.any(Flags::ALL_CAPS))
        {
            let mut n = 2;
            if text.flags_at(i + 2, s).any(Flags::CAPITAL) && glue(text, i + 2) == 0 && !text.breaks_before(i + 2) {
                n = 3;
            }
            found(Shape::TitledName, n);
            found(Shape::Name, n);
        }
        return;
    }
    if first_name(t) && capital && !(shouting && word.len() < 3) {
        let next = text.flags_at(i + 1, s);
        let surname = next.any(Flags::CAPITAL) && !next.any(Flags::HASHTAG) && !text.breaks_before(i + 1);
        found(Shape::Name, if surname { 2 } else { 1 });
    }
    let one = t.end - t.start == 1 && capital;
    if one
        && word != "i"
        && let Some(next) = text.tokens.get(i + 1).filter(|n| n.sentence == s && n.flags.any(Flags::CAPITAL))
    {
        let dotted = text.folded.lower.get(t.end as usize) == Some(&b'.');
        if dotted && (next.end - next.start == 1 || next.end - next.start > 2) {
            found(Shape::Initials, 2);
        }
    }
}

fn clock(word: &str) -> bool {
    let Some(body) = word.strip_suffix("am").or_else(|| word.strip_suffix("pm")) else { return false };
    let body = body.trim_end_matches(['.', ' ']);
    match body.split_once(['.', ':']) {
        Some((h, m)) => small(h, 23) && m.len() == 2 && small(m, 59),
        None => small(body, 23),
    }
}

fn small(digits: &str, max: u32) -> bool {
    !digits.is_empty() && digits.len() <= 2 && digits.parse::<u32>().is_ok_and(|n| n <= max)
}

fn day_of_month(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let end = &word[digits.len()..];
    matches!(end, "" | "st" | "nd" | "rd" | "th") && small(digits, 31) && digits != "0"
}

/// A UK telephone number that starts at `start`: its end, or nothing.
fn phone(b: &[u8], start: usize, plus: bool) -> Option<usize> {
    let mut digits = [0u8; 15];
    let mut n = 0;
    let mut end = start;
    let mut gap = 0;
    for (k, c) in b[start..].iter().enumerate().take(24) {
        match c {
            b'0'..=b'9' => {
                if n == 15 {
                    return None;
                }
                digits[n] = *c;
                n += 1;
                end = start + k + 1;
                gap = 0;
            }
            b' ' | b'-' | b'(' | b')' | b'.' if gap < 2 => gap += 1,
            _ => break,
        }
    }
    let uk = (digits[0] == b'0' && (n == 10 || n == 11) && digits[1] != b'0') || (plus && digits.starts_with(b"44") && (11..=13).contains(&n));
    uk.then_some(end)
}

/// Ten digits grouped 3-3-4 (or not at all) with a right modulo-11 check digit: its end.
///
/// Weights 10 to 2 on the first nine digits; the check digit is 11 less the remainder, 11 is written 0, 10 is never issued.
fn nhs_number(b: &[u8], start: usize) -> Option<usize> {
    let mut digits = [0u32; 10];
    let mut n = 0;
    let mut k = start;
    while n < 10 {
        match b.get(k)? {
            c @ b'0'..=b'9' => {
                digits[n] = u32::from(c - b'0');
                n += 1;
            }
            b' ' | b'-' if n == 3 || n == 6 => {}
            _ => return None,
        }
        k += 1;
    }
    if b.get(k).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let sum: u32 = (0..9).map(|i| digits[i] * (10 - i as u32)).sum();
    let check = (11 - sum % 11) % 11;
    (check != 10 && check == digits[9] && digits.iter().any(|d| *d != digits[0])).then_some(k)
}

/// `12/03/71`, `12.3.1971`, `12-03-71`: its end.
fn numeric_date(b: &[u8], start: usize) -> Option<usize> {
    let mut k = start;
    let mut part = |max: usize| -> Option<u32> {
        let from = k;
        while k < b.len() && b[k].is_ascii_digit() && k - from < max {
            k += 1;
        }
        let value = std::str::from_utf8(&b[from..k]).ok()?.parse().ok()?;
        if k < b.len() && matches!(b[k], b'/' | b'.' | b'-') {
            k += 1;
        }
        Some(value)
    };
    let day = part(2)?;
    let month = part(2)?;
    let before_year = b.get(start..)?;
    let seps = before_year.iter().take(6).filter(|c| matches!(c, b'/' | b'.' | b'-')).count();
    let year = part(4)?;
    let plausible = (1..=31).contains(&day) && (1..=12).contains(&month) && (year < 100 || (1880..2100).contains(&year));
    let end = if k > 0 && !b[k - 1].is_ascii_digit() { k - 1 } else { k };
    (plausible && seps >= 2 && !b.get(end).is_some_and(u8::is_ascii_alphanumeric)).then_some(end)
}

/// `BN1`, `SW1A`, `M60`.
fn postcode_outward(word: &str) -> bool {
    let b = word.as_bytes();
    let letters = b.iter().take_while(|c| c.is_ascii_lowercase()).count();
    (1..=2).contains(&letters)
        && (2..=4).contains(&b.len())
        && b[letters..].first().is_some_and(u8::is_ascii_digit)
        && b[letters + 1..].iter().all(u8::is_ascii_alphanumeric)
}

/// `1AA`: a digit and two letters, never C, I, K, M, O or V.
fn postcode_inward(word: &str) -> bool {
    let b = word.as_bytes();
    b.len() == 3 && b[0].is_ascii_digit() && b[1..].iter().all(|c| c.is_ascii_lowercase() && !b"cikmov".contains(c))
}
