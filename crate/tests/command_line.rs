//! The command line, as data: each file in `cli/` is a command, its input and its exact output.

#[test]
fn commands_print_what_they_should() {
    trycmd::TestCases::new().case("tests/cli/*.trycmd");
}
