//! `totalplace completions`: what a shell completes, and the manual page.

use std::path::PathBuf;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::Outcome;
use crate::fail::Failure;

#[derive(clap::Args)]
#[command(
    after_help = "Examples: totalplace completions bash > ~/.local/share/bash-completion/completions/totalplace\n          \
    totalplace completions man --to ~/.local/share/man/man1"
)]
pub struct Arguments {
    /// The shell whose completions are printed, or `man` for the manual page
    #[arg(value_name = "SHELL", value_enum)]
    target: Target,
    /// Folder that the manual gets a page in for each command; without it the first page is printed
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Target {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
    Elvish,
    Man,
}

impl Target {
    fn shell(self) -> Option<Shell> {
        match self {
            Target::Bash => Some(Shell::Bash),
            Target::Zsh => Some(Shell::Zsh),
            Target::Fish => Some(Shell::Fish),
            Target::PowerShell => Some(Shell::PowerShell),
            Target::Elvish => Some(Shell::Elvish),
            Target::Man => None,
        }
    }
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    match (arguments.target.shell(), &arguments.to) {
        (None, Some(folder)) => {
            std::fs::create_dir_all(folder)?;
            clap_mangen::generate_to(crate::Arguments::command(), folder)?;
            say!("wrote the manual, a page for each command, in {}", folder.display());
        }
        (Some(_), Some(_)) => {
            return Err(Failure::new(
                "completions are printed, not written into a folder",
                "leave `--to` out and send what is printed to the file that your shell reads",
            ));
        }
        (shell, None) => crate::print(String::from_utf8_lossy(&printed(shell)?).trim_end())?,
    }
    Ok(Outcome::Done)
}

/// The completions of a shell; the first page of the manual where none is named.
fn printed(shell: Option<Shell>) -> Result<Vec<u8>, Failure> {
    let mut printed = Vec::new();
    match shell {
        Some(shell) => clap_complete::generate(shell, &mut crate::Arguments::command(), "totalplace", &mut printed),
        None => Man::new(crate::Arguments::command()).render(&mut printed)?,
    }
    Ok(printed)
}
