//! Reports in the house: received as the site receives them, without a form.

use centre::account::Account;
use centre::ledger::Actor;
use store::{KeptFile, Manner, ReceivedReport, Reporter};
use web::casework::{Telling, receive};

use super::House;

impl House {
    /// A named report about a problem of the list.
    pub async fn report(&self, problem: &str, account: Account) -> ReceivedReport {
        let reporter = Reporter {
            name: Some("Ana Perera".parse_line()),
            email: Some(terms::EmailAddress::parse("ana@copperkettle.example").unwrap()),
            ..Reporter::default()
        };
        self.receive(problem, Manner::Named, Some(reporter), account).await
    }

    /// A report of which nobody is kept.
    pub async fn anonymous_report(&self, problem: &str, account: Account) -> ReceivedReport {
        self.receive(problem, Manner::Anonymous, None, account).await
    }

    /// A named report with files.
    pub async fn report_with_files(&self, problem: &str, files: &[(&str, &[u8])]) -> ReceivedReport {
        let mut kept = Vec::new();
        for (name, bytes) in files {
            let mut arriving = self.app.store.file_arrives().await.unwrap();
            arriving.write(bytes).await.unwrap();
            kept.push(arriving.finish(name, self.now()).await.unwrap());
        }
        self.receive_with(problem, Manner::Named, Some(Reporter::default()), Account::default(), kept).await
    }

    async fn receive(
        &self,
        problem: &str,
        manner: Manner,
        reporter: Option<Reporter>,
        account: Account,
    ) -> ReceivedReport {
        self.receive_with(problem, manner, reporter, account, Vec::new()).await
    }

    async fn receive_with(
        &self,
        problem: &str,
        manner: Manner,
        reporter: Option<Reporter>,
        account: Account,
        files: Vec<KeptFile>,
    ) -> ReceivedReport {
        let guide = self.app.guide.guide();
        let telling = Telling {
            token: self.app.store.new_draft_token(),
            manner,
            reporter,
            member: None,
            channel: "web",
            problem: guide.problems.get(problem).unwrap(),
            borough: String::new(),
            account,
            files,
        };
        receive(&self.app, telling, &Actor::Visitor).await.unwrap()
    }
}

/// A line, from words that are one.
trait ParseLine {
    fn parse_line(&self) -> terms::PlainLine;
}

impl ParseLine for str {
    fn parse_line(&self) -> terms::PlainLine {
        terms::PlainLine::parse(self).unwrap()
    }
}
