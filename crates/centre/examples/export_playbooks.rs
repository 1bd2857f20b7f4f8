//! Writes every delivered playbook as the house exports it, one file each, so that it can be held against the schemas.
//!
//! `export_playbooks FOLDER` reads `content/playbooks` of the folder that it is started in.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the command line")]

use std::path::Path;
use std::process::ExitCode;

use centre::playbook::Playbook;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("name the folder to write to");
        return ExitCode::FAILURE;
    };
    match export(Path::new("content/playbooks"), Path::new(&folder)) {
        Ok(count) => {
            println!("{count} playbooks written");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn export(from: &Path, to: &Path) -> Result<usize, Box<dyn std::error::Error>> {
    std::fs::create_dir_all(to)?;
    let mut count = 0;
    for entry in std::fs::read_dir(from)? {
        let name = entry?.file_name().into_string().map_err(|_| "a file whose name is no text")?;
        let text = std::fs::read_to_string(from.join(&name))?;
        let read = Playbook::read(&format!("playbooks/{name}"), &text)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
        std::fs::write(to.join(&name), serde_json::to_string_pretty(&read.playbook.to_cacao())?)?;
        count += 1;
    }
    Ok(count)
}
