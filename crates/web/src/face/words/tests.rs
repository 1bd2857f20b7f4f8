use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// Highest Flesch-Kincaid grade of a file that members read: the school year in which a child of
/// eleven sits.
const HIGHEST_GRADE: f64 = 6.0;

/// Words from which on something counts as a sentence: the names of buttons and doors are left out.
const SHORTEST_SENTENCE: usize = 4;

/// Files that may be harder, each with the reason.
const MAY_BE_HARDER: &[(&str, &str)] = &[];

/// What the made-up language has words for.
const MADE_UP: &[(&str, &str)] = &[(
    "check",
    "check-technical = Ba tiri tiri
check-dmarc-missing-title = Ko mala de nama
check-parked-not-closed-step-2 = Da linu: di, du
check-parked-not-closed-see = Ni sama, ni bona
",
)];

pub(super) fn made_up() -> &'static FluentBundle<FluentResource> {
    static MADE: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    MADE.get_or_init(|| bundle("art", MADE_UP))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below this folder whose name ends so.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
}

/// Text of all sources and templates, each with its path.
fn sources() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    files(&root().join("templates"), "html", &mut paths);
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// Ids of a message file, with what they say.
fn messages(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with('#') {
            continue;
        }
        match line.split_once('=') {
            Some((id, said)) if line.starts_with(|c: char| c.is_ascii_lowercase()) => {
                found.push((id.trim().to_owned(), said.trim().to_owned()));
            }
            _ => {
                if let (Some(last), more) = (found.last_mut(), line.trim())
                    && !more.is_empty()
                {
                    last.1 = format!("{} {more}", last.1);
                }
            }
        }
    }
    found
}

/// First parts of all ids: `chrome`, `promise` and so on.
fn families() -> BTreeSet<String> {
    let ids = BRITISH_ENGLISH.iter().flat_map(|(_, text)| messages(text));
    ids.filter_map(|(id, _)| id.split_once('-').map(|(family, _)| family.to_owned())).collect()
}

/// Every id that a source says: the first text inside `say("…")` and its siblings, and in Rust
/// every quoted text that looks like an id of a known family.
fn said_ids(path: &Path, source: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    if path.extension().is_some_and(|ending| ending == "rs") {
        let families = families();
        for quoted in source.split('"') {
            let is_id = !quoted.ends_with('-') && quoted.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            if is_id && quoted.split_once('-').is_some_and(|(family, _)| families.contains(family)) {
                ids.insert(quoted.to_owned());
            }
        }
    }
    for opening in ["say(\"", "say_with(\"", ", \"component-"] {
        for rest in source.split(opening).skip(1) {
            let id = rest.split('"').next().unwrap();
            ids.insert(if opening.ends_with('-') { format!("component-{id}") } else { id.to_owned() });
        }
    }
    ids
}

#[test]
fn languages_are_found_by_their_tags() {
    assert_eq!(Language::of_tag("en-GB"), Some(Language::BritishEnglish));
    assert_eq!(Language::of_tag("en-US"), Some(Language::BritishEnglish));
    assert_eq!(Language::of_tag("xx"), None);
    assert_eq!(Language::of_tag(""), None);
}

#[test]
fn direction_follows_from_the_language() {
    assert_eq!(Language::BritishEnglish.direction(), "ltr");
    assert_eq!(direction_of("ur"), "rtl");
    assert_eq!(direction_of("ar-EG"), "rtl");
}

#[test]
fn gaps_are_filled() {
    let gaps = [("page", "Join".into()), ("centre", "London Watchhouse".into())];
    assert_eq!(Words::default().say_with("chrome-title", &gaps), "Join – London Watchhouse");
}

#[test]
fn a_language_that_lacks_a_message_says_it_in_english() {
    let words = Words::in_language(Language::MadeUp);
    assert_eq!(words.say("check-technical"), "Ba tiri tiri");
    assert_eq!(words.say("chrome-skip"), Words::default().say("chrome-skip"));
    let gaps = [("page", "Join".into()), ("centre", "London Watchhouse".into())];
    assert_eq!(words.say_with("chrome-title", &gaps), "Join – London Watchhouse");
    assert_eq!(words.own("check-technical").as_deref(), Some("Ba tiri tiri"));
    assert_eq!(words.own("chrome-skip"), None);
}

/// English words of a check stand in the engine's catalogue: a second copy here would drift from it.
#[test]
fn no_english_message_speaks_of_one_check() {
    for entry in checkup::catalogue::all() {
        let family = format!("check-{}-", entry.id);
        for (name, text) in BRITISH_ENGLISH {
            let twice: Vec<String> =
                messages(text).into_iter().map(|(id, _)| id).filter(|id| id.starts_with(&family)).collect();
            assert!(twice.is_empty(), "{name}.ftl says {twice:?}, which the catalogue says already");
        }
    }
}

#[test]
fn every_message_file_is_embedded() {
    let folder = root().join("locales/en-GB");
    let mut paths = Vec::new();
    files(&folder, "ftl", &mut paths);
    let there: BTreeSet<String> =
        paths.iter().map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let embedded: BTreeSet<String> = BRITISH_ENGLISH.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, embedded);
}

#[test]
fn every_message_can_be_read_and_stands_once() {
    let mut seen = BTreeSet::new();
    for (name, text) in BRITISH_ENGLISH {
        FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, faults)| panic!("{name}: {faults:?}"));
        for (id, _) in messages(text) {
            assert!(seen.insert(id.clone()), "{id} stands twice");
        }
    }
    assert!(seen.len() > 50);
}

#[test]
fn every_message_that_is_said_is_there() {
    let words = Words::default();
    let all: Vec<String> =
        BRITISH_ENGLISH.iter().flat_map(|(_, text)| messages(text)).map(|(id, _)| id).collect();
    for (path, source) in sources() {
        if path.ends_with("words/tests.rs") {
            continue;
        }
        for id in said_ids(&path, &source) {
            // The first half of an id that is put together counts as said when messages begin so.
            let there = words.language().bundle().get_message(&id).is_some()
                || all.iter().any(|known| known.starts_with(&format!("{id}-")));
            assert!(there, "{} says {id:?}, which no message file has", path.display());
        }
    }
}

/// The texts between quotation marks of one source, looked through once for all messages.
struct Quoted<'s> {
    /// Whole, where they could be an id or half of one.
    whole: BTreeSet<&'s str>,
    /// Their parts between signs that are no lower-case letters.
    parts: BTreeSet<&'s str>,
    /// Whether the file puts ids together: `"front-door-{name}"`, `"{id}-title"`.
    puts_together: bool,
}

impl<'s> Quoted<'s> {
    fn of(source: &'s str) -> Self {
        let short = || source.split('"').filter(|text| text.len() < 64);
        Self {
            whole: short().collect(),
            parts: short().flat_map(|text| text.split(|c: char| !c.is_ascii_lowercase())).collect(),
            puts_together: ["-{", "}-"].iter().any(|joint| source.contains(joint)),
        }
    }

    /// Whether this source says this id: whole, or put together of parts that all stand in texts of the same file.
    fn says(&self, id: &str) -> bool {
        let parts = || id.split('-').filter(|part| !part.is_empty()).all(|part| self.parts.contains(part));
        self.whole.contains(id) || (self.puts_together && parts())
    }
}

/// Whether the id is a word of this room and, after it, a name that `centre` gives to something.
fn is_of_another_room(id: &str, sources: &[Quoted<'_>], rules: &[Quoted<'_>]) -> bool {
    id.match_indices('-').any(|(at, _)| {
        let (family, name) = (&id[..at], &id[at + 1..]);
        let named = [name.to_owned(), name.replace('-', "_")];
        sources.iter().any(|source| source.whole.contains(family))
            && rules.iter().any(|rule| named.iter().any(|name| rule.whole.contains(name.as_str())))
    })
}

#[test]
fn every_message_that_is_there_is_said() {
    let sources = sources();
    let sources: Vec<Quoted<'_>> = sources.iter().map(|(_, source)| Quoted::of(source)).collect();
    let mut paths = Vec::new();
    files(&root().join("../centre/src"), "rs", &mut paths);
    let rules: Vec<String> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let rules: Vec<Quoted<'_>> = rules.iter().map(|rule| Quoted::of(rule)).collect();
    for (name, text) in BRITISH_ENGLISH {
        for (id, _) in messages(text) {
            let used =
                sources.iter().any(|source| source.says(&id)) || is_of_another_room(&id, &sources, &rules);
            assert!(used, "nobody says {id} of {name}.ftl");
        }
    }
}

/// Syllables of a word, as the Flesch-Kincaid grade counts them: groups of vowels, without a silent
/// e at the end.
fn syllables(word: &str) -> usize {
    let word = word.to_ascii_lowercase();
    let is_vowel = |c: char| "aeiouy".contains(c);
    let mut count = 0;
    let mut before = false;
    for sign in word.chars() {
        let now = is_vowel(sign);
        count += usize::from(now && !before);
        before = now;
    }
    let silent = word.ends_with('e') && !word.ends_with("le") && count > 1;
    let silent_ed = word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded") && count > 1;
    (count - usize::from(silent || silent_ed)).max(1)
}

/// Flesch-Kincaid grade of these texts. What fills a gap counts as one short word.
fn grade(texts: &[String]) -> f64 {
    let (mut words, mut sentences, mut sounds) = (0_f64, 0_f64, 0_f64);
    for text in texts {
        let mut plain = String::new();
        let mut depth = 0;
        for sign in text.chars() {
            match sign {
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    plain.push_str("it");
                }
                _ if depth == 0 => plain.push(sign),
                _ => {}
            }
        }
        for sentence in plain.split(['.', '?', '!', ':']) {
            let in_it: Vec<&str> = sentence
                .split(|c: char| !c.is_ascii_alphabetic() && c != '\'')
                .filter(|word| !word.is_empty())
                .collect();
            if in_it.len() >= SHORTEST_SENTENCE {
                sentences += 1.0;
                words += in_it.len() as f64;
                sounds += in_it.iter().map(|word| syllables(word) as f64).sum::<f64>();
            }
        }
    }
    0.39 * words / sentences + 11.8 * sounds / words - 15.59
}

#[test]
fn the_measure_of_reading_age_knows_easy_from_hard() {
    let easy = grade(&["The cat sat on the mat. It was warm.".to_owned()]);
    let hard =
        grade(&["Organisational cybersecurity responsibilities necessitate comprehensive documentation."
            .to_owned()]);
    assert!(easy < 2.0 && hard > 15.0, "{easy} {hard}");
    assert_eq!(
        (syllables("made"), syllables("table"), syllables("asked"), syllables("wanted")),
        (1, 2, 1, 2)
    );
}

#[test]
fn members_can_read_every_file() {
    for (name, text) in BRITISH_ENGLISH {
        let texts: Vec<String> = messages(text).into_iter().map(|(_, said)| said).collect();
        let grade = grade(&texts);
        println!("reading grade of {name}.ftl: {grade:.1}");
        let excused = MAY_BE_HARDER.iter().any(|(file, _)| file == name);
        // A file of names only has no sentence to measure.
        assert!(excused || grade.is_nan() || grade <= HIGHEST_GRADE, "{name}.ftl reads at grade {grade:.1}");
    }
}

/// Help now as it is shipped.
fn guide() -> centre::first_hour::Guide {
    let folder = root().join("../../content");
    let mut paths = Vec::new();
    files(&folder, "toml", &mut paths);
    files(&folder, "json", &mut paths);
    let name = |path: &Path| path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
    let read: Vec<(String, String)> =
        paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect();
    centre::first_hour::Guide::read(&read).unwrap()
}

/// Highest grade of a step for whoever looks after a firm's computers: they know the words of their trade.
const HIGHEST_GRADE_OF_TRADE: f64 = 10.0;

#[test]
fn members_can_read_every_problem_and_every_step() {
    use centre::playbook::{Audience, StepKind};

    let guide = guide();
    let problems: Vec<String> =
        guide.problems.all().iter().map(|problem| format!("{}. {}", problem.title, problem.lead)).collect();
    let hardest = grade(&problems);
    println!("reading grade of the problems: {hardest:.1}");
    assert!(hardest <= HIGHEST_GRADE, "the problems read at grade {hardest:.1}");
    let mut hard = Vec::new();
    for playbook in guide.playbooks.all() {
        for (audience, most) in
            [(Audience::Reporter, HIGHEST_GRADE), (Audience::Technician, HIGHEST_GRADE_OF_TRADE)]
        {
            let of = playbook.steps.values().filter(|step| step.audience() == Some(audience));
            let texts: Vec<String> =
                of.map(|step| format!("{}. {}. {}", step.name, step.text(), step.why)).collect();
            let grade = grade(&texts);
            println!("reading grade of {} for {audience}: {grade:.1}", playbook.name);
            if grade > most {
                hard.push(format!("{} for {audience}: {grade:.1}", playbook.name));
            }
        }
        let long = playbook.steps.values().filter(|step| step.audience() == Some(Audience::Reporter));
        for step in long {
            let StepKind::Action { .. } = step.kind else { continue };
            for sentence in step.text().split(['.', '?', '!', ':']) {
                let count = sentence.split_whitespace().count();
                if count > 22 {
                    hard.push(format!("{}: {count} words: {sentence}", playbook.name));
                }
            }
        }
    }
    assert!(hard.is_empty(), "too hard to read: {hard:#?}");
}

#[test]
fn no_word_of_help_now_frightens_or_hides() {
    use centre::playbook::Audience;

    let banned = [
        "hacker",
        "catastroph",
        "devastat",
        "cyber",
        "mitigat",
        "authenticat",
        "credential",
        "phish",
        "malware",
        "victim",
    ];
    let guide = guide();
    let mut found = Vec::new();
    let mut look = |place: &str, text: &str| {
        let text = text
            .to_lowercase()
            .replace("report@phishing.gov.uk", "")
            .replace("victim support", "")
            .replace("national cyber security centre", "")
            .replace("cyber policy", "");
        found.extend(
            banned.iter().filter(|word| text.contains(**word)).map(|word| format!("{place}: {word}")),
        );
    };
    for problem in guide.problems.all() {
        look(&problem.id, &format!("{} {}", problem.title, problem.lead));
    }
    for playbook in guide.playbooks.all() {
        for step in playbook.steps.values().filter(|step| step.audience() == Some(Audience::Reporter)) {
            look(&playbook.name, &format!("{} {} {}", step.name, step.text(), step.why));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
