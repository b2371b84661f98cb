//! The binary: reads the command line and hands over to `command`.

use std::process::ExitCode;

fn main() -> ExitCode {
    forum_camat::command::main()
}
