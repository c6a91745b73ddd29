//! The command line: reads posts, prints findings.

mod check;
mod labelled;
mod learn;
mod lint;
mod posts;
mod show;
mod themes;

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use thinktwice::rules::{RuleSet, SourceFiles, Trouble};

/// Finds the phrase in a health professional's post that a careful colleague would stop at, and says why.
#[derive(Parser)]
#[command(name = "thinktwice", version, about, max_term_width = 100)]
struct Arguments {
    /// Read the rules from this folder (laid out as crate/) instead of the built-in ones
    #[arg(long, global = true, value_name = "FOLDER")]
    rules: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check posts: texts given as words, files, or standard input
    Check(check::CheckArguments),
    /// List the packs and their rules
    Rules(show::RulesArguments),
    /// Explain a rule: what it finds, why, by which standard, and what to write instead
    Explain(show::ExplainArguments),
    /// List the standards that rules cite, with links and the day each was last checked
    Sources(show::SourcesArguments),
    /// Check that every rule finds its `flag` examples and leaves its `pass` examples alone
    Lint(lint::LintArguments),
    /// Learn from labelled posts what words weigh, and write the weights down
    Learn(learn::LearnArguments),
    /// Learn from labelled posts what passages that weigh enough are about, and write it down
    Themes(themes::ThemesArguments),
}

/// How grave a finding must be.
#[derive(Clone, Copy, ValueEnum)]
enum SeverityName {
    /// Consider
    Low,
    /// Check
    Medium,
    /// Stop
    High,
}

impl From<SeverityName> for thinktwice::rules::Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::Low => Self::Low,
            SeverityName::Medium => Self::Medium,
            SeverityName::High => Self::High,
        }
    }
}

/// Why a command could not be carried out: printed to standard error, exit status 2.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(e: E) -> Failure {
        Failure(e.to_string())
    }
}

/// Runs the command line. Exit status: 0 nothing found, 1 something found, 2 could not be carried out.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = load_rules(arguments.rules.as_deref()).and_then(|(rules, files)| match arguments.command {
        Command::Check(a) => check::run(&a, &rules),
        Command::Rules(a) => show::rules(&a, &rules),
        Command::Explain(a) => show::explain(&a, &rules),
        Command::Sources(a) => show::sources(&a, &rules),
        Command::Lint(a) => lint::run(&a, files),
        Command::Learn(a) => learn::run(&a, files),
        Command::Themes(a) => themes::run(&a, files),
    });
    match outcome {
        Ok(code) => code,
        Err(Failure(message)) => {
            anstream::eprintln!("thinktwice: {message}");
            ExitCode::from(2)
        }
    }
}

type Compiled = (RuleSet, Vec<thinktwice::rules::Example>, Vec<Trouble>);

/// The rules to check by: built in, or from a folder. Trouble in a folder is told on standard error; the rest of it works.
fn load_rules(folder: Option<&std::path::Path>) -> Result<(Arc<RuleSet>, Option<Compiled>), Failure> {
    let Some(folder) = folder else { return Ok((thinktwice::built_in(), None)) };
    let compiled = SourceFiles::read(folder)?.compile();
    for trouble in compiled.2.iter().filter(|t| !t.incomplete) {
        anstream::eprintln!("{}/{trouble}", folder.display());
    }
    Ok((Arc::new(compiled.0.clone()), Some(compiled)))
}
