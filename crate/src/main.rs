//! The command line: `thinktwice check`, `rules`, `explain`, `sources`, `lint`, `learn`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
