//! Any bytes as a post. Its last three bytes say what kind it is, by whom and with what; what stands before is the text, so that any
//! text file is an input.

#![no_main]

use arbitrary::{Arbitrary, Unstructured};
use thinktwice_fuzz::{Context, check_alike, text_of};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (text, rest) = bytes.split_at(bytes.len().saturating_sub(3));
    let Ok(Context(context)) = Context::arbitrary(&mut Unstructured::new(rest)) else { return };
    check_alike(&text_of(text), &context, None);
});
