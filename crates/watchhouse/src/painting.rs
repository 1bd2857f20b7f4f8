//! Pictures of strangers are painted anew in a process of their own: one at a time, with limits, and gone when it is done.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ChildStdin;
use std::time::Duration;

use evidence::{Because, Inert, Kind, Picture, Showing, inert_copy};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use web::ports::{Later, ShowInert};

use crate::started_anew::{Ended, Limits, start};

/// So many pictures are painted at one time.
const AT_ONE_TIME: usize = 1;
/// What one may take: of bytes the pixels of the largest picture that is shown, unpacked, and its head.
const LIMITS: Limits = Limits { longest: Duration::from_secs(30), most_back: 4 * 2_048 * 2_048 + 4_096 };

/// What stands before the picture, in one line of JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "painted", rename_all = "snake_case")]
enum Head {
    Png { width: u32, height: u32, smaller: bool },
    Jpeg { width: u32, height: u32, smaller: bool },
    TooLarge,
    Damaged,
}

/// Writes what was painted: a line that says what it is, then the picture.
///
/// # Errors
/// When nobody reads any more.
pub fn write_painted(inert: &Inert, out: &mut impl Write) -> io::Result<()> {
    let (head, bytes) = match inert {
        Inert::Picture(picture) => {
            let (width, height, smaller) = (picture.width, picture.height, picture.smaller);
            let head = if picture.media_type == "image/png" {
                Head::Png { width, height, smaller }
            } else {
                Head::Jpeg { width, height, smaller }
            };
            (head, picture.bytes.as_slice())
        }
        Inert::FactsOnly(Because::TooLarge) => (Head::TooLarge, [].as_slice()),
        Inert::FactsOnly(_) | Inert::Text(_) => (Head::Damaged, [].as_slice()),
    };
    serde_json::to_writer(&mut *out, &head)?;
    out.write_all(b"\n")?;
    out.write_all(bytes)
}

/// Reads what was painted. None when it is not what [`write_painted`] writes.
pub fn read_painted(back: &[u8]) -> Option<Inert> {
    let end = back.iter().position(|byte| *byte == b'\n')?;
    let (head, bytes) = (serde_json::from_slice(&back[..end]).ok()?, back[end + 1..].to_vec());
    Some(match head {
        Head::Png { width, height, smaller } => {
            Inert::Picture(Picture { bytes, media_type: "image/png", width, height, smaller })
        }
        Head::Jpeg { width, height, smaller } => {
            Inert::Picture(Picture { bytes, media_type: "image/jpeg", width, height, smaller })
        }
        Head::TooLarge => Inert::FactsOnly(Because::TooLarge),
        Head::Damaged => Inert::FactsOnly(Because::Damaged),
    })
}

/// Has pictures painted by the program itself, started anew for each.
pub struct Painter {
    program: io::Result<PathBuf>,
    turns: Semaphore,
}

impl Default for Painter {
    fn default() -> Self {
        Self { program: std::env::current_exe(), turns: Semaphore::new(AT_ONE_TIME) }
    }
}

impl Painter {
    /// Has them painted by another program that knows `paint KIND`.
    pub fn by(program: PathBuf) -> Self {
        Self { program: Ok(program), turns: Semaphore::new(AT_ONE_TIME) }
    }

    async fn painted(&self, kind: Kind, bytes: Vec<u8>) -> io::Result<Option<Inert>> {
        let program = self.program.as_ref().map_err(|error| io::Error::from(error.kind()))?;
        let give = move |to: &mut ChildStdin| to.write_all(&bytes);
        Ok(match start(program, &["paint", kind.name()])?.ask(LIMITS, give).await? {
            Ended::Said(back) => read_painted(&back),
            Ended::Broke | Ended::TooLong => None,
        })
    }
}

impl ShowInert for Painter {
    fn show(&self, kind: Kind, bytes: Vec<u8>) -> Later<'_, Inert> {
        Box::pin(async move {
            if kind.showing() != Showing::Picture {
                return inert_copy(kind, &bytes);
            }
            let Ok(_turn) = self.turns.acquire().await else { return Inert::FactsOnly(Because::Damaged) };
            match self.painted(kind, bytes).await {
                Ok(Some(inert)) => inert,
                Ok(None) => Inert::FactsOnly(Because::Damaged),
                Err(error) => {
                    tracing::warn!(%error, "the process that paints pictures could not be used");
                    Inert::FactsOnly(Because::Damaged)
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_painted_comes_back() {
        let picture = Picture {
            bytes: vec![1, b'\n', 3],
            media_type: "image/jpeg",
            width: 2,
            height: 1,
            smaller: true,
        };
        for inert in
            [Inert::Picture(picture), Inert::FactsOnly(Because::TooLarge), Inert::FactsOnly(Because::Damaged)]
        {
            let mut out = Vec::new();
            write_painted(&inert, &mut out).unwrap();
            assert_eq!(read_painted(&out), Some(inert));
        }
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for back in [&b""[..], b"{}\n", b"no line", b"{\"painted\":\"gif\"}\nxx"] {
            assert_eq!(read_painted(back), None);
        }
    }
}
