//! A firm's SPF record, right or wrong (RFC 7208).

use super::mix::{Mistakes, SpfCase};
use super::providers::{CIRCLE, HOST_NAMES, NO_SPF, SENDERS, SUITE, address};
use super::record::Data;
use super::web_and_mail::terms_of_provider;
use super::zone::Zone;
use crate::demo::draw::Draw;
use crate::demo::firm::Firm;

/// Publishes the record of `used` that was drawn for the firm.
pub fn publish(zone: &mut Zone, draw: &mut Draw, used: &str, firm: &Firm, mistakes: &Mistakes) {
    let mut base = terms_of_provider(zone, used, mistakes);
    if !base.is_empty() && draw.percent(35.0) {
        let look_ups = draw.between(1, 3);
        base.extend(senders(draw, look_ups));
    }
    if draw.percent(30.0) {
        base.insert(0, format!("ip4:{}", address(mistakes.host, draw.between(5, 31))));
    }
    match record(draw, &base, firm, mistakes) {
        Published::Texts(texts) => texts.iter().for_each(|text| zone.add(used, Data::txt(text))),
        Published::Elsewhere(owner, data) => zone.add(&owner, data),
        Published::Cut(pieces) => zone.add(used, Data::Txt(pieces)),
    }
    if mistakes.spf == SpfCase::IncludeOfAlias {
        zone.add(used, Data::txt(&format!("v=spf1 include:_spf.{} -all", firm.apex)));
    }
}

enum Published {
    Texts(Vec<String>),
    Elsewhere(String, Data),
    Cut(Vec<Vec<u8>>),
}

fn record(draw: &mut Draw, base: &[String], firm: &Firm, mistakes: &Mistakes) -> Published {
    let apex = &firm.apex;
    let host = HOST_NAMES[mistakes.host];
    let one = |terms: Vec<String>, end: &str| Published::Texts(vec![line(&terms, end)]);
    let with = |term: &str| std::iter::once(term.to_owned()).chain(base.iter().cloned()).collect::<Vec<_>>();
    let own = base.to_vec();
    match mistakes.spf {
        SpfCase::Missing => Published::Texts(Vec::new()),
        SpfCase::Soft => one(own, "~all"),
        SpfCase::Hard => one(own, "-all"),
        SpfCase::Neutral => one(own, "?all"),
        SpfCase::AllowsEverybody => one(own, draw.one(&["+all", "all"])),
        SpfCase::NoEnd => one(with("ip4:203.0.113.250"), ""),
        SpfCase::Redirect => Published::Texts(vec![format!("v=spf1 redirect=spf.{host}.example")]),
        SpfCase::TwoRecords => {
            let second = format!("include:spf.{}", draw.one(&SENDERS).0);
            Published::Texts(vec![line(base, "~all"), line(&[second], "-all")])
        }
        SpfCase::TooManyLookUps => {
            let look_ups = draw.between(11, 17);
            one(senders(draw, look_ups), "~all")
        }
        SpfCase::ExactlyTenLookUps => one(senders(draw, 10), "-all"),
        SpfCase::ThreeVoidLookUps => one((0..3).map(|n| format!("a:old{n}.{apex}")).collect(), "-all"),
        SpfCase::TwoVoidLookUps => one((0..2).map(|n| format!("a:old{n}.{apex}")).collect(), "-all"),
        SpfCase::IncludeWithoutRecord => one(vec![format!("include:mail.{NO_SPF}")], "~all"),
        SpfCase::IncludeOfNobody => one(with(&format!("include:spf.closed-{}.example", firm.number)), "~all"),
        SpfCase::IncludeCircle => one(vec![format!("include:a.{CIRCLE}")], "-all"),
        SpfCase::BadAddress => {
            let bad = ["ip4:203.0.113.1/33", "ip4:203.0.113", "ip4:203.0.113.256", "ip6:203.0.113.1"];
            one(with(draw.one(&bad)), "~all")
        }
        SpfCase::BadMechanism => {
            let bad = [
                "inlcude:spf.deskmate.example",
                "ipv4:203.0.113.1",
                "include.spf.deskmate.example",
                "203.0.113.1",
            ];
            one(with(draw.one(&bad)), "~all")
        }
        SpfCase::BlankAfterColon => one(vec!["include:".to_owned(), format!("spf.{SUITE}")], "~all"),
        SpfCase::BadVersion => {
            let start = draw.one(&["v=spf 1", "v=spf2", "v=spf1;", "vspf1"]);
            Published::Texts(vec![line(base, "-all").replacen("v=spf1", start, 1)])
        }
        SpfCase::Quoted => Published::Texts(vec![format!("\"{}\"", line(base, "-all"))]),
        SpfCase::LeadingBlank => Published::Texts(vec![format!(" {}", line(base, "-all"))]),
        SpfCase::AbandonedType => {
            Published::Elsewhere(apex.clone(), Data::Spf(vec![line(base, "-all").into_bytes()]))
        }
        SpfCase::Ptr => one(with("ptr"), "~all"),
        SpfCase::CutWithoutBlank => Published::Cut(cut("")),
        SpfCase::CutWithBlank => Published::Cut(cut(" ")),
        SpfCase::UpperCase => Published::Texts(vec![line(base, "-all").to_ascii_uppercase()]),
        SpfCase::Macro => one(with(&format!("exists:%{{i}}._spf.{apex}")), "-all"),
        SpfCase::WrongName => Published::Elsewhere(format!("spf.{apex}"), Data::txt(&line(base, "-all"))),
        SpfCase::IncludeOfAlias => {
            Published::Elsewhere(format!("_spf.{apex}"), Data::Cname(format!("spf.{SUITE}")))
        }
    }
}

fn line(terms: &[String], end: &str) -> String {
    let words = std::iter::once("v=spf1").chain(terms.iter().map(String::as_str)).chain([end]);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A record in two pieces; readers join pieces without a blank (RFC 7208, section 3.3).
fn cut(blank: &str) -> Vec<Vec<u8>> {
    let first = format!("v=spf1 ip4:203.0.113.0/24 include:spf.{SUITE}{blank}");
    let second = format!("include:spf.{} ~all", SENDERS[0].0);
    vec![first.into_bytes(), second.into_bytes()]
}

/// Includes of senders that cost this many look-ups together.
fn senders(draw: &mut Draw, look_ups: usize) -> Vec<String> {
    let (mut left, mut terms) = (look_ups, Vec::new());
    while left > 0 {
        let fitting: Vec<_> = SENDERS.iter().filter(|(_, cost)| *cost <= left).collect();
        let (name, cost) = draw.one(&fitting);
        terms.push(format!("include:spf.{name}"));
        left -= cost;
    }
    terms
}
