//! The `kantlijn` command.

fn main() -> std::process::ExitCode {
    kantlijn::cli::run()
}
