//! The city of this centre: London, built in, or another one from a folder.

use std::path::Path;

use centre::region::{Body, BodyKind, Region};
use store::NewPublicBody;
use terms::PlainLine;

use crate::trouble::Trouble;

/// The files of a pack that are read; others (a README) may lie beside them.
macro_rules! london {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../../regions/london/", $file)))),*]
    };
}

const LONDON: &[(&str, &str)] = london![
    "bodies.toml",
    "boroughs.csv",
    "boundaries.geojson",
    "divisions.csv",
    "holidays.csv",
    "outcodes.csv",
    "region.toml",
    "sectors.csv",
];

/// The largest file of a pack that is read, in bytes. London's largest is under 1 MB.
const LARGEST_FILE: u64 = 32 * 1024 * 1024;

/// Reads the city: London, or the pack in `folder`.
///
/// # Errors
/// Every fault of the pack at once, with file and line, or what kept the folder from being read.
pub fn read(folder: Option<&Path>) -> Result<Region, Trouble> {
    let (files, place) = match folder {
        None => (built_in(), "the built-in region".to_owned()),
        Some(folder) => (files_of(folder)?, format!("the region in {}", folder.display())),
    };
    Region::read(&files).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Trouble::new(
            format!("{place} has {} {}", faults.len(), if faults.len() == 1 { "fault" } else { "faults" }),
            "Mend the lines named above and start again.",
        )
        .because(anyhow::anyhow!(lines.join("\n           ")))
    })
}

fn built_in() -> Vec<(String, String)> {
    LONDON.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

fn files_of(folder: &Path) -> Result<Vec<(String, String)>, Trouble> {
    let unreadable = |path: &Path, error: std::io::Error| {
        Trouble::new(
            format!("{} cannot be read", path.display()),
            "Set region.folder to a folder with a region pack, or take the line away for London.",
        )
        .because(error)
    };
    let mut files = Vec::new();
    for (name, _) in LONDON {
        let path = folder.join(name);
        match std::fs::metadata(&path) {
            // A missing file is a fault of the pack, told with all others.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && folder.is_dir() => continue,
            Err(error) => return Err(unreadable(folder, error)),
            Ok(about) if about.len() > LARGEST_FILE => {
                return Err(Trouble::new(
                    format!("{} is too large", path.display()),
                    "Make the outlines coarser: a file of a region pack has at most 32 MB.",
                ));
            }
            Ok(_) => {}
        }
        let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
        files.push(((*name).to_owned(), text));
    }
    Ok(files)
}

/// The public bodies of a region whose domain its file names: authorities, and nobody's charity.
pub fn public_bodies(region: &Region) -> Vec<NewPublicBody> {
    let of = |body: &Body| {
        let kind = match body.kind {
            BodyKind::Police => "police",
            BodyKind::Council => "council",
            BodyKind::University => "university",
            BodyKind::National => "national",
            BodyKind::Charity => return None,
        };
        Some(NewPublicBody {
            id: body.id.clone(),
            name: PlainLine::parse(&body.name).ok()?,
            kind: kind.to_owned(),
            borough: body.borough.as_ref().map(ToString::to_string).unwrap_or_default(),
            domain: body.domain.clone()?,
        })
    };
    region.bodies.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn london_is_built_in_and_without_fault() {
        let region = read(None).expect("London has no fault");
        assert_eq!((region.name.as_str(), region.boroughs.len()), ("London", 33));
    }

    #[test]
    fn another_city_comes_from_a_folder() {
        let testford = Path::new(env!("CARGO_MANIFEST_DIR")).join("../centre/fixtures/testford");
        assert_eq!(read(Some(&testford)).expect("Testford has no fault").name, "Testford");
        let nowhere = read(Some(Path::new("/nowhere/at/all"))).expect_err("there is no such folder");
        assert_eq!(nowhere.to_string(), "/nowhere/at/all cannot be read");
    }
}
