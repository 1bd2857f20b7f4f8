//! Lays the four layers over each other and remembers where each value came from.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::Settings;
use super::catalogue::{CATALOGUE, Setting, bare};

/// A variable of the environment this near to a setting's is taken for a slip of the pen; one
/// further away belongs to somebody else.
const NEAR_MISS: usize = 3;
/// The variable that names the settings file.
const FILE_VARIABLE: &str = "WATCHHOUSE_SETTINGS";
/// Names further away than this many letters are not suggested.
const FURTHEST_SUGGESTION: usize = 6;

/// What lies over the defaults, as text.
#[derive(Debug, Default, Clone)]
pub struct Layers {
    /// The settings file: where it is and what is in it.
    pub file: Option<(PathBuf, String)>,
    /// The environment.
    pub environment: Vec<(String, String)>,
    /// The command line: name and value.
    pub flags: Vec<(String, String)>,
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody chose it.
    Default,
    /// The settings file, at this line (the first is 1).
    File(PathBuf, usize),
    /// A variable of the environment.
    Environment(String),
    /// The command line.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path, line) => write!(f, "{}:{line}", path.display()),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Flag => f.write_str("command line"),
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands.
    pub origin: Origin,
    /// What is wrong and how it is written rightly.
    pub what: String,
}

/// Everything that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct SettingsFaults(pub Vec<Fault>);

impl fmt::Display for SettingsFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.0.iter().map(|fault| format!("{}: {}", fault.origin, fault.what));
        f.write_str(&lines.collect::<Vec<_>>().join("\n           "))
    }
}

/// One setting as it stands: for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effective {
    /// Its name.
    pub name: &'static str,
    /// Its value as text, `set (hidden)` for secrets, `not set` where there is none.
    pub shown: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Reads all layers.
///
/// # Errors
/// [`SettingsFaults`] with every fault of every layer.
pub fn effective(layers: &Layers) -> Result<(Settings, Vec<Effective>), SettingsFaults> {
    let mut faults = Vec::new();
    let mut chosen: BTreeMap<&str, (String, Origin)> = BTreeMap::new();
    for setting in CATALOGUE {
        if let Some(default) = setting.default {
            chosen.insert(setting.name, (default.to_owned(), Origin::Default));
        }
    }
    for (name, value, origin) in typed_values(layers, &mut faults) {
        match known(&name) {
            Some(setting) if setting.secret && origin == Origin::Flag => faults.push(Fault {
                origin,
                what: format!(
                    "{name} is a secret, and everybody on this machine can read the command line; \
                     write it into the settings file or into {}",
                    setting.variable()
                ),
            }),
            Some(setting) => {
                chosen.insert(setting.name, (value, origin));
            }
            None => faults.push(Fault { origin, what: unknown(&name) }),
        }
    }
    let mut settings = bare();
    for setting in CATALOGUE {
        let Some((value, origin)) = chosen.get(setting.name) else { continue };
        if let Err(advice) = (setting.read)(value, &mut settings) {
            let value = if setting.secret { "its value".to_owned() } else { format!("{value:?}") };
            let what = format!("{}: {value} cannot be read; {advice}", setting.name);
            faults.push(Fault { origin: origin.clone(), what });
        }
    }
    faults.extend(half_set(&chosen));
    if !faults.is_empty() {
        return Err(SettingsFaults(faults));
    }
    let shown = CATALOGUE.iter().map(|setting| show(setting, chosen.get(setting.name))).collect();
    Ok((settings, shown))
}

fn show(setting: &Setting, chosen: Option<&(String, Origin)>) -> Effective {
    let (shown, origin) = match chosen {
        None => ("not set".to_owned(), Origin::Default),
        Some((_, origin)) if setting.secret => ("set (hidden)".to_owned(), origin.clone()),
        Some((value, origin)) => (value.clone(), origin.clone()),
    };
    Effective { name: setting.name, shown, origin }
}

/// Every value that somebody typed, from the weakest layer to the strongest.
fn typed_values(layers: &Layers, faults: &mut Vec<Fault>) -> Vec<(String, String, Origin)> {
    let mut values = Vec::new();
    if let Some((path, text)) = &layers.file {
        read_file(path, text, &mut values, faults);
    }
    for (variable, value) in &layers.environment {
        if !variable.starts_with("WATCHHOUSE_") || variable == FILE_VARIABLE {
            continue;
        }
        let origin = Origin::Environment(variable.clone());
        let near =
            CATALOGUE.iter().map(|s| (distance(variable, &s.variable()), s)).min_by_key(|(steps, _)| *steps);
        match near {
            Some((0, setting)) => values.push((setting.name.to_owned(), value.clone(), origin)),
            Some((1..=NEAR_MISS, setting)) => {
                let what = format!("this means nothing; did you mean {}?", setting.variable());
                faults.push(Fault { origin, what });
            }
            _ => {}
        }
    }
    let flags = layers.flags.iter().map(|(name, value)| (name.clone(), value.clone(), Origin::Flag));
    values.extend(flags);
    values
}

fn read_file(path: &Path, text: &str, values: &mut Vec<(String, String, Origin)>, faults: &mut Vec<Fault>) {
    let at = |offset: usize| {
        let before = text.get(..offset).unwrap_or(text);
        Origin::File(path.to_owned(), before.matches('\n').count() + 1)
    };
    let (table, broken) = DeTable::parse_recoverable(text);
    for error in broken {
        let origin = at(error.span().map_or(0, |span| span.start));
        faults.push(Fault { origin, what: format!("this is not TOML: {}", error.message()) });
    }
    let mut open = vec![(String::new(), table.get_ref().clone())];
    while let Some((prefix, table)) = open.pop() {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            let origin = at(key.span().start);
            match value.get_ref() {
                DeValue::Table(inner) => open.push((format!("{name}."), inner.clone())),
                DeValue::String(text) => values.push((name, text.to_string(), origin)),
                DeValue::Integer(number) => values.push((name, number.as_str().to_owned(), origin)),
                DeValue::Boolean(yes) => values.push((name, yes.to_string(), origin)),
                other => {
                    let what = format!(
                        "{name}: write text in quotes, a number, true or false, not {}",
                        other.type_str()
                    );
                    faults.push(Fault { origin, what });
                }
            }
        }
    }
}

fn known(name: &str) -> Option<&'static Setting> {
    CATALOGUE.iter().find(|setting| setting.name == name)
}

fn unknown(name: &str) -> String {
    let nearest = CATALOGUE.iter().map(|s| (distance(name, s.name), s.name)).min();
    match nearest {
        Some((steps, near)) if steps <= FURTHEST_SUGGESTION => {
            format!("there is no setting {name:?}; did you mean {near:?}?")
        }
        _ => format!("there is no setting {name:?}; `watchhouse settings` lists them all"),
    }
}

/// Settings that only make sense together: what is set alone would silently do nothing.
fn half_set(chosen: &BTreeMap<&str, (String, Origin)>) -> Vec<Fault> {
    const TOGETHER: [&[&str]; 3] = [
        &["mail.server", "mail.from"],
        &["mail.user", "mail.password"],
        &["single-sign-on.issuer", "single-sign-on.client-id", "single-sign-on.client-secret"],
    ];
    const NEEDS: [(&str, &str); 3] = [
        ("single-sign-on.hosts", "single-sign-on.issuer"),
        ("resolver.roots", "resolver.address"),
        ("resolver.anchors", "resolver.roots"),
    ];
    let mut faults = Vec::new();
    for group in TOGETHER {
        let (set, missing): (Vec<&str>, Vec<&str>) =
            group.iter().partition(|name| chosen.contains_key(*name));
        if let (Some(first), false) = (set.first(), missing.is_empty()) {
            let origin = chosen[*first].1.clone();
            let missing = missing.iter().map(|n| format!("{n:?}")).collect::<Vec<_>>().join(" and ");
            faults.push(Fault {
                origin,
                what: format!("{first:?} is set, but it does nothing without {missing}"),
            });
        }
    }
    for (name, needs) in NEEDS {
        if let (Some((_, origin)), false) = (chosen.get(name), chosen.contains_key(needs)) {
            let what = format!("{name:?} is set, but it does nothing without {needs:?}");
            faults.push(Fault { origin: origin.clone(), what });
        }
    }
    faults
}

/// How many letters must be added, taken away or changed to make one name the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let changed = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Layers {
        Layers { file: Some(("wh.toml".into(), text.to_owned())), ..Layers::default() }
    }

    fn faults(layers: &Layers) -> String {
        effective(layers).map(|_| ()).expect_err("these settings have faults").to_string()
    }

    fn shown(layers: &Layers, name: &str) -> String {
        let (_, all) = effective(layers).expect("these settings are right");
        let one = all.iter().find(|e| e.name == name).expect("this setting exists");
        format!("{} ({})", one.shown, one.origin)
    }

    #[test]
    fn the_defaults_alone_are_right() {
        let (settings, _) = effective(&Layers::default()).expect("the defaults can be read");
        assert_eq!(settings.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(settings.backup_keep, 14);
        assert_eq!(settings.origin(8080), "http://localhost:8080");
        assert!(settings.stopped_work.is_empty());
    }

    #[test]
    fn later_layers_win_and_are_named() {
        let mut layers = file("[backup]\nkeep = 3\n");
        assert_eq!(shown(&layers, "backup.keep"), "3 (wh.toml:2)");
        layers.environment.push(("WATCHHOUSE_BACKUP_KEEP".into(), "4".into()));
        assert_eq!(shown(&layers, "backup.keep"), "4 (environment WATCHHOUSE_BACKUP_KEEP)");
        layers.flags.push(("backup.keep".into(), "5".into()));
        assert_eq!(shown(&layers, "backup.keep"), "5 (command line)");
        assert_eq!(shown(&layers, "backup.max-age"), "36 h (default)");
    }

    #[test]
    fn secrets_are_never_shown_and_never_taken_from_the_command_line() {
        let mut layers = file("[database]\nurl = \"postgres://wh:canary@localhost/wh\"\n");
        assert_eq!(shown(&layers, "database.url"), "set (hidden) (wh.toml:2)");
        assert!(!format!("{:?}", effective(&layers).expect("right").0).contains("canary"));
        layers.flags.push(("database.url".into(), "postgres://canary".into()));
        assert!(faults(&layers).contains("database.url is a secret"));
        let wrong = faults(&file("[database]\nurl = \"canary\"\n"));
        assert_eq!(
            wrong,
            "wh.toml:2: database.url: its value cannot be read; write an address that begins with \"postgres://\""
        );
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_line() {
        let said =
            faults(&file("[web]\nlisten = \"everywhere\"\n[bakcup]\nkeep = 3\n[mail]\nuser = \"wh\"\n"));
        assert_eq!(
            said.lines().map(str::trim).collect::<Vec<_>>(),
            [
                "wh.toml:4: there is no setting \"bakcup.keep\"; did you mean \"backup.keep\"?",
                "wh.toml:2: web.listen: \"everywhere\" cannot be read; write an address and a port, \
                 such as \"127.0.0.1:8080\" or \"[::1]:8080\"",
                "wh.toml:6: \"mail.user\" is set, but it does nothing without \"mail.password\"",
            ]
        );
        assert!(faults(&file("[web\n")).starts_with("wh.toml:1: this is not TOML"));
        assert!(faults(&file("[backup]\nkeep = [1]\n")).contains("not array"));
    }

    #[test]
    fn hosts_of_the_single_sign_on_are_names_and_belong_to_an_issuer() {
        let hosts = |hosts: &str| {
            file(&format!(
                "[single-sign-on]\nissuer = \"https://id.example.com\"\nclient-id = \"wh\"\nhosts = \"{hosts}\"\n"
            ))
        };
        let mut right = hosts("keys.example.com, tokens.example.com");
        right.environment.push(("WATCHHOUSE_SINGLE_SIGN_ON_CLIENT_SECRET".into(), "hush".into()));
        let (settings, _) = effective(&right).expect("these settings are right");
        let names: Vec<&str> = settings.single_sign_on_hosts.iter().map(|host| host.as_ascii()).collect();
        assert_eq!(names, ["keys.example.com", "tokens.example.com"]);
        for wrong in ["", ",", "https://keys.example.com", "10.0.0.1", "keys.example.com:8443", "localhost"] {
            assert!(faults(&hosts(wrong)).contains("single-sign-on.hosts"), "{wrong}");
        }
        let eight = ["keys.example.com"; 8].join(",");
        assert!(!faults(&hosts(&eight)).contains("single-sign-on.hosts"));
        assert!(faults(&hosts(&format!("{eight},keys.example.com"))).contains("up to 8 names"));
        assert_eq!(
            faults(&file("[single-sign-on]\nhosts = \"keys.example.com\"\n")),
            "wh.toml:2: \"single-sign-on.hosts\" is set, but it does nothing without \"single-sign-on.issuer\""
        );
    }

    #[test]
    fn an_issuer_is_spoken_to_over_tls_but_for_trials_on_this_machine() {
        let issuer = |issuer: &str| faults(&file(&format!("[single-sign-on]\nissuer = \"{issuer}\"\n")));
        for right in ["https://id.example.com/city", "http://localhost:9000", "http://127.0.0.1"] {
            assert!(!issuer(right).contains("cannot be read"), "{right}");
        }
        for wrong in ["http://id.example.com", "http://localhost.evil.example", "id.example.com", "https://"]
        {
            assert!(issuer(wrong).contains("write an address that begins with \"https://\""), "{wrong}");
        }
    }

    #[test]
    fn a_variable_that_misses_a_setting_by_a_letter_is_a_fault_and_those_of_others_are_not() {
        let mut layers = Layers::default();
        layers.environment.push(("WATCHHOUSE_TEST_POSTGRES".into(), "x".into()));
        assert!(effective(&layers).is_ok());
        layers.environment.push(("WATCHHOUSE_WEB_LISTN".into(), "x".into()));
        assert_eq!(
            faults(&layers),
            "environment WATCHHOUSE_WEB_LISTN: this means nothing; did you mean WATCHHOUSE_WEB_LISTEN?"
        );
    }

    #[test]
    fn names_are_near_when_few_letters_differ() {
        assert_eq!(distance("backup", "bakcup"), 2);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("mail", "mail"), 0);
    }
}
