//! A list of members as a file, streamed line by line, each cell written on its own.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use centre::export::{MemberRow, header, row};
use futures_util::stream;
use store::{Cursor, MemberFilter, MemberLine, Noun, PromisesAt, Seen};
use terms::Promise;

use super::asked::Asked;
use super::pictures::csv_file;
use super::search::MemberSearch;
use super::{told, words};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;

/// Gives the list of a search as CSV. The ledger has it before the first byte leaves.
///
/// # Errors
/// When the address asks for what there is not, or the export could not be written to the ledger.
pub async fn members(
    State(app): State<Arc<App>>,
    caller: Caller,
    Asked(search): Asked<MemberSearch>,
) -> Result<Response, Problem> {
    let question = search.read(&app.region, app.now())?;
    let seen = Seen { organisation: None, noun: Noun::List, object: "members".to_owned() };
    let why = format!("export as CSV: {}", search.address("/desk/members.csv"));
    app.store.log_read(&caller.actor(), &seen, &why, app.now()).await.map_err(told)?;
    let name = format!("members-{}.csv", app.region.time_zone.to_datetime(app.now()).date());
    csv_file(&name, Body::from_stream(lines(app, question.filter)))
}

/// Where the export stands.
enum Place {
    Headings,
    From(Option<Cursor>),
    End,
}

/// The file in chunks. When the store fails half-way the download breaks off and is not taken for whole.
fn lines(
    app: Arc<App>,
    filter: MemberFilter,
) -> impl futures_util::Stream<Item = Result<String, store::StoreError>> {
    stream::try_unfold(Place::Headings, move |place| {
        let (app, filter) = (Arc::clone(&app), filter.clone());
        async move {
            match place {
                Place::Headings => Ok(Some((header(), Place::From(None)))),
                Place::From(cursor) => {
                    let (members, next) = app.store.each_member(&filter, cursor.as_ref()).await?;
                    let mut chunk = String::new();
                    for member in &members {
                        chunk.push_str(&line(&app, member).await?);
                    }
                    let next = next.map_or(Place::End, |cursor| Place::From(Some(cursor)));
                    Ok(Some((chunk, next)))
                }
                Place::End => Ok(None),
            }
        }
    })
}

async fn line(app: &App, member: &MemberLine) -> Result<String, store::StoreError> {
    let people = app.store.people_of(member.id).await?;
    let contact = people.first();
    let text = |value: Option<String>| value.unwrap_or_default();
    let contact_name = text(contact.map(|p| p.name.to_string()));
    let email = text(contact.map(|p| p.email.to_string()));
    let phone = text(contact.and_then(|p| p.phone.as_ref()).map(ToString::to_string));
    let borough = words::borough(&app.region, &member.borough);
    let sector = words::sector(&app.region, &member.sector);
    let domain = text(member.domain.as_ref().map(ToString::to_string));
    let last = match &member.domain {
        Some(_) => last_look(app, member).await?,
        None => None,
    };
    let day = |at| app.region.time_zone.to_datetime(at).date();
    Ok(row(&MemberRow {
        name: &member.name,
        standing: Some(member.standing),
        tier: member.tier,
        borough: &borough,
        postcode: &member.postcode,
        sector: &sector,
        size: member.size,
        contact_name: &contact_name,
        email: &email,
        phone: &phone,
        domain: &domain,
        promises: Promise::ALL.map(|promise| {
            let promises = last.as_ref().map(|look| look.summary.promises.iter());
            promises?.find(|(p, _)| *p == promise).map(|(_, state)| *state)
        }),
        joined: Some(day(member.joined_at)),
        last_contact: member.last_contact_at.map(day),
    }))
}

async fn last_look(app: &App, member: &MemberLine) -> Result<Option<PromisesAt>, store::StoreError> {
    let assets = app.store.assets_of(member.id).await?;
    let Some(asset) = assets.iter().find(|asset| Some(&asset.domain) == member.domain.as_ref()) else {
        return Ok(None);
    };
    Ok(app.store.checks_of(asset.id, 1).await?.pop())
}
