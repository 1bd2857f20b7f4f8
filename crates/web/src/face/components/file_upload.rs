//! A file that somebody hands in.

use askama::Template;

use super::component;
use super::fields::{ErrorMessage, FormGroup, Hint, Label, Parts, above, field, id_or_name};
use crate::face::content::{Attributes, Classes, Content, ScriptWords};

/// A file, or several.
#[derive(Debug, Clone, Default, Template)]
#[template(source = "{{ self.drawn() }}", ext = "html")]
pub struct FileUpload {
    /// Name under which the file is sent.
    pub name: String,
    /// Id; the name when not given.
    pub id: String,
    /// The question.
    pub label: Label,
    /// Help with the answer: kinds of file, largest size.
    pub hint: Option<Hint>,
    /// What is wrong with the file that was given.
    pub error: Option<ErrorMessage>,
    /// Whether several files may be given.
    pub is_multiple: bool,
    /// Whether it cannot be used now. Prefer not to show it.
    pub disabled: bool,
    /// Whether the script makes a place to drop files on.
    pub has_drop_zone: bool,
    /// Words of that script.
    pub script_words: ScriptWords,
    /// Ids of other things that describe the field.
    pub described_by: String,
    /// The box around the field.
    pub form_group: FormGroup,
    /// Further classes of the place to drop files on.
    pub drop_zone_classes: Classes,
    /// Further attributes of that place.
    pub drop_zone_attributes: Attributes,
    /// Further classes.
    pub classes: Classes,
    /// Further attributes, for example `accept`.
    pub attributes: Attributes,
}

#[derive(Template)]
#[template(path = "components/file_upload.html")]
struct FileControl<'a> {
    upload: &'a FileUpload,
    id: &'a str,
    described_by: &'a str,
}

impl FileUpload {
    fn drawn(&self) -> Content {
        let id = id_or_name(&self.id, &self.name);
        let above = above(&self.described_by, id, self.hint.as_ref(), self.error.as_ref());
        let control = FileControl { upload: self, id, described_by: &above.described_by };
        let parts = Parts {
            id,
            label: &self.label,
            has_error: self.error.is_some(),
            group: &self.form_group,
            above: &above,
            affixed: false,
        };
        field(&parts, &control)
    }
}

component!(FileUpload);
