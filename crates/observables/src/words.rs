//! The words that tell what the value beside them is.

use std::ops::Range;

use crate::{Chain, Currency, Platform};

/// The longest word that means anything here.
const LONGEST_WORD: usize = 12;

/// What a word says about what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    Label(Label),
    Chain(Chain),
    Platform(Platform),
    /// A digit in words.
    Digit(u8),
    /// The next digit counts so often.
    Times(u8),
    At,
    Dot,
    Due(Due),
    Money(Currency),
}

/// Words that announce a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Phone,
    Dial,
    Email,
    Site,
    SortCode,
    Account,
    Iban,
    Wallet,
    Handle,
    Chat,
    Reference,
    Device,
    Card,
}

/// How many labels there are.
pub(crate) const LABELS: usize = 13;

/// Words that announce a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    Within,
    In,
    By,
    NoLater,
    Expires,
}

/// The most blanks and small signs between two words that belong together.
const WIDEST_BLANK: usize = 3;

/// The letters and digits of the next word, if only blanks, a colon or a comma stand before it.
pub(crate) fn next_word(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let rest = bytes.get(from..)?;
    let blank =
        rest.iter().take_while(|b| matches!(b, b' ' | b':' | b',' | b'\n' | b'\r' | b'\t' | b'#')).count();
    let start = from + blank;
    let end = start + bytes.get(start..)?.iter().take(33).take_while(|b| b.is_ascii_alphanumeric()).count();
    (blank <= WIDEST_BLANK && end > start && end - start <= 32).then_some(start..end)
}

/// What a word says, in whatever case it is written.
pub(crate) fn meaning(word: &[u8]) -> Option<Word> {
    if word.is_empty() || word.len() > LONGEST_WORD {
        return None;
    }
    let mut lower = [0_u8; LONGEST_WORD];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    let lower: &[u8] = lower;
    match lower.len() {
        1..=3 => short(lower),
        4..=5 => middling(lower),
        _ => long(lower),
    }
}

fn short(word: &[u8]) -> Option<Word> {
    use Label::{Account, Card, Chat, Phone, Reference, SortCode};
    Some(match word {
        b"at" => Word::At,
        b"dot" => Word::Dot,
        b"oh" | b"nil" | b"o" => Word::Digit(0),
        b"one" => Word::Digit(1),
        b"two" => Word::Digit(2),
        b"six" => Word::Digit(6),
        b"in" => Word::Due(Due::In),
        b"by" => Word::Due(Due::By),
        b"tel" | b"mob" | b"cel" | b"sms" | b"fax" => Word::Label(Phone),
        b"acc" | b"act" => Word::Label(Account),
        b"sc" => Word::Label(SortCode),
        b"pan" => Word::Label(Card),
        b"ref" | b"utr" | b"prn" | b"pin" | b"awb" => Word::Label(Reference),
        b"dm" => Word::Label(Chat),
        b"url" => Word::Label(Label::Site),
        b"gbp" => Word::Money(Currency::Gbp),
        b"eur" => Word::Money(Currency::Eur),
        b"usd" => Word::Money(Currency::Usd),
        b"btc" => Word::Chain(Chain::Bitcoin),
        b"eth" => Word::Chain(Chain::Ethereum),
        b"trx" => Word::Chain(Chain::Tron),
        b"ltc" => Word::Chain(Chain::Litecoin),
        b"sol" => Word::Chain(Chain::Solana),
        b"tg" => Word::Platform(Platform::Telegram),
        b"ig" => Word::Platform(Platform::Instagram),
        b"fb" => Word::Platform(Platform::Facebook),
        b"yt" => Word::Platform(Platform::YouTube),
        _ => return None,
    })
}

fn middling(word: &[u8]) -> Option<Word> {
    use Label::{Account, Card, Chat, Device, Dial, Email, Handle, Iban, Phone, Reference, Site, SortCode};
    Some(match word {
        b"zero" | b"ought" => Word::Digit(0),
        b"three" => Word::Digit(3),
        b"four" => Word::Digit(4),
        b"five" => Word::Digit(5),
        b"seven" => Word::Digit(7),
        b"eight" => Word::Digit(8),
        b"nine" => Word::Digit(9),
        b"coins" => Word::Label(Label::Wallet),
        b"than" => Word::Due(Due::NoLater),
        b"until" | b"till" => Word::Due(Due::By),
        b"phone" | b"cell" | b"used" | b"texts" | b"calls" | b"reach" => Word::Label(Phone),
        b"call" | b"rang" | b"ring" | b"rung" | b"dial" | b"text" | b"given" => Word::Label(Dial),
        b"email" | b"mail" | b"mails" => Word::Label(Email),
        b"site" | b"visit" | b"link" | b"click" | b"www" | b"page" => Word::Label(Site),
        b"sort" => Word::Label(SortCode),
        b"acct" => Word::Label(Account),
        b"iban" => Word::Label(Iban),
        b"user" | b"alias" => Word::Label(Handle),
        b"chat" => Word::Label(Chat),
        b"order" | b"case" | b"claim" | b"track" | b"refno" => Word::Label(Reference),
        b"imei" | b"uuid" => Word::Label(Device),
        b"card" => Word::Label(Card),
        b"tron" => Word::Chain(Chain::Tron),
        b"doge" => Word::Chain(Chain::Dogecoin),
        b"usdt" => Word::Label(Label::Wallet),
        b"insta" => Word::Platform(Platform::Instagram),
        b"snap" => Word::Platform(Platform::Snapchat),
        b"skype" => Word::Platform(Platform::Skype),
        _ => return None,
    })
}

fn long(word: &[u8]) -> Option<Word> {
    use Label::{Account, Chat, Device, Dial, Email, Handle, Phone, Reference, Site, SortCode, Wallet};
    Some(match word {
        b"naught" | b"nought" => Word::Digit(0),
        b"double" => Word::Times(2),
        b"triple" | b"treble" => Word::Times(3),
        b"within" => Word::Due(Due::Within),
        b"before" => Word::Due(Due::By),
        b"expires" | b"expire" | b"deadline" => Word::Due(Due::Expires),
        b"number" | b"mobile" | b"called" | b"texted" | b"landline" | b"telephone" | b"calling"
        | b"messaging" | b"helpline" | b"hotline" | b"caller" => Word::Label(Phone),
        b"dialled" | b"ringing" => Word::Label(Dial),
        b"emails" | b"emailed" | b"mailbox" => Word::Label(Email),
        b"website" | b"webpage" | b"address" | b"domain" | b"clicked" | b"visited" => Word::Label(Site),
        b"sortcode" => Word::Label(SortCode),
        b"account" | b"accounts" => Word::Label(Account),
        b"wallet" | b"wallets" | b"crypto" => Word::Label(Wallet),
        b"username" | b"handle" | b"profile" | b"nickname" => Word::Label(Handle),
        b"chatted" | b"messaged" | b"contact" | b"message" | b"follow" | b"followed" => Word::Label(Chat),
        b"reference" | b"tracking" | b"invoice" | b"parcel" | b"policy" | b"booking" | b"ticket"
        | b"crime" | b"consignment" | b"shipment" | b"customer" | b"transaction" | b"licence" => {
            Word::Label(Reference)
        }
        b"device" => Word::Label(Device),
        b"bitcoin" | b"bitcoins" => Word::Chain(Chain::Bitcoin),
        b"ethereum" | b"ether" => Word::Chain(Chain::Ethereum),
        b"litecoin" => Word::Chain(Chain::Litecoin),
        b"dogecoin" => Word::Chain(Chain::Dogecoin),
        b"solana" => Word::Chain(Chain::Solana),
        b"telegram" => Word::Platform(Platform::Telegram),
        b"instagram" => Word::Platform(Platform::Instagram),
        b"facebook" | b"messenger" => Word::Platform(Platform::Facebook),
        b"whatsapp" => Word::Platform(Platform::WhatsApp),
        b"snapchat" => Word::Platform(Platform::Snapchat),
        b"tiktok" => Word::Platform(Platform::TikTok),
        b"twitter" => Word::Platform(Platform::X),
        b"discord" => Word::Platform(Platform::Discord),
        b"reddit" => Word::Platform(Platform::Reddit),
        b"signal" => Word::Platform(Platform::Signal),
        b"wechat" => Word::Platform(Platform::WeChat),
        b"youtube" => Word::Platform(Platform::YouTube),
        b"linkedin" => Word::Platform(Platform::LinkedIn),
        _ => return None,
    })
}

/// Where each word was said last, so that a value knows what announced it.
pub(crate) struct Said {
    labels: [Option<usize>; LABELS],
    chain: Option<(Chain, usize)>,
    platform: Option<(Platform, usize)>,
}

impl Said {
    pub(crate) fn nothing() -> Self {
        Self { labels: [None; LABELS], chain: None, platform: None }
    }

    /// A word that ends at this place was said.
    pub(crate) fn note(&mut self, word: Word, end: usize) {
        match word {
            Word::Label(label) => {
                if let Some(last) = self.labels.get_mut(label as usize) {
                    *last = Some(end);
                }
            }
            Word::Chain(chain) => {
                self.chain = Some((chain, end));
                self.note(Word::Label(Label::Wallet), end);
            }
            Word::Platform(platform) => {
                self.platform = Some((platform, end));
                if platform == Platform::WhatsApp {
                    self.note(Word::Label(Label::Phone), end);
                }
            }
            _ => {}
        }
    }

    /// Whether a label was said at most so many bytes before this place.
    pub(crate) fn near(&self, label: Label, at: usize, distance: usize) -> bool {
        let last = self.labels.get(label as usize).copied().flatten();
        last.is_some_and(|end| end <= at && at - end <= distance)
    }

    pub(crate) fn chain(&self, at: usize, distance: usize) -> Option<Chain> {
        self.chain.filter(|(_, end)| *end <= at && at - end <= distance).map(|(chain, _)| chain)
    }

    pub(crate) fn platform(&self, at: usize, distance: usize) -> Option<Platform> {
        self.platform.filter(|(_, end)| *end <= at && at - end <= distance).map(|(platform, _)| platform)
    }
}
