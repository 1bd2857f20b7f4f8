//! Opening the records of a centre, for the server and for commands beside it.

use std::path::Path;
use std::sync::Arc;

use store::{Keys, Place, Store, StoreError};
use terms::edge::Chance;

use crate::settings::Settings;
use crate::trouble::Trouble;

/// The file that a running server holds, so that no second one begins on the same folder.
const LOCK: &str = "serving.lock";

/// Opens the records, and makes the data folder where there is none.
///
/// # Errors
/// When folder, keys or database cannot be used; says what to do.
pub async fn open(settings: &Settings, chance: Arc<dyn Chance>) -> Result<Store, Trouble> {
    open_drawing_from(settings, chance.as_ref(), Arc::clone(&chance)).await
}

/// As [`open`], but the ids and references of new records are drawn from `drawn`: so the same seed
/// makes the same demonstration. The keys of the centre come from `chance` all the same.
///
/// # Errors
/// As [`open`].
pub async fn open_drawing_from(
    settings: &Settings,
    chance: &dyn Chance,
    drawn: Arc<dyn Chance>,
) -> Result<Store, Trouble> {
    let folder = &settings.data_folder;
    make(folder)?;
    let keys = Keys::open(folder, chance).map_err(of_store)?;
    Store::open(place(settings), keys, drawn).await.map_err(of_store)
}

/// Opens the records of a centre that is there already: a command must not make an empty one by a
/// slip in the name of the folder.
///
/// # Errors
/// As [`open`], and when there is no centre.
pub async fn open_existing(settings: &Settings, chance: Arc<dyn Chance>) -> Result<Store, Trouble> {
    if !is_there(settings) {
        let folder = &settings.data_folder;
        return Err(Trouble::new(
            format!("there is no centre in {}", folder.display()),
            "Name its folder with --data, or open a new centre with `watchhouse serve`.",
        ));
    }
    open(settings, chance).await
}

/// Is there a centre in the data folder?
pub fn is_there(settings: &Settings) -> bool {
    settings.data_folder.join("master.key").is_file()
}

/// Where the records are, by the settings.
pub fn place(settings: &Settings) -> Place {
    match &settings.database_url {
        Some(url) => Place::Postgres(url.reveal().to_owned()),
        None => Place::Folder(settings.data_folder.clone()),
    }
}

/// Makes a data folder that only its owner can read.
fn make(folder: &Path) -> Result<(), Trouble> {
    let made = if folder.is_dir() {
        Ok(())
    } else {
        std::fs::create_dir_all(folder).and_then(|()| close_to_others(folder))
    };
    made.map_err(|error| {
        Trouble::new(
            format!("the data folder {} cannot be made", folder.display()),
            "Name a folder with --data in which the user who runs this program may write.",
        )
        .because(error)
    })
}

#[cfg(unix)]
fn close_to_others(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn close_to_others(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Holds the data folder for one server; given back when dropped or when the process ends.
///
/// # Errors
/// When another server holds it, or nothing can be written there.
pub fn hold(folder: &Path) -> Result<std::fs::File, Trouble> {
    make(folder)?;
    let path = folder.join(LOCK);
    let file = std::fs::File::create(&path).map_err(|error| {
        Trouble::new(
            format!("nothing can be written in the data folder {}", folder.display()),
            "Let the user who runs this program write there, or name another folder with --data.",
        )
        .because(error)
    })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => Err(Trouble::new(
            format!("another centre is open on the data folder {}", folder.display()),
            "Stop that one first, or name another folder with --data.",
        )),
    }
}

/// A failure of the store as a trouble. Its messages hold their advice behind a semicolon.
pub fn of_store(error: StoreError) -> Trouble {
    let said = error.to_string();
    let trouble = match said.split_once("; ") {
        Some((what, advice)) => Trouble::new(what, sentence(advice)),
        None => Trouble::new(
            said.clone(),
            "Read the causes above; trying again helps when the database was busy.",
        ),
    };
    match std::error::Error::source(&error) {
        Some(cause) => trouble.because(anyhow::anyhow!(causes(cause))),
        None => trouble,
    }
}

fn causes(cause: &dyn std::error::Error) -> String {
    let chain = std::iter::successors(Some(cause), |cause| cause.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn sentence(advice: &str) -> String {
    let mut letters = advice.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stores_words_become_fact_and_advice() {
        let mut said = Vec::new();
        of_store(StoreError::NewerThanProgram { found: 9, known: 5 }).write(&mut said).expect("written");
        assert_eq!(
            String::from_utf8(said).expect("text"),
            "watchhouse: this database was written by a newer release (step 9, this one knows 5)\n  \
             what to do: Start that release again.\n"
        );
    }
}
