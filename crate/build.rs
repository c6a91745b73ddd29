//! Compiles packs, vocabulary, exceptions, professions and sources into one file that the crate includes. A rule that is wrong
//! stops the build with its file, line and column.

#![allow(dead_code, unused_imports, reason = "the modules are shared with the crate, which uses all of them")]

#[path = "src/rules/mod.rs"]
mod rules;
#[path = "src/text/mod.rs"]
mod text;

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in [
        "packs",
        "vocabulary",
        "packs.toml",
        "sources.toml",
        "professions.toml",
        "exceptions.toml",
        "misspellings.toml",
        "weights.tsv",
        "company.tsv",
        "themes.tsv",
        "src/rules",
        "src/text",
        "build.rs",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    let files = match rules::SourceFiles::read(folder) {
        Ok(files) => files,
        Err(e) => {
            println!("cargo::error={e}");
            return;
        }
    };
    let (set, _, troubles) = files.compile();
    for trouble in &troubles {
        println!("cargo::error=crate/{trouble}");
    }
    let out = Path::new(&std::env::var_os("OUT_DIR").unwrap_or_default()).join("rules.bin");
    std::fs::write(out, rules::pack(&set)).expect("the build folder can be written to");
}
