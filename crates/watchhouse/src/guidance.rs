//! Help now's own files: problems, rules and playbooks, built in.

use centre::first_hour::Guide;

use crate::trouble::Trouble;

/// The files of `content/` that the guide is made of; a test compares them with the folder.
macro_rules! content {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../../content/", $file)))),*]
    };
}

const CONTENT: &[(&str, &str)] = content![
    "problems.toml",
    "reclaim.toml",
    "playbooks/card-fraud.json",
    "playbooks/data-leak.json",
    "playbooks/denial-of-service.json",
    "playbooks/extortion.json",
    "playbooks/fake-site.json",
    "playbooks/false-order.json",
    "playbooks/false-words.json",
    "playbooks/hacked-mailbox.json",
    "playbooks/hacked-social-account.json",
    "playbooks/hacked-website.json",
    "playbooks/image-abuse.json",
    "playbooks/infected-computer.json",
    "playbooks/insider.json",
    "playbooks/invoice-fraud.json",
    "playbooks/lost-device.json",
    "playbooks/lost-domain.json",
    "playbooks/mail-flood.json",
    "playbooks/name-misused.json",
    "playbooks/network-intrusion.json",
    "playbooks/online-hate.json",
    "playbooks/paid-trickster.json",
    "playbooks/password-leak.json",
    "playbooks/phished-password.json",
    "playbooks/phone-takeover.json",
    "playbooks/ransomware.json",
    "playbooks/remote-access.json",
    "playbooks/spoofed-mail.json",
    "playbooks/stalking.json",
    "playbooks/strange-call.json",
    "playbooks/strange-message.json",
    "playbooks/supplier-breach.json",
    "playbooks/weakness-told.json",
    "playbooks/work-copied.json",
];

/// Reads the guide.
///
/// # Errors
/// Every fault of the files at once, with file and line.
pub fn read() -> Result<Guide, Trouble> {
    let files: Vec<(String, String)> =
        CONTENT.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Guide::read(&files).map_err(|faults| {
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Trouble::new("the content of Help now has faults", "Mend the lines named above and build again.")
            .because(anyhow::anyhow!(lines.join("\n           ")))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_guide_is_built_in_and_without_fault() {
        let guide = read().expect("the guide has no fault");
        assert!(guide.problems.all().len() >= 50);
    }

    #[test]
    fn every_file_of_the_folder_is_built_in() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let names = |folder: &Path, before: &str| -> BTreeSet<String> {
            let entries = std::fs::read_dir(folder).expect("content").map_while(Result::ok);
            let files = entries.filter(|entry| entry.path().is_file());
            files.map(|entry| format!("{before}{}", entry.file_name().to_string_lossy())).collect()
        };
        let mut there = names(&root, "");
        there.extend(names(&root.join("playbooks"), "playbooks/"));
        there.remove("README.md");
        let built_in: BTreeSet<String> = CONTENT.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(there, built_in);
    }
}
