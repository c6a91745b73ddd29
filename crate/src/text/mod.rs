//! A post as the engine sees it: folded text, words, sentences and clauses, things known by their form, and the way back to
//! the UTF-16 offsets that a browser counts in.

mod alike;
mod ends;
mod fold;
mod hashtag;
mod kept;
pub mod parts;
mod post;
mod reader;
mod shape;
mod stem;
pub(crate) mod words;

pub use fold::{Folded, fold, fold_str};
pub(crate) use kept::Kept;
pub use post::{Hit, Sentence, Text};
pub(crate) use reader::ADDRESS;
pub use reader::Reader;
pub use shape::Shape;
pub(crate) use shape::opening_words;
pub(crate) use stem::stem;
pub(crate) use words::word_key;
pub use words::{Flags, Token, pattern_word};
