//! The command line, as data: each file in `cli/` is a command, its input and its exact output.

#[test]
fn commands_print_what_they_should() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd");
}

/// `thinktwice rules --markdown | head -1`
#[cfg(unix)]
#[test]
fn a_reader_that_has_read_enough_is_no_trouble() {
    use std::io::Read;
    use std::process::{Command, Stdio};

    let mut program = Command::new(env!("CARGO_BIN_EXE_thinktwice"));
    let mut running = program.args(["rules", "--markdown"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut first = [0; 16];
    running.stdout.take().expect("it writes").read_exact(&mut first).expect("it writes more than a pipe holds");
    let mut complaints = String::new();
    running.stderr.take().expect("it may complain").read_to_string(&mut complaints).expect("text");
    assert_eq!(complaints, "");
    assert!(!running.wait().expect("it ends").success(), "it was cut short");
}
