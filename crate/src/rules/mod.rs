//! Packs, rules, vocabulary, standards: what they are, how they are written down, and how they become what the engine runs.

mod compile;
mod condition;
mod inflect;
mod lexicon;
mod packed;
mod pattern;
mod rule_set;
mod source_files;
mod trouble;
mod vocabulary;
mod weights;
mod written;

pub(crate) use compile::capitals;
pub use compile::{Anchor, Compiler, Owner, PatternProgram};
pub use condition::{ProfessionSet, Severity};
pub use inflect::inflections;
pub use lexicon::{ClassId, Lexicon, Marks, Needs, WordId};
pub use packed::{pack, unpack};
pub use pattern::{Element, Op, Pattern};
pub use rule_set::{Dispatch, Evidence, Exception, ExceptionKind, Pack, Profession, Question, Rule, RuleSet, Scope, Source, Triggers, Window};
pub use source_files::{Example, SourceFiles};
pub use trouble::{Trouble, place_in};
pub use weights::{MOST_PACKS, PackWeights, SignKey, Weights, write_weights};
