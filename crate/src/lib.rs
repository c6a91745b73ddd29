//! Think Twice reads over a health professional's shoulder while they write a post, and finds the phrase that a careful
//! colleague would stop at.
//!
//! ```
//! use thinktwice::check::{Checker, PostContext};
//! let mut checker = Checker::new(thinktwice::built_in());
//! let findings = checker.check("We can cure your child's asthma", &PostContext::default());
//! assert!(!findings.is_empty());
//! ```
//!
//! Text goes one way: [`text`] reads a post into words, [`check`] runs the [`rules`] over it and gives findings, with offsets in
//! UTF-16 code units as a browser counts. There is no input or output in it.

mod built_in;
pub mod check;
#[cfg(target_arch = "wasm32")]
mod compose;
#[cfg(target_arch = "wasm32")]
mod extension;
#[cfg(feature = "cli")]
pub mod learn;
pub mod own;
pub mod rules;
pub mod text;

pub use built_in::{built_in, packed_rules};
pub use rules::unpack;
