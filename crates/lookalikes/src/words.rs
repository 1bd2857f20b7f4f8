//! Words that are added to names, and words of which names of trades are made.

use std::sync::OnceLock;

/// Words about money, passwords and post: whoever adds one to a firm's name wants something.
const PRESSING: &str = "account accounts alert auth authorise authorize bank banking bill billing card checkout claim \
    confirm customer customers delivery delivr deposit help helpdesk hr id invoice invoices invoicing key login logon \
    mail member members my myaccount office order orders parcel password pay payee payment payments payroll portal \
    refund refunds reset safe secure secured security service services signin signon sso statement support tax ticket \
    tracking transfer update upgrade validate verification verify wallet web webmail";

/// Other words that stand beside a firm's name.
const ADDED: &str = "and app apps biz cloud club co com company corp couk direct en eu finance free gb global go group \
    holdings home hq info international ie inc it jobs careers limited live llc llp london ltd m mobile net new news \
    now official online org plc pro sale sales shop site store team the tech top uk us vip ww www www1 www2 x";

/// Ordinary words of trades and places. A name that is made of nothing else belongs to many.
const ORDINARY: &str = "academy accountancy accountants accounting advice agency air and architects art arts auto \
    autos baby bakers bakery bar barber barbers bathroom bathrooms beauty bed best big bike bikes black blinds blue \
    boiler boilers book books borough boutique bread brick bricks bridge british build builder builders building \
    business butcher butchers cab cabs cafe cake cakes camden capital car care carpentry carpet carpets cars castle \
    catering central centre charity chemist church city class classic clean cleaner cleaners cleaning clinic club \
    coffee college commercial community company computer computers construction consultancy consultants consulting \
    cook courier couriers court craft creative cross croydon curry dance day decor decorating decorators dental \
    dentist dentists design designs digital direct doctor dog dogs domestic door doors drain drains drive driving dry \
    ealing east eco electric electrical electrician electricians energy engineering england estate estates event \
    events express eye family farm fashion fast finance financial fire fish fit fitness flat floor flooring floors \
    florist florists flower flowers food foods forest foundation fresh fruit furniture garage garden gardens gas gift \
    gifts glass global gold golden good great green greenwich grill group guitar gym hackney hair hall hardware \
    harrow health healthcare heating help high hill hire home homes hospital hotel house housing ice improvements \
    insurance interior interiors international islington it jewellers jewellery joinery joiners junction kent kids \
    kitchen kitchens lambeth landscaping language laundry law lawyers leather legal letting lettings lewisham life \
    light lighting little local locks locksmith locksmiths logistics london luxury management market marketing \
    massage media medical metal mobile mobility modern money mortgage mortgages motor motors music nails new north \
    nursery nutrition office old online optician opticians organic outdoor oxford painters painting paper park parking \
    partners party pest pet pets pharmacy phone photo photography physio pizza place plan plaster plastering plumber \
    plumbers plumbing post premier print printers printing private pro productions project properties property pub \
    quality queens quick recruitment red removals rent rental repair repairs research restaurant richmond river road \
    roof roofers roofing royal safe sales salon school science security service services shoe shoes shop shopping \
    signs silver skin smart social software solicitors solutions south southwark spa sport sports square stone \
    storage store street studio studios style supplies supply surgery sushi sutton swim systems tailor tailors taxi \
    taxis tea team tech technology telecom thai thames the therapy tile tiles tool tools top tours tower town toys trade \
    traders trading training translation transport travel tree trees trust tuition tutor tutors tyre tyres uk union \
    united urban van vans vet vets video vintage wash waste watch water web wedding weddings wellness west white \
    wimbledon window windows wine wines wood works workshop world yoga young zone";

/// The longest rest of a name that is taken apart into words.
const LONGEST_REST: usize = 32;

/// Words by their first letter.
struct Words([Vec<&'static [u8]>; 26]);

impl Words {
    fn of(texts: &[&'static str]) -> Self {
        let mut words = Self(Default::default());
        for word in texts.iter().flat_map(|text| text.split_ascii_whitespace()) {
            if let Some(place) = words.place(word.as_bytes()) {
                words.0[place].push(word.as_bytes());
            }
        }
        words
    }

    fn place(&self, text: &[u8]) -> Option<usize> {
        let first = text.first()?.checked_sub(b'a')?;
        Some(usize::from(first)).filter(|place| *place < self.0.len())
    }

    /// The words with which a text begins.
    fn beginning<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = &'static [u8]> + 'a {
        let words = self.place(text).map_or(&[][..], |place| &self.0[place]);
        words.iter().copied().filter(move |word| text.starts_with(word))
    }
}

fn pressing() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::of(&[PRESSING]))
}

fn added() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::of(&[PRESSING, ADDED]))
}

fn ordinary() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| Words::of(&[ORDINARY]))
}

/// The words to add to a name when its likeliest lookalikes are made, the most pressing ones first.
pub(crate) fn to_add() -> impl Iterator<Item = &'static str> {
    const FIRST: &str = "pay login secure invoice payments account support shop online uk ltd invoices verify mail \
        portal billing update help office payment signin group london co security services customer delivery refund";
    FIRST.split_ascii_whitespace()
}

/// Is the rest of a name made of added words and numbers?
pub(crate) fn are_added(rest: &[u8]) -> bool {
    made_of(rest, added())
}

/// Is one of the pressing words at an end of the rest?
pub(crate) fn presses(rest: &[u8]) -> bool {
    let whole_words = |text| pressing().beginning(text).filter(|word| word.len() > 1);
    whole_words(rest).next().is_some()
        || (0..rest.len()).any(|from| whole_words(&rest[from..]).any(|word| from + word.len() == rest.len()))
}

/// The parts of a label with hyphens that are left when its last word, or its first one, is replaced: each with the
/// hyphen beside the gap, and the word that was there.
pub(crate) fn without_a_word(label: &[u8]) -> [Option<(&[u8], &[u8])>; 2] {
    let last = label.iter().rposition(|letter| *letter == b'-').map(|at| (&label[..=at], &label[at + 1..]));
    let first = label.iter().position(|letter| *letter == b'-').map(|at| (&label[at..], &label[..at]));
    [last, first].map(|part| part.filter(|(_, word)| !word.is_empty()))
}

/// Is the whole name made of ordinary words?
pub(crate) fn are_ordinary(letters: &[u8]) -> bool {
    made_of(letters, ordinary())
}

/// Can the text be cut into words of the set and digits?
fn made_of(text: &[u8], words: &Words) -> bool {
    if text.len() > LONGEST_REST {
        return false;
    }
    // One bit for each place that can be reached by whole words.
    let mut reached: u64 = 1;
    for from in 0..text.len() {
        if reached >> from & 1 == 0 {
            continue;
        }
        if text[from].is_ascii_digit() {
            reached |= 1 << (from + 1);
        }
        for word in words.beginning(&text[from..]) {
            reached |= 1 << (from + word.len());
        }
    }
    reached >> text.len() & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_told_from_what_is_another_name() {
        for rest in ["pay", "securelogin", "uk", "myaccount24", "www", "couk", ""] {
            assert!(are_added(rest.as_bytes()), "{rest}");
        }
        for rest in ["smith", "payx9z", "bakery"] {
            assert!(!are_added(rest.as_bytes()), "{rest}");
        }
        assert!(presses(b"uklogin") && !presses(b"uk"));
        assert!(are_added("pay".repeat(10).as_bytes()));
        assert!(!are_added("pay".repeat(11).as_bytes()), "past the longest rest nothing is taken apart");
    }

    #[test]
    fn a_label_loses_its_last_word_or_its_first() {
        let parts = |label: &'static str| {
            without_a_word(label.as_bytes()).map(|part| {
                part.map(|(kept, word)| [kept, word].map(|text| std::str::from_utf8(text).unwrap()))
            })
        };
        assert_eq!(parts("old-street-cafe"), [Some(["old-street-", "cafe"]), Some(["-street-cafe", "old"])]);
        assert_eq!(parts("cafe"), [None, None]);
        assert_eq!(parts("cafe-"), [None, Some(["-", "cafe"])]);
    }

    #[test]
    fn ordinary_names_are_those_that_many_could_have() {
        for name in ["londonplumbing", "thebakery", "cityroofing"] {
            assert!(are_ordinary(name.as_bytes()), "{name}");
        }
        assert!(!are_ordinary(b"hartleybakery"));
    }
}
