//! The centre's own versions of playbooks: read, changed as CACAO, checked, looked at as the reporter would, put into force,
//! and taken back. Every version is kept, so that a case can be read beside the one that counted when it came.

mod change;
mod draft;
mod list;
mod page;

pub use change::{change, preview, restore};
pub use list::list;
pub use page::{export, show};

use centre::playbook::Playbook;
use terms::Timestamp;

use crate::app::App;
use crate::problem::Problem;

/// The playbook that counted at a moment: beside a case, the one of when its report came.
///
/// # Errors
/// When the store fails.
pub async fn playbook_at(app: &App, name: &str, at: Timestamp) -> Result<Option<Playbook>, Problem> {
    let kept = app.store.playbook_at(name, at).await?;
    Ok(app.guide.version(name, kept.as_ref()))
}

/// A playbook as it stands in the text area: CACAO, one blank a step, so that it is read and sent with little paper.
pub(super) fn as_text(playbook: &Playbook) -> String {
    let mut text = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut writer = serde_json::Serializer::with_formatter(&mut text, format);
    match serde::Serialize::serialize(&playbook.to_cacao(), &mut writer) {
        Ok(()) => String::from_utf8(text).unwrap_or_default(),
        Err(_) => String::new(),
    }
}
