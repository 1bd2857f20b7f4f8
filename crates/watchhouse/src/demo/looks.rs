//! Check-ups of the city without a packet: the engine's questions, answered by the same names
//! that the embedded name server puts on the wire.

use checkup::{
    Answer, Answers, Judgement, Kind as Asked, Level, Outcome as Ended, Question, Record as Seen, RecordName,
};
use terms::{DomainName, Timestamp};

use super::sights::observe;
use super::stage::Stage;
use super::zones::record::{Data, Kind};
use super::zones::{Names, Outcome, Reply};

/// Who answered, as the technical part of a check-up shows it.
const SERVER: &str = "the demonstration's name server";

/// Asks until no question is left, and judges, all at the moment `at`.
pub fn look(names: &Names, domain: &DomainName, at: Timestamp) -> (Answers, Judgement) {
    let mut answers = Answers::new();
    loop {
        let wanted = checkup::next(domain, &answers, Level::Records);
        if wanted.is_empty() {
            let judgement = checkup::judge(domain, &answers, Level::Records, at);
            return (answers, judgement);
        }
        for question in wanted.questions {
            answers.insert(answer(names, question, at));
        }
    }
}

/// As [`look`], and visits the hosts as well, as one ordinary visitor would.
pub fn visit(stage: &Stage, domain: &DomainName, at: Timestamp) -> (Answers, Judgement) {
    let mut answers = Answers::new();
    loop {
        let wanted = checkup::next(domain, &answers, Level::Visitor);
        if wanted.is_empty() {
            let judgement = checkup::judge(domain, &answers, Level::Visitor, at);
            return (answers, judgement);
        }
        for question in wanted.questions {
            answers.insert(answer(stage.names(), question, at));
        }
        for approach in wanted.approaches {
            answers.observe(observe(stage, approach, at));
        }
    }
}

/// The answer to one question of the engine.
fn answer(names: &Names, question: Question, at: Timestamp) -> Answer {
    let reply = names.resolve(question.name.as_str(), kind(question.kind), question.ignoring_seals);
    let (records, aliases) = split(&reply, question.kind);
    let outcome = match reply.outcome {
        Outcome::Answered if records.is_empty() => Ended::NoRecords,
        Outcome::Answered => Ended::Records,
        Outcome::NoSuchName => Ended::NoSuchName,
        Outcome::Failed => Ended::ServerFailed,
        Outcome::Refused => Ended::Refused,
        Outcome::Silent => Ended::TimedOut,
    };
    Answer {
        question,
        outcome,
        records,
        aliases,
        signatures: Vec::new(),
        cut: false,
        sealed: reply.secure,
        recursive: true,
        asked_at: at,
        server: SERVER.to_owned(),
        milliseconds: 0,
    }
}

/// The records of the wanted kind, and the names that aliases led to.
fn split(reply: &Reply, wanted: Asked) -> (Vec<Seen>, Vec<RecordName>) {
    let mut aliases = Vec::new();
    let mut records = Vec::new();
    for record in &reply.records {
        match (&record.data, wanted) {
            (Data::Cname(target), kind) if kind != Asked::Cname => aliases.extend(RecordName::parse(target)),
            (data, _) => records.extend(data.seen()),
        }
    }
    (records, aliases)
}

fn kind(asked: Asked) -> Kind {
    match asked {
        Asked::A => Kind::A,
        Asked::Aaaa => Kind::Aaaa,
        Asked::Ns => Kind::Ns,
        Asked::Mx => Kind::Mx,
        Asked::Txt => Kind::Txt,
        Asked::Caa => Kind::Caa,
        Asked::Ds => Kind::Ds,
        Asked::Cname => Kind::Cname,
        Asked::Spf => Kind::Spf,
        Asked::Soa => Kind::Soa,
        Asked::Dnskey => Kind::Dnskey,
        Asked::Tlsa | Asked::Ptr => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::firm::firm;
    use crate::demo::zones::Seal;
    use crate::demo::zones::mix::{Behaviour, DmarcCase, MailCase, Mistakes, SpfCase, mistakes};

    const SEED: u64 = 7;

    fn judged(wanted: impl Fn(&Mistakes) -> bool) -> Judgement {
        let number = (0..300_000).find(|n| wanted(&mistakes(SEED, *n))).expect("the city has one");
        let domain = DomainName::parse_bare(&firm(SEED, number).apex).expect("a firm's domain is a name");
        look(&Names::new(SEED), &domain, Timestamp::UNIX_EPOCH).1
    }

    fn plain(m: &Mistakes) -> bool {
        m.registered && !m.only_a_shop && m.behaviour == Behaviour::Answering && m.seal == Seal::None
    }

    #[test]
    fn the_engine_finds_the_mistake_that_was_drawn() {
        let sends = |m: &Mistakes| plain(m) && m.mail == MailCase::Suite;
        for (spf, check) in [
            (SpfCase::Missing, "spf-missing"),
            (SpfCase::TwoRecords, "spf-multiple"),
            (SpfCase::TooManyLookUps, "spf-too-many-lookups"),
            (SpfCase::AllowsEverybody, "spf-allows-everyone"),
            (SpfCase::IncludeCircle, "spf-loop"),
            (SpfCase::BadMechanism, "spf-syntax"),
        ] {
            let judgement = judged(|m| sends(m) && m.spf == spf);
            assert!(judgement.found(check), "{spf:?}: {:?}", judgement.findings);
        }
        for (dmarc, check) in [
            (DmarcCase::Missing, "dmarc-missing"),
            (DmarcCase::TwoRecords, "dmarc-multiple"),
            (DmarcCase::NoneSilent, "dmarc-not-enforced"),
        ] {
            let judgement = judged(|m| sends(m) && m.dmarc == dmarc);
            assert!(judgement.found(check), "{dmarc:?}: {:?}", judgement.findings);
        }
        assert!(judged(|m| !m.registered).found("dns-not-found"));
        assert!(judged(|m| m.registered && m.behaviour == Behaviour::Broken).found("dns-broken"));
    }

    #[test]
    fn a_firm_in_order_has_little_to_mend() {
        let judgement = judged(|m| {
            plain(m)
                && m.mail == MailCase::Suite
                && m.spf == SpfCase::ExactlyTenLookUps
                && m.dmarc == DmarcCase::Reject
        });
        assert!(!judgement.found("spf-too-many-lookups"), "{:?}", judgement.findings);
        assert!(!judgement.found("dmarc-missing"), "{:?}", judgement.findings);
    }
}
