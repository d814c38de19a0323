//! The `kantlijn` command.
fn main() {}
