//! Hand-overs in the house: decided on the desk's pages, agreed to by the person, and sent.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use centre::account::Account;
use centre::case::Deed;
use centre::ledger::Actor;
use centre::roles::Role;
use store::NewAccount;
use terms::{EmailAddress, PackId, PlainLine};
use web::casework::{Who, peek, tell};

use super::House;

impl House {
    /// A hand-over to a police force that was sent to it.
    pub async fn sent_pack(&self, force: &str) -> PackId {
        // Somebody must be at the window there.
        let number = self.names.fetch_add(1, Ordering::Relaxed);
        let new = NewAccount {
            name: PlainLine::parse("Pat Partner").unwrap(),
            email: EmailAddress::parse(&format!("pat{number}@{force}.example")).unwrap(),
            role: Role::PolicePartner,
            body: Some(force.to_owned()),
            remit: None,
            expires_at: None,
        };
        self.app.store.add_account(&new, 7, &Actor::CommandLine, self.now()).await.unwrap();
        let report = self.report("false-bill", Account::default()).await;
        let mut officer = self.sign_in_as(Role::ContactOfficer).await;
        let page = officer.get(&format!("/desk/cases/{}/packs/new?to=police:{force}", report.case)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        officer.submit(&page, "Decide this hand-over", &[("ask", "Please look at it")]).await;
        let pack = peek(&self.app, report.case).await.unwrap().case.packs.last().unwrap().id;
        let yes = Deed::PackConsented { pack };
        tell(&self.app, &Who::reporter(), report.case, &[yes.into()], None).await.unwrap().unwrap();
        let page = officer.get(&format!("/desk/cases/{}/packs/{pack}", report.case)).await;
        let page = officer.submit(&page, "Send it now", &[]).await;
        assert!(page.text().contains("It is sent"), "{}", page.text());
        pack
    }
}
