//! Posts that were made to make a check slow: each repeats one thing, by its name, for as long as it is asked for.

use thinktwice::rules::RuleSet;

/// Nearly every sentence of it is risky: many findings, each with its conditions and exceptions.
pub const DENSE: &str = "We can cure your asthma for good, guaranteed. Had Mrs Jones from Church Road in this morning, a 34-year-old teacher with a slipped \
    disc. Stop taking your statins. Some patients are so stupid. Use my code BACK15 for the pillow, I earn commission. ";

/// What is repeated.
const PARTS: &[(&str, &str)] = &[
    ("nothing", " "),
    ("lines", "\n"),
    ("full stops", ". "),
    ("marks", "... ?! "),
    ("one letter", "a"),
    ("one capital", "A"),
    ("one word without end", "cure"),
    ("one word with hyphens", "cure-"),
    ("one word with apostrophes", "a's'"),
    ("one digit", "7"),
    ("numbers", "07 700-900.123 "),
    ("dates", "12/03/1989-"),
    ("money", "£1,000"),
    ("emoji", "👩🏽‍⚕️👍"),
    ("combining marks", "e\u{301}\u{302}\u{303}"),
    ("bidi controls", "\u{202e}\u{2066}a"),
    ("unseen", "\u{200d}"),
    ("mentions and hashtags", "#BackPain@sam_k"),
    ("one hashtag", "#"),
    ("a hashtag without end", "BackPainCure"),
    ("addresses", "https://a.example/"),
    ("mail", "a@b.c"),
    ("nested quotes", "“‘\"'"),
    ("nested quotes with words", "“we ‘can \"cure 'asthma "),
    ("brackets", "([{<"),
    ("negations", "no "),
    ("negations of a trigger", "we can't cure asthma and "),
    ("one trigger", "cure "),
    ("a sentence without end", "we can treat asthma and "),
    ("names", "Mrs Jones "),
    ("pieces of evidence", "34-year-old Mrs Jones from Leeds, a teacher with asthma on Monday "),
    ("questions", "can we cure asthma? "),
    ("dense", DENSE),
];

/// One hostile post after another, by its name, of so many characters.
pub fn posts(rules: &RuleSet, characters: usize) -> impl Iterator<Item = (String, String)> {
    let triggers = rules.trigger_words();
    let words = |between: &str| triggers.join(between);
    let made = [("every trigger", words(" ")), ("every trigger, a sentence each", words(". ")), ("every trigger as a hashtag", words("#"))];
    let parts = PARTS.iter().map(|(name, part)| (*name, (*part).to_owned())).chain(made);
    parts
        .map(move |(name, part)| {
            let begin = if name == "a hashtag without end" { "#" } else { "" };
            (name.to_owned(), begin.chars().chain(part.chars().cycle()).take(characters).collect())
        })
        .collect::<Vec<_>>()
        .into_iter()
}
