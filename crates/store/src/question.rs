//! A question, or a statement, whose text is put together piece by piece, once for both databases.

use uuid::Uuid;

use crate::moment::Moment;

/// A question on its way: its text, and the values that stand in it as `$1`, `$2` and so on.
pub(crate) struct Question {
    text: String,
    values: Vec<Value>,
}

/// A value in a question.
pub(crate) enum Value {
    Text(String),
    Number(i64),
    Id(Uuid),
    Bytes(Vec<u8>),
}

impl Question {
    /// Begins a question.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Goes on with words of this house. What a person typed is never among them: that is what [`Self::value`] is for.
    pub(crate) fn say(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Goes on with a value.
    pub(crate) fn value(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        self
    }

    pub(crate) fn into_parts(self) -> (String, Vec<Value>) {
        (self.text, self.values)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Self::Number(moment.0)
    }
}

/// Makes a question ready for whichever database answers it: with `sqlx::query_as`, or `sqlx::query` for a statement.
macro_rules! ready {
    ($as:path, $question:expr) => {{
        let (text, values) = $question.into_parts();
        // The text is this house's own; whatever people typed is among the values.
        let mut query = $as(sqlx::AssertSqlSafe(text));
        for value in values {
            query = match value {
                $crate::question::Value::Text(text) => query.bind(text),
                $crate::question::Value::Number(number) => query.bind(number),
                $crate::question::Value::Id(id) => query.bind(id),
                $crate::question::Value::Bytes(bytes) => query.bind(bytes),
            };
        }
        query
    }};
}
pub(crate) use ready;
