//! Who asked us to stay away, for ever: nothing here is changed or taken out.

use centre::consent::{Network, StayAway, names_above};
use centre::ledger::Actor;
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use sqlx::QueryBuilder;
use terms::{DomainName, PlainLine, StayAwayId, Timestamp};

use crate::cells::{Cells as _, from_row};
use crate::change::{Said, Unsaid};
use crate::db::{on, within};
use crate::moment::Moment;
use crate::{Deed, Noun, Secret, Store, StoreError, WishWay};

/// The most networks that are handed to whoever dials. Far more than any centre will ever note.
pub const MOST_NETWORKS: u32 = 10_000;
/// The most names that are handed to a run over a list.
pub const MOST_NAMES: u32 = 1_000_000;
/// To what a sealed wish is bound.
const PLACE: &[u8] = b"wish to be left alone";

/// A wish to be left alone.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWish {
    /// From what we stay away.
    pub place: StayAway,
    /// How it was shown that the owner wants it.
    pub way: WishWay,
    /// Who asked.
    pub asked_by: PlainLine,
    /// Why, where they said so.
    pub reason: Option<PlainLine>,
}

/// A wish that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptWish {
    /// Its id.
    pub id: StayAwayId,
    /// From what we stay away.
    pub place: StayAway,
    /// How it was shown that the owner wants it.
    pub way: WishWay,
    /// Who asked.
    pub asked_by: String,
    /// Why; empty where they did not say.
    pub reason: String,
    /// When.
    pub asked_at: Timestamp,
}

impl Store {
    /// Keeps a wish; it counts from the next look on. Whether it is new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_away(&self, wish: &NewWish, by: &Actor, now: Timestamp) -> Result<bool, StoreError> {
        let mut change = self.change(by, now).await?;
        let id = StayAwayId::random(&*self.0.chance);
        let (kind, place) = columns(&wish.place);
        let is_new = within!(change.tx, |c| {
            sqlx::query(
                "insert into stay_away (id, kind, place, way, asked_by, reason, asked_at)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (kind, place) do nothing",
            )
            .bind(id.0)
            .bind(kind)
            .bind(&place)
            .bind(wish.way.name())
            .bind(wish.asked_by.as_str())
            .bind(wish.reason.as_ref().map_or("", PlainLine::as_str))
            .bind(Moment::from(now))
            .execute(c)
            .await?
            .rows_affected()
        }) > 0;
        if !is_new {
            change.commit_unsaid(Unsaid::Nothing).await?;
            return Ok(false);
        }
        let said = Said::of_centre(Deed::StayAwayKept, Noun::StayAway, id).with(json!({
            "place": place, "way": wish.way, "asked_by": wish.asked_by, "reason": wish.reason,
        }));
        change.commit(said).await?;
        Ok(true)
    }

    /// Whether the owner of this name, or of a name above it, asked us to stay away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stays_away(&self, name: &DomainName) -> Result<bool, StoreError> {
        let names = names_above(name);
        let found: Option<i64> = on!(self, |c| {
            let mut query = QueryBuilder::new(
                "select cast(1 as bigint) from stay_away where kind = 'name' and place in (",
            );
            let mut list = query.separated(", ");
            for name in &names {
                list.push_bind(name.as_ascii());
            }
            query.push(") limit 1");
            query.build_query_scalar().fetch_optional(c).await?
        });
        Ok(found.is_some())
    }

    /// Every name that is to be left alone with all below it, at most [`MOST_NAMES`]: for a run over a whole list.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names_to_avoid(&self) -> Result<Vec<DomainName>, StoreError> {
        let names: Vec<String> = on!(self, |c| {
            sqlx::query_scalar("select place from stay_away where kind = 'name' order by place limit $1")
                .bind(i64::from(MOST_NAMES))
                .fetch_all(c)
                .await?
        });
        Ok(names.iter().filter_map(|name| DomainName::parse_bare(name).ok()).collect())
    }

    /// Every network that is to be left alone, at most [`MOST_NETWORKS`]: for whoever dials.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn networks_to_avoid(&self) -> Result<Vec<Network>, StoreError> {
        let rows: Vec<KeptWish> = on!(self, |c| {
            sqlx::query_as("select * from stay_away where kind = 'network' order by asked_at, id limit $1")
                .bind(i64::from(MOST_NETWORKS))
                .fetch_all(c)
                .await?
        });
        let network = |wish: KeptWish| match wish.place {
            StayAway::Network(network) => Some(network),
            StayAway::Name(_) => None,
        };
        Ok(rows.into_iter().filter_map(network).collect())
    }

    /// The wishes, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wishes(&self, limit: u32) -> Result<Vec<KeptWish>, StoreError> {
        Ok(on!(self, |c| {
            sqlx::query_as("select * from stay_away order by asked_at desc, id desc limit $1")
                .bind(i64::from(limit))
                .fetch_all(c)
                .await?
        }))
    }

    /// Seals a name for the button in a letter to its postmaster. Nothing is kept of it.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal_wish(&self, name: &DomainName, until: Timestamp) -> Result<Secret, StoreError> {
        let text = format!("{} {}", until.as_second(), name.as_ascii());
        let sealed = self.0.keys.seal(PLACE, text.as_bytes(), &*self.0.chance)?;
        Ok(Secret::presented(&BASE64URL_NOPAD.encode(&sealed)))
    }

    /// The name in a sealed wish, while it holds.
    pub fn open_wish(&self, sealed: &Secret, now: Timestamp) -> Option<DomainName> {
        let bytes = BASE64URL_NOPAD.decode(sealed.reveal().as_bytes()).ok()?;
        let text = String::from_utf8(self.0.keys.unseal(PLACE, &bytes).ok()?).ok()?;
        let (until, name) = text.split_once(' ')?;
        let until: i64 = until.parse().ok()?;
        if now.as_second() < until { DomainName::parse_bare(name).ok() } else { None }
    }
}

fn columns(place: &StayAway) -> (&'static str, String) {
    match place {
        StayAway::Name(name) => ("name", name.as_ascii().to_owned()),
        StayAway::Network(network) => ("network", network.to_string()),
    }
}

from_row!(KeptWish, |row| KeptWish {
    id: StayAwayId(row.uuid("id")?),
    place: match row.text("kind")?.as_str() {
        "network" => StayAway::Network(row.typed("place")?),
        _ => StayAway::Name(row.typed("place")?),
    },
    way: row.word("way")?,
    asked_by: row.text("asked_by")?,
    reason: row.text("reason")?,
    asked_at: row.moment("asked_at")?,
});
