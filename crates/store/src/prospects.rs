//! Prospects: organisations that are known from a list and have not joined.

use serde::{Deserialize, Serialize};
use terms::{DomainName, EmailAddress, NoteId, OrganisationId, PhoneNumber, PlainLine, Postcode};
use uuid::Uuid;

use crate::change::Change;
use crate::db::within;
use crate::moment::Moment;
use crate::organisations::NewRow;
use crate::search_words::sort_key;
use crate::{NewContact, SizeBand, Standing, StoreError, Tier};

/// A prospect as a list has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewProspect {
    /// The organisation's name.
    pub name: PlainLine,
    /// Where it is.
    pub postcode: Option<Postcode>,
    /// The borough's code; empty when unknown.
    pub borough: String,
    /// The sector's code; empty when unknown.
    pub sector: String,
    /// How big it is.
    pub size: SizeBand,
    /// Its domain.
    pub domain: Option<DomainName>,
    /// The name of somebody there.
    pub contact: Option<PlainLine>,
    /// Where mail reaches them.
    pub email: Option<EmailAddress>,
    /// Where they can be rung.
    pub phone: Option<PhoneNumber>,
    /// What somebody should look at: what was left out or guessed, one sentence each.
    #[serde(default)]
    pub doubts: Vec<String>,
}

impl Change {
    /// Whether an organisation of this name and postcode is known; a row that came twice in one list is, too.
    pub(crate) async fn knows(&mut self, prospect: &NewProspect) -> Result<bool, StoreError> {
        let postcode = prospect.postcode.as_ref().map(ToString::to_string).unwrap_or_default();
        let found: Option<Uuid> = within!(self.tx, |c| {
            sqlx::query_scalar(
                "select id from organisations where standing in ('prospect', 'unconfirmed', 'member')
                 and name_sort = $1 and coalesce(postcode, '') = $2 limit 1",
            )
            .bind(sort_key(prospect.name.as_str()))
            .bind(postcode)
            .fetch_optional(c)
            .await?
        });
        Ok(found.is_some())
    }

    pub(crate) async fn insert_prospect(
        &mut self,
        prospect: &NewProspect,
        list: &str,
    ) -> Result<OrganisationId, StoreError> {
        let id = OrganisationId::random(&*self.store().0.chance);
        let reference = self.free_reference().await?;
        self.insert_organisation(&NewRow {
            id,
            reference: &reference,
            standing: Standing::Prospect,
            name: prospect.name.as_str(),
            postcode: prospect.postcode.as_ref().map(ToString::to_string),
            borough: &prospect.borough,
            sector: &prospect.sector,
            size: prospect.size,
            tier: Tier::Core,
            undertakings: None,
            source: list,
        })
        .await?;
        if let Some(email) = &prospect.email {
            let name = prospect.contact.clone().unwrap_or_else(|| prospect.name.clone());
            let contact = NewContact { name, email: email.clone(), phone: prospect.phone.clone() };
            self.insert_contact(id, &contact).await?;
        } else if prospect.contact.is_some() || prospect.phone.is_some() {
            // Nobody can be a contact without an address; what the list told is kept as a note.
            let told = [
                prospect.contact.as_ref().map(ToString::to_string),
                prospect.phone.as_ref().map(ToString::to_string),
            ];
            self.insert_list_note(id, &told.into_iter().flatten().collect::<Vec<_>>().join(", ")).await?;
        }
        if let Some(domain) = &prospect.domain {
            self.insert_asset(id, domain).await?;
        }
        self.index_words(id).await?;
        Ok(id)
    }

    async fn insert_list_note(&mut self, id: OrganisationId, told: &str) -> Result<(), StoreError> {
        let note = NoteId::random(&*self.store().0.chance);
        let now = Moment::from(self.now());
        let by = self.by().to_string();
        within!(self.tx, |c| {
            sqlx::query(
                "insert into notes (id, organisation, words, author, at) values ($1, $2, $3, $4, $5)",
            )
            .bind(note.0)
            .bind(id.0)
            .bind(format!("Contact as the list has it: {told}"))
            .bind(by)
            .bind(now)
            .execute(c)
            .await?;
        });
        Ok(())
    }
}
