//! Made-up names of firms, drawn from a seed: the way small firms call themselves, and no real one.

use terms::DomainName;

const FAMILIES: &[&str] = &[
    "smith",
    "jones",
    "taylor",
    "brown",
    "williams",
    "wilson",
    "johnson",
    "davies",
    "patel",
    "robinson",
    "wright",
    "thompson",
    "evans",
    "walker",
    "white",
    "roberts",
    "green",
    "hall",
    "wood",
    "jackson",
    "clarke",
    "harris",
    "hughes",
    "khan",
    "edwards",
    "turner",
    "martin",
    "cooper",
    "hill",
    "ward",
    "moore",
    "king",
    "watson",
    "baker",
    "harrison",
    "morgan",
    "young",
    "allen",
    "mitchell",
    "james",
    "anderson",
    "phillips",
    "lee",
    "bell",
    "parker",
    "davis",
    "bennett",
    "miller",
    "cook",
    "shaw",
    "cox",
    "richardson",
    "carter",
    "collins",
    "price",
    "marshall",
    "gray",
    "begum",
    "adams",
    "mills",
    "foster",
    "palmer",
    "chapman",
    "ali",
    "hunt",
    "webb",
    "owen",
    "knight",
    "fox",
    "reid",
    "stone",
    "ahmed",
    "simpson",
    "lloyd",
    "holmes",
    "ellis",
    "murray",
    "rogers",
    "stevens",
    "russell",
    "mason",
    "barker",
    "wallace",
    "okafor",
    "adeyemi",
    "kowalski",
    "nowak",
    "silva",
    "rossi",
    "mehta",
    "sharma",
    "nguyen",
    "hartley",
    "oxley",
    "thorne",
    "quill",
    "bexley",
    "marlow",
];
const TRADES: &[&str] = &[
    "plumbing",
    "bakery",
    "electrical",
    "builders",
    "roofing",
    "cleaning",
    "design",
    "cafe",
    "dental",
    "law",
    "accounting",
    "catering",
    "garage",
    "motors",
    "salon",
    "barbers",
    "florist",
    "printing",
    "joinery",
    "glass",
    "carpets",
    "kitchens",
    "gardens",
    "removals",
    "security",
    "couriers",
    "fitness",
    "yoga",
    "photography",
    "books",
    "toys",
    "bikes",
    "tiles",
    "decor",
    "lettings",
    "estates",
    "tuition",
    "nursery",
    "care",
    "clinic",
    "optics",
    "vets",
    "consulting",
    "digital",
    "media",
    "software",
    "systems",
    "logistics",
    "travel",
    "events",
    "foods",
    "wines",
    "interiors",
    "jewellery",
    "tailors",
    "shoes",
];
const PLACES: &[&str] = &[
    "london",
    "camden",
    "hackney",
    "brixton",
    "ealing",
    "harrow",
    "bromley",
    "sutton",
    "barnet",
    "enfield",
    "lewisham",
    "wimbledon",
    "clapham",
    "islington",
    "chelsea",
    "putney",
    "tooting",
    "peckham",
    "dulwich",
    "walthamstow",
    "stratford",
    "romford",
    "ilford",
    "croydon",
    "kingston",
];
const STARTS: &[&str] = &[
    "b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kl", "l", "m", "n", "p",
    "pr", "qu", "r", "s", "sh", "st", "t", "tr", "v", "w", "z",
];
const MIDDLES: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou", "y"];
const ENDS: &[&str] = &[
    "b", "ck", "d", "g", "l", "ll", "m", "n", "nd", "nt", "p", "r", "rd", "rk", "s", "sh", "st", "t", "th",
    "x",
];
const ENDINGS: [(&str, u64); 9] = [
    ("co.uk", 52),
    ("com", 24),
    ("uk", 8),
    ("org.uk", 4),
    ("london", 3),
    ("net", 3),
    ("org", 2),
    ("ltd", 2),
    ("shop", 2),
];

/// A stream of numbers from a seed (SplitMix64; Steele and others, 2014).
pub struct Draw(pub u64);

impl Draw {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % limit
    }

    fn one_of(&mut self, words: &'static [&'static str]) -> &'static str {
        words[self.below(words.len() as u64) as usize]
    }

    /// An invented word that can be spoken.
    fn invented(&mut self, syllables: u64) -> String {
        let mut word = String::new();
        for _ in 0..syllables {
            word.push_str(self.one_of(STARTS));
            word.push_str(self.one_of(MIDDLES));
        }
        word.push_str(self.one_of(ENDS));
        word
    }

    /// A family: one in four has a common name.
    fn family(&mut self) -> String {
        if self.below(4) == 0 { self.one_of(FAMILIES).to_owned() } else { self.invented(2) }
    }

    /// The label of a firm: family and trade, two families, a family with trade and place, an invented word.
    pub fn label(&mut self) -> String {
        let hyphen = if self.below(10) == 0 { "-" } else { "" };
        match self.below(10) {
            0..=2 => format!("{}{hyphen}{}", self.family(), self.one_of(TRADES)),
            3 => format!("{}and{}{}", self.family(), self.family(), self.one_of(TRADES)),
            4 => format!("{}{hyphen}{}{}", self.one_of(PLACES), self.family(), self.one_of(TRADES)),
            5 => format!("{}{}{hyphen}{}", self.family(), self.one_of(TRADES), self.one_of(PLACES)),
            6..=7 => format!("{}{hyphen}{}", self.invented(3), self.one_of(TRADES)),
            _ => {
                let syllables = 3 + self.below(2);
                self.invented(syllables)
            }
        }
    }

    pub fn name(&mut self) -> String {
        let mut at = self.below(ENDINGS.iter().map(|(_, share)| share).sum());
        let mut ending = "co.uk";
        for (candidate, share) in ENDINGS {
            ending = candidate;
            if at < share {
                break;
            }
            at -= share;
        }
        format!("{}.{ending}", self.label())
    }

    /// So many different names.
    pub fn names(&mut self, many: usize) -> Vec<DomainName> {
        let mut names = std::collections::BTreeSet::new();
        while names.len() < many {
            names.extend(DomainName::parse_bare(&self.name()).ok());
        }
        names.into_iter().collect()
    }
}
