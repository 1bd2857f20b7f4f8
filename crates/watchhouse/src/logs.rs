//! Log lines: for people on a terminal, JSON otherwise, and never anything about a person.
//!
//! A line holds a constant sentence and fields from [`FIELDS`]; every other field is left out
//! before it is written, and of other people's libraries only the level and the place are
//! kept, because their sentences are not ours to vouch for. How to write a good line: `docs/logging.md`.

use std::fmt::{self, Write as _};
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex};

use terms::edge::Clock;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry};

use crate::settings::LogFormat;

/// The fields that may be in a log line. None of them can hold a name, an address of a person,
/// a domain, a token, a path with an id in it, or a query string.
pub const FIELDS: [&str; 22] = [
    "age_hours",
    "attempt",
    "bytes",
    "code",
    "count",
    "error",
    "folder",
    "left",
    "lease",
    "listen",
    "location",
    "members",
    "method",
    "milliseconds",
    "reason",
    "reconciler",
    "request",
    "route",
    "seed",
    "sequence",
    "status",
    "version",
];

/// Crates of this program; the first part of a line's target.
const OURS: [&str; 7] = ["watchhouse", "web", "store", "probe", "centre", "press", "checkup"];
/// A value longer than this is cut: a line is for reading.
const LONGEST_VALUE: usize = 300;

/// Sends all log lines of this process to standard error from now on.
pub fn start(format: LogFormat, level: &str, clock: Arc<dyn Clock>) {
    let human = match format {
        LogFormat::Human => true,
        LogFormat::Json => false,
        LogFormat::Auto => std::io::stderr().is_terminal(),
    };
    let lines = Lines::new(human, clock, Box::new(std::io::stderr()));
    let filter = EnvFilter::try_new(level).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start in one process (tests) keeps the first.
    let _already = Registry::default().with(lines.with_filter(filter)).try_init();
    std::panic::set_hook(Box::new(|panic| {
        // The panic's text may quote what it stumbled over; the place is enough to find it.
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(location, "a fault of the program was met");
    }));
}

/// The layer that writes the lines.
struct Lines {
    human: bool,
    clock: Arc<dyn Clock>,
    out: Mutex<Box<dyn Write + Send>>,
}

/// The allowed fields of a span, kept for the lines inside it.
struct Kept(Vec<(&'static str, String)>);

impl Lines {
    fn new(human: bool, clock: Arc<dyn Clock>, out: Box<dyn Write + Send>) -> Self {
        Self { human, clock, out: Mutex::new(out) }
    }

    fn line(&self, level: Level, target: &str, message: &str, fields: &[(&'static str, String)]) -> String {
        let time = self.clock.now();
        let mut line = String::new();
        if self.human {
            let _infallible = write!(line, "{time:.0} {level:>5} {message}");
            for (name, value) in fields {
                let _infallible = write!(line, " {name}={value}");
            }
        } else {
            let mut object = serde_json::Map::new();
            object.insert("time".into(), format!("{time:.3}").into());
            object.insert("level".into(), level.as_str().to_ascii_lowercase().into());
            object.insert("message".into(), message.into());
            object.insert("room".into(), target.split("::").next().unwrap_or_default().into());
            for (name, value) in fields {
                object.insert((*name).into(), value.as_str().into());
            }
            line = serde_json::Value::Object(object).to_string();
        }
        line.push('\n');
        line
    }
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut seen = Seen::default();
        attributes.record(&mut seen);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Kept(seen.fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let mut seen = Seen::default();
        values.record(&mut seen);
        if let Some(span) = context.span(id)
            && let Some(kept) = span.extensions_mut().get_mut::<Kept>()
        {
            kept.0.extend(seen.fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let target = event.metadata().target();
        let mut fields = Vec::new();
        for span in context.event_scope(event).into_iter().flat_map(|scope| scope.from_root()) {
            if let Some(kept) = span.extensions().get::<Kept>() {
                fields.extend(kept.0.iter().cloned());
            }
        }
        let ours = OURS.contains(&target.split("::").next().unwrap_or_default());
        let mut seen = Seen::default();
        event.record(&mut seen);
        let message = if ours { seen.message } else { format!("a line of {target}, left out") };
        if ours {
            fields.extend(seen.fields);
        }
        let line = self.line(*event.metadata().level(), target, &message, &fields);
        let mut out = self.out.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Nothing can be done about a log that cannot be written; the work goes on.
        let _lost = out.write_all(line.as_bytes());
    }
}

#[derive(Default)]
struct Seen {
    message: String,
    fields: Vec<(&'static str, String)>,
}

impl Seen {
    fn see(&mut self, field: &Field, value: String) {
        if field.name() == "message" {
            self.message = value;
        } else if FIELDS.contains(&field.name()) {
            let cut: String =
                value.chars().take(LONGEST_VALUE).map(|c| if c.is_control() { ' ' } else { c }).collect();
            self.fields.push((field.name(), cut));
        }
    }
}

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.see(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.see(field, value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Timestamp;

    struct Still;
    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
    }

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);
    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn written(human: bool, work: impl FnOnce()) -> String {
        let page = Page::default();
        let lines = Lines::new(human, Arc::new(Still), Box::new(page.clone()));
        tracing::subscriber::with_default(Registry::default().with(lines), work);
        let bytes = page.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn people_read_a_sentence_and_machines_an_object() {
        let work = || tracing::info!(route = "/members/{id}", status = 200, "answered");
        assert_eq!(
            written(true, work),
            "1970-01-01T00:00:00Z  INFO answered route=/members/{id} status=200\n"
        );
        assert_eq!(
            written(false, work),
            "{\"level\":\"info\",\"message\":\"answered\",\"room\":\"watchhouse\",\"route\":\"/members/{id}\",\
             \"status\":\"200\",\"time\":\"1970-01-01T00:00:00.000Z\"}\n"
        );
    }

    #[test]
    fn what_is_not_on_the_list_is_not_in_the_log() {
        let said = written(false, || {
            let span = tracing::info_span!("request", route = "/firm", cookie = "canary-1");
            let _inside = span.enter();
            tracing::warn!(email = "canary-2@bakery.example", domain = %"canary-3.example", count = 3, "odd");
        });
        assert!(!said.contains("canary"), "{said}");
        assert!(said.contains("\"route\":\"/firm\"") && said.contains("\"count\":\"3\""), "{said}");
    }

    #[test]
    fn sentences_of_other_libraries_are_left_out() {
        let said = written(true, || {
            tracing::warn!(target: "sqlx::query", summary = "canary", "select canary from people");
        });
        assert_eq!(said, "1970-01-01T00:00:00Z  WARN a line of sqlx::query, left out\n");
    }

    #[test]
    fn a_value_cannot_begin_a_new_line_and_is_cut() {
        let said =
            written(true, || tracing::warn!(reason = "a\nb", error = "x".repeat(LONGEST_VALUE + 9), "odd"));
        assert_eq!(said.lines().count(), 1);
        assert!(said.contains("reason=a b"));
        assert_eq!(said.matches('x').count(), LONGEST_VALUE);
    }
}
