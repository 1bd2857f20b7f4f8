//! Names, addresses and web names as keys.

/// Short forms of given names, as they are used in Britain.
const SHORT: [(&str, &str); 44] = [
    ("jim", "james"),
    ("jimmy", "james"),
    ("dave", "david"),
    ("mike", "michael"),
    ("mick", "michael"),
    ("dan", "daniel"),
    ("danny", "daniel"),
    ("tom", "thomas"),
    ("andy", "andrew"),
    ("drew", "andrew"),
    ("pete", "peter"),
    ("steve", "steven"),
    ("stephen", "steven"),
    ("rob", "robert"),
    ("bob", "robert"),
    ("bobby", "robert"),
    ("rick", "richard"),
    ("dick", "richard"),
    ("rich", "richard"),
    ("chris", "christopher"),
    ("joe", "joseph"),
    ("sam", "samuel"),
    ("ben", "benjamin"),
    ("matt", "matthew"),
    ("tony", "anthony"),
    ("mo", "mohammed"),
    ("muhammad", "mohammed"),
    ("becky", "rebecca"),
    ("jess", "jessica"),
    ("nicky", "nicola"),
    ("sue", "susan"),
    ("lottie", "charlotte"),
    ("liz", "elizabeth"),
    ("beth", "elizabeth"),
    ("kate", "katherine"),
    ("bill", "william"),
    ("will", "william"),
    ("billy", "william"),
    ("ted", "edward"),
    ("ed", "edward"),
    ("nick", "nicholas"),
    ("alex", "alexander"),
    ("tim", "timothy"),
    ("greg", "gregory"),
];

const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam"];

fn name_words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let says_nothing = ["unknown", "n/a", "not known", "none"].iter().any(|n| lower.contains(n));
    if says_nothing {
        return Vec::new();
    }
    lower
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .filter(|word| !word.is_empty() && !TITLES.contains(word))
        .take(6)
        .map(str::to_owned)
        .collect()
}

/// A given name with a surname, short forms written out; nothing if it is less than that.
pub(crate) fn full_name(name: &str) -> Option<String> {
    let words = name_words(name);
    let (first, last) = (words.first()?, words.last()?);
    if words.len() < 2 || first.chars().count() < 2 {
        return None;
    }
    let first = SHORT.iter().find(|(short, _)| short == first).map_or(first.as_str(), |(_, long)| long);
    Some(format!("{first} {last}"))
}

/// First letter and surname, or what there is.
pub(crate) fn initial_name(name: &str) -> Option<String> {
    let words = name_words(name);
    let last = words.last()?;
    let long = full_name(name);
    let first = long.as_deref().or(words.first().filter(|_| words.len() > 1).map(String::as_str))?;
    Some(format!("{} {last}", first.chars().next()?))
}

/// A postal address by its postcode and the first number before it; nothing without either.
pub(crate) fn address_key(address: &str) -> Option<String> {
    let upper = address.to_uppercase();
    let words: Vec<&str> = upper.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let at = (1..words.len()).rev().find(|at| is_inward(words[*at]) && is_outward(words[*at - 1]))?;
    let numbers: Vec<&str> =
        words[..at - 1].iter().copied().filter(|w| w.bytes().all(|b| b.is_ascii_digit())).collect();
    let number = numbers.last()?;
    Some(format!("{} {} {number}", words[at - 1], words[at]))
}

fn is_outward(word: &str) -> bool {
    (2..=4).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().any(|b| b.is_ascii_digit())
}

fn is_inward(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() == 3
        && bytes[0].is_ascii_digit()
        && bytes[1].is_ascii_uppercase()
        && bytes[2].is_ascii_uppercase()
}

/// From this length on a name is distinctive enough that its ending does not matter.
const DISTINCTIVE: usize = 10;

/// A registered name as the eye sees it: letters that look alike are one, hyphens are nothing. A long name counts
/// without its ending.
pub(crate) fn host_key(host: &str) -> String {
    let (label, ending) = host.split_once('.').unwrap_or((host, ""));
    let shown = shown(label);
    let folded = fold(&shown);
    if folded.chars().count() >= DISTINCTIVE { folded } else { format!("{host} ") + ending }
}

/// A label in the letters that people see.
fn shown(label: &str) -> String {
    if label.starts_with("xn--") {
        return in_letters(label);
    }
    label.to_owned()
}

fn in_letters(label: &str) -> String {
    let (text, _) = idna::domain_to_unicode(label);
    text
}

fn fold(label: &str) -> String {
    let mut plain = String::with_capacity(label.len());
    for letter in label.chars() {
        match letter {
            '-' | '_' => {}
            '0' | 'о' | 'ο' | 'õ' | 'ö' => plain.push('o'),
            '1' | 'i' | 'і' | 'ı' | '|' => plain.push('l'),
            '3' | 'е' | 'é' | 'è' | 'ё' => plain.push('e'),
            '5' | 'ѕ' => plain.push('s'),
            'а' | 'á' | 'à' | 'ä' | '4' => plain.push('a'),
            'с' | 'ç' => plain.push('c'),
            'р' => plain.push('p'),
            'х' => plain.push('x'),
            'у' => plain.push('y'),
            'v' => plain.push('u'),
            'w' => plain.push_str("uu"),
            'm' => plain.push_str("rn"),
            other => plain.push(other),
        }
    }
    plain
}
