//! The command line: `thinktwice check`, `rules`, `explain`, `sources`, `lint`, `learn`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Whoever reads the answer may have read enough (`thinktwice rules | head`): that is no mistake to report.
    sigpipe::reset();
    cli::run()
}
