//! The command line: `thinktwice check`, `rules`, `explain`, `lint`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
