//! The native command: the same engine as the page's, from a shell.

use std::process::ExitCode;
use wemem_lab::command;

fn main() -> ExitCode {
    command::main(std::env::args_os().skip(1))
}
