//! Posts of the words that rules know, in any order, with marks and any characters between them: letters changed at random hardly ever
//! make such a word.

#![no_main]

use arbitrary::Arbitrary;
use std::sync::LazyLock;
use thinktwice::rules::WordId;
use thinktwice_fuzz::{Context, check_alike};

static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let rules = thinktwice::built_in();
    (0..rules.lexicon.len() as u32).map(|id| rules.lexicon.word(WordId(id)).to_owned()).collect()
});

const BETWEEN: [&str; 14] = [" ", " ", " ", " ", ", ", ". ", "\n", "? ", "! ", "-", "'s ", " “", "” ", "..."];
const MARKED: [&str; 12] = ["#", "@", "£", "\"", "(", ")", "👍🏽", "e\u{301}", "\u{202e}", "\u{200d}", "https://a.example/", "07700 900123"];

#[derive(Arbitrary, Debug)]
enum Part {
    Word(u16, u8),
    Capital(u16, u8),
    Two(u16, u16),
    Number(u8),
    Mark(u8),
    Any(char),
}

#[derive(Arbitrary, Debug)]
struct Post {
    context: Context,
    parts: Vec<Part>,
}

libfuzzer_sys::fuzz_target!(|post: Post| {
    let word = |number: u16| WORDS[number as usize % WORDS.len()].as_str();
    let between = |number: u8| BETWEEN[number as usize % BETWEEN.len()];
    let mut text = String::new();
    for part in &post.parts {
        match part {
            Part::Word(number, then) => text.extend([word(*number), between(*then)]),
            Part::Capital(number, then) => {
                let mut letters = word(*number).chars();
                text.extend(letters.next().map(|c| c.to_ascii_uppercase()));
                text.push_str(letters.as_str());
                text.push_str(between(*then));
            }
            Part::Two(one, other) => text.extend([word(*one), " ", word(*other), " "]),
            Part::Number(number) => text.push_str(&format!("{number} ")),
            Part::Mark(number) => text.push_str(MARKED[*number as usize % MARKED.len()]),
            Part::Any(c) => text.push(*c),
        }
    }
    check_alike(&text, &post.context.0, None);
});
