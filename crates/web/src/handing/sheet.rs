//! A pack on paper: tagged PDF.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use centre::hand_over::{self, Content, Paper};
use press::{Block, Sheet};
use terms::Timestamp;

use crate::problem::Problem;

/// The pack as a PDF that says it was made when the pack was decided: the same pack is the same file.
///
/// # Errors
/// When the typesetter fails.
pub(super) async fn pdf(content: &Content, at: Timestamp) -> Result<Vec<u8>, Problem> {
    let sheet = sheet(content);
    let pdf = tokio::task::spawn_blocking(move || sheet.pdf(at)).await.map_err(Problem::broken)?;
    pdf.map_err(Problem::broken)
}

/// The same as an answer. Kept by nobody on the way.
///
/// # Errors
/// When the typesetter fails.
pub(crate) async fn as_pdf(content: &Content, at: Timestamp) -> Result<Response, Problem> {
    let name = format!("attachment; filename=\"{}-{}.pdf\"", content.cover.reference, content.recipient());
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf(content, at).await?).into_response())
}

fn sheet(content: &Content) -> Sheet {
    let Paper { title, parts } = content.paper();
    let mut blocks = Vec::new();
    for part in parts {
        blocks.push(Block::Heading(part.title));
        blocks.extend(part.blocks.into_iter().map(|block| match block {
            hand_over::Block::Words(words) => Block::Words(words),
            hand_over::Block::Strong(words) => Block::Strong(words),
            hand_over::Block::Facts(facts) => Block::Facts(facts),
            hand_over::Block::Points(points) => Block::Points(points),
        }));
    }
    // On every page stands what whoever finds one page alone must know.
    let marks = content.police().map(|package| format!(", {}", package.grading)).unwrap_or_default();
    Sheet {
        title,
        author: content.cover.centre.clone(),
        foot: format!("{}, {}{marks}", content.cover.centre, content.cover.reference),
        blocks,
    }
}
