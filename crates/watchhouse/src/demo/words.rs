//! The words that the city's firms and people are named from. All invented pairings.
//!
//! No word of [`FIRST`] begins another one, and no [`Trade::slug`] ends another one: so a
//! domain name without hyphens can be taken apart again in one way only (a test holds it).

/// A trade: how firms write it and which division of SIC 2007 it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trade {
    /// In domain names.
    pub slug: &'static str,
    /// On the shop sign.
    pub sign: &'static str,
    /// Division of the Standard Industrial Classification 2007, two digits.
    pub division: &'static str,
}

const fn trade(slug: &'static str, sign: &'static str, division: &'static str) -> Trade {
    Trade { slug, sign, division }
}

/// The trades. How many there are of each section follows London's small firms: professional,
/// building, retail and information trades most.
pub const TRADES: &[Trade] = &[
    // Making things (C)
    trade("bakery", "Bakery", "10"),
    trade("brewing", "Brewing", "11"),
    trade("tailors", "Tailors", "14"),
    trade("printworks", "Printworks", "18"),
    trade("furniture", "Furniture", "31"),
    trade("jewellery", "Jewellery", "32"),
    // Building (F)
    trade("builders", "Builders", "41"),
    trade("homes", "Homes", "41"),
    trade("groundworks", "Groundworks", "42"),
    trade("electrical", "Electrical", "43"),
    trade("plumbing", "Plumbing", "43"),
    trade("roofing", "Roofing", "43"),
    trade("joinery", "Joinery", "43"),
    trade("plastering", "Plastering", "43"),
    trade("decorators", "Decorators", "43"),
    trade("scaffolding", "Scaffolding", "43"),
    trade("flooring", "Flooring", "43"),
    trade("glazing", "Glazing", "43"),
    trade("heating", "Heating", "43"),
    trade("kitchens", "Kitchens", "43"),
    trade("lofts", "Lofts", "43"),
    // Selling and mending (G)
    trade("motors", "Motors", "45"),
    trade("garage", "Garage", "45"),
    trade("wholesale", "Wholesale", "46"),
    trade("wines", "Wines", "46"),
    trade("imports", "Imports", "46"),
    trade("grocers", "Grocers", "47"),
    trade("books", "Books", "47"),
    trade("cycles", "Cycles", "47"),
    trade("florist", "Florist", "47"),
    trade("fabrics", "Fabrics", "47"),
    trade("opticians", "Opticians", "47"),
    trade("pharmacy", "Pharmacy", "47"),
    trade("toys", "Toys", "47"),
    trade("hardware", "Hardware", "47"),
    trade("records", "Records", "47"),
    trade("vintage", "Vintage", "47"),
    // Carrying (H)
    trade("couriers", "Couriers", "53"),
    trade("removals", "Removals", "49"),
    trade("haulage", "Haulage", "49"),
    trade("cabs", "Cabs", "49"),
    trade("freight", "Freight", "52"),
    trade("storage", "Storage", "52"),
    // Food and beds (I)
    trade("cafe", "Café", "56"),
    trade("kitchen", "Kitchen", "56"),
    trade("catering", "Catering", "56"),
    trade("pizzeria", "Pizzeria", "56"),
    trade("grill", "Grill", "56"),
    trade("taproom", "Taproom", "56"),
    trade("guesthouse", "Guest House", "55"),
    // Information (J)
    trade("software", "Software", "62"),
    trade("systems", "Systems", "62"),
    trade("apps", "Apps", "62"),
    trade("data", "Data", "63"),
    trade("games", "Games", "58"),
    trade("films", "Films", "59"),
    trade("audio", "Audio", "59"),
    trade("telecom", "Telecom", "61"),
    trade("hosting", "Hosting", "63"),
    trade("webstudio", "Web Studio", "62"),
    trade("press", "Press", "58"),
    trade("itsupport", "IT Support", "62"),
    // Money (K) and buildings (L)
    trade("insurance", "Insurance", "65"),
    trade("mortgages", "Mortgages", "66"),
    trade("lettings", "Lettings", "68"),
    trade("estates", "Estates", "68"),
    trade("property", "Property", "68"),
    trade("workspaces", "Workspaces", "68"),
    // Professions (M)
    trade("accountants", "Accountants", "69"),
    trade("bookkeeping", "Bookkeeping", "69"),
    trade("solicitors", "Solicitors", "69"),
    trade("conveyancing", "Conveyancing", "69"),
    trade("tax", "Tax", "69"),
    trade("advisory", "Advisory", "70"),
    trade("strategy", "Strategy", "70"),
    trade("publicity", "Publicity", "70"),
    trade("architects", "Architects", "71"),
    trade("surveyors", "Surveyors", "71"),
    trade("engineers", "Engineers", "71"),
    trade("labs", "Labs", "72"),
    trade("marketing", "Marketing", "73"),
    trade("signs", "Signs", "73"),
    trade("research", "Research", "73"),
    trade("design", "Design", "74"),
    trade("interiors", "Interiors", "74"),
    trade("photography", "Photography", "74"),
    trade("translation", "Translation", "74"),
    trade("vets", "Vets", "75"),
    trade("planning", "Planning", "71"),
    trade("branding", "Branding", "73"),
    trade("analytics", "Analytics", "70"),
    // Services to firms (N)
    trade("cleaning", "Cleaning", "81"),
    trade("gardens", "Gardens", "81"),
    trade("recruitment", "Recruitment", "78"),
    trade("staffing", "Staffing", "78"),
    trade("travel", "Travel", "79"),
    trade("tours", "Tours", "79"),
    trade("guarding", "Guarding", "80"),
    trade("hire", "Hire", "77"),
    trade("events", "Events", "82"),
    trade("offices", "Offices", "82"),
    // Learning (P) and health (Q)
    trade("tutors", "Tutors", "85"),
    trade("driving", "Driving School", "85"),
    trade("nursery", "Nursery", "88"),
    trade("dental", "Dental", "86"),
    trade("physio", "Physio", "86"),
    trade("homecare", "Home Care", "88"),
    trade("clinic", "Clinic", "86"),
    // Arts and sport (R), people's own needs (S)
    trade("theatre", "Theatre", "90"),
    trade("gallery", "Gallery", "90"),
    trade("fitness", "Fitness", "93"),
    trade("dance", "Dance", "93"),
    trade("salon", "Salon", "96"),
    trade("barbers", "Barbers", "96"),
    trade("laundry", "Laundry", "96"),
    trade("repairs", "Repairs", "95"),
    trade("charity", "Charity", "94"),
    trade("grooming", "Grooming", "96"),
];

/// First words of firms' names.
pub const FIRST: &[&str] = &[
    "acorn",
    "alder",
    "amber",
    "anvil",
    "apricot",
    "arbour",
    "aspen",
    "aurora",
    "badger",
    "bamboo",
    "barley",
    "basil",
    "beacon",
    "beech",
    "bluebell",
    "bracken",
    "bramble",
    "brass",
    "bright",
    "bronze",
    "butter",
    "candle",
    "canvas",
    "cedar",
    "chestnut",
    "cinder",
    "clover",
    "cobalt",
    "copper",
    "coral",
    "cotton",
    "crimson",
    "crystal",
    "cypress",
    "damson",
    "dapple",
    "dawn",
    "delta",
    "dewdrop",
    "dove",
    "driftwood",
    "ebony",
    "elder",
    "ember",
    "falcon",
    "fennel",
    "fern",
    "flint",
    "foxglove",
    "gable",
    "garnet",
    "ginger",
    "golden",
    "granite",
    "hazel",
    "heather",
    "heron",
    "hollow",
    "honey",
    "indigo",
    "iron",
    "ivory",
    "jasmine",
    "juniper",
    "kestrel",
    "kindle",
    "lantern",
    "larch",
    "laurel",
    "lavender",
    "linden",
    "lively",
    "lunar",
    "magpie",
    "mallow",
    "maple",
    "marble",
    "marigold",
    "meadow",
    "merlin",
    "mint",
    "misty",
    "moon",
    "mulberry",
    "nettle",
    "noble",
    "nutmeg",
    "oaken",
    "olive",
    "orchard",
    "osprey",
    "otter",
    "paper",
    "pebble",
    "pepper",
    "pewter",
    "plover",
    "poppy",
    "primrose",
    "quartz",
    "quill",
    "raven",
    "robin",
    "rowan",
    "saffron",
    "sage",
    "scarlet",
    "silver",
    "sorrel",
    "spruce",
    "starling",
    "swift",
    "tansy",
    "teal",
    "thistle",
    "thyme",
    "tulip",
    "umber",
    "velvet",
    "violet",
    "walnut",
    "willow",
    "winter",
    "wren",
    "yarrow",
    "zephyr",
];

/// Second words of firms' names.
pub const SECOND: &[&str] = &[
    "acre", "arch", "bank", "barn", "bay", "bell", "bend", "bow", "bridge", "brook", "castle", "chapel",
    "cliff", "corner", "court", "cove", "creek", "croft", "cross", "crown", "dale", "dell", "dock", "door",
    "down", "field", "fold", "ford", "forge", "gate", "glade", "glen", "green", "grove", "harbour", "hart",
    "hatch", "hearth", "hill", "holt", "island", "key", "lake", "lamp", "lane", "leaf", "light", "lock",
    "mead", "mere", "mill", "moor", "nest", "park", "path", "pool", "port", "quay", "reach", "ridge", "rise",
    "rock", "sail", "shore", "spring", "square", "steps", "stile", "stone", "stream", "tower", "vale",
    "view", "wall", "wharf", "wheel", "wood", "yard",
];

/// Given names of invented people.
pub const GIVEN: &[&str] = &[
    "Abena", "Adil", "Agnes", "Aidan", "Amara", "Anika", "Anton", "Asha", "Bea", "Bilal", "Bronwen",
    "Callum", "Carmen", "Chidi", "Clara", "Dalia", "Darius", "Delroy", "Edie", "Elif", "Emeka", "Esther",
    "Farah", "Fergus", "Gita", "Gloria", "Hamza", "Hanna", "Imani", "Ines", "Ivo", "Jamal", "Joan", "Kamala",
    "Kwame", "Layla", "Leon", "Lina", "Magda", "Malik", "Marisol", "Mei", "Milan", "Nadia", "Niamh", "Noor",
    "Olu", "Omar", "Paolo", "Petra", "Priya", "Rafael", "Ravi", "Rosa", "Ruth", "Sanjay", "Selma", "Sorcha",
    "Tariq", "Tessa", "Uma", "Viktor", "Winston", "Yasmin", "Yusuf", "Zainab", "Zofia", "Zuri",
];

/// Family names of invented people, made of two halves that nobody in the list bears together.
pub const FAMILY_HEAD: &[&str] = &[
    "Alder", "Bram", "Calder", "Dun", "Ever", "Fair", "Garth", "Harrow", "Ing", "Kes", "Lark", "Mar",
    "North", "Orme", "Pen", "Quill", "Ross", "Stan", "Thorn", "Under", "Wex", "Yar",
];
/// Second halves of family names.
pub const FAMILY_TAIL: &[&str] = &[
    "beck", "combe", "dene", "feather", "garth", "hollow", "idge", "keld", "lowe", "mantle", "nock", "over",
    "quist", "rell", "sby", "thwaite", "vane", "wick",
];

/// Streets that are on no map.
pub const STREETS: &[&str] = &[
    "Lantern Row",
    "Candlemaker Yard",
    "Watchman's Lane",
    "Pewter Street",
    "Old Beacon Road",
    "Ferryman's Walk",
    "Starling Parade",
    "Kiln Passage",
    "Tallow Hill",
    "Bellfounder Street",
    "Halfpenny Steps",
    "Quiet Mews",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_hyphens_comes_apart_in_one_way_only() {
        for a in FIRST {
            assert!(FIRST.iter().all(|b| a == b || !b.starts_with(a)), "{a} begins another first word");
        }
        for a in TRADES {
            let ends = |b: &&Trade| a != *b && b.slug.ends_with(a.slug);
            assert_eq!(TRADES.iter().find(ends).map(|b| b.slug), None, "ends with {}", a.slug);
        }
        for (list, words) in [("first", FIRST), ("second", SECOND)] {
            let mut sorted = words.to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), words.len(), "a {list} word stands twice");
        }
    }

    #[test]
    fn there_are_names_enough_for_the_largest_demonstration() {
        assert!(FIRST.len() * SECOND.len() * TRADES.len() > 1_000_000);
    }
}
