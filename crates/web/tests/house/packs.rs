//! Hand-overs in the house: decided on the desk's pages, agreed to by the person, and sent.

use axum::http::StatusCode;
use centre::account::Account;
use centre::case::Deed;
use centre::roles::Role;
use terms::PackId;
use web::casework::{Who, peek, tell};

use super::House;

impl House {
    /// A hand-over to a body that was sent to it.
    pub async fn sent_pack(&self, to: &str) -> PackId {
        let report = self.report("false-bill", Account::default()).await;
        let mut officer = self.sign_in_as(Role::ContactOfficer).await;
        let page = officer.get(&format!("/desk/cases/{}/packs/new?to={to}", report.case)).await;
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
