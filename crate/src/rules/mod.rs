//! Packs, rules, vocabulary, standards: what they are, how they are written down, and how they become what the engine runs.

mod columns;
mod compile;
mod condition;
mod dispatch;
mod inflect;
mod lexicon;
mod misspellings;
mod packed;
mod pattern;
mod programs;
mod rule_set;
mod runs;
mod source_files;
mod trouble;
mod vocabulary;
mod weights;
mod word_book;
mod written;

pub(crate) use compile::capitals;
pub use compile::{Anchor, Compiler, Owner, PatternProgram};
pub use condition::{ProfessionSet, Severity};
pub use dispatch::Dispatch;
pub(crate) use dispatch::{Entry, Levels, Support};
pub use inflect::inflections;
pub use lexicon::{ClassId, Lexicon, Marks, Needs, Sieve, WordId};
pub use packed::{NotRules, pack, unpack};
pub use pattern::{Element, Op, Pattern};
pub use programs::Programs;
pub(crate) use rule_set::OnDemand;
pub use rule_set::{Evidence, Exception, ExceptionKind, Pack, Profession, Question, Rule, RuleSet, Scope, Source, Window};
pub(crate) use runs::Runs;
pub use source_files::{Example, SourceFiles};
pub use trouble::{Trouble, place_in};
pub use weights::{ANY_PACK, MOST_PACKS, PackWeights, SignKey, WEIGHT_SCALE, Weights, write_weights};
pub use word_book::WordBook;
