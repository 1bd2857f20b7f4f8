//! Name servers of the invented hosts, for those who ask for the whole list of a zone (AXFR, RFC 5936). Everything
//! else is refused here: the demonstration's own name server answers it.

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::RecordType;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::House;
use crate::demo::name_server::wire_record;
use crate::demo::zones::record::{Data, Record};

/// How long a record may be kept, in seconds.
const TIME_TO_LIVE: u32 = 3_600;

/// Answers one question.
pub(super) async fn serve(mut stream: TcpStream, house: &House) -> std::io::Result<()> {
    let length = stream.read_u16().await?;
    let mut question = vec![0; usize::from(length)];
    stream.read_exact(&mut question).await?;
    let Some(answer) = answer(house, &question) else { return Ok(()) };
    let length = u16::try_from(answer.len()).map_err(std::io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes(), answer.as_slice()].concat()).await
}

fn answer(house: &House, question: &[u8]) -> Option<Vec<u8>> {
    let asked = Message::from_vec(question).ok()?;
    let mut reply = Message::response(asked.metadata.id, asked.metadata.op_code);
    reply.queries.clone_from(&asked.queries);
    let zone = asked.queries.first().filter(|query| query.query_type() == RecordType::AXFR);
    let zone = zone.map(|query| query.name().to_ascii().trim_end_matches('.').to_ascii_lowercase());
    let zone = zone.filter(|zone| house.stage.hands_over(zone));
    let Some(zone) = zone.and_then(|zone| house.stage.names().zone_of(&zone)) else {
        reply.metadata.response_code = ResponseCode::Refused;
        return reply.to_vec().ok();
    };
    let start = || Record { owner: zone.apex.clone(), data: Data::Soa(zone.apex.clone()) };
    let is_start = |data: &Data| matches!(data, Data::Soa(_));
    let all = zone.records().filter(|(_, data)| !is_start(data));
    let all = all.map(|(owner, data)| Record { owner: owner.to_owned(), data: data.clone() });
    for record in std::iter::once(start()).chain(all).chain(std::iter::once(start())) {
        reply.answers.extend(wire_record(&record, TIME_TO_LIVE));
    }
    reply.to_vec().ok()
}
