//! The real program, as tests run it.

#![allow(dead_code, reason = "each test file uses a part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How long a test waits for the centre to open.
const OPENING: Duration = Duration::from_secs(60);

/// A folder that goes with the test.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("watchhouse-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _left = std::fs::remove_dir_all(&self.0);
    }
}

/// What a command said.
#[derive(Debug)]
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

/// The program with no settings but those of the test.
pub fn watchhouse() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_watchhouse"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WATCHHOUSE_")) {
        command.env_remove(name);
    }
    command.current_dir(std::env::temp_dir());
    command
}

/// Runs the program to its end.
pub fn run(args: &[&str]) -> Said {
    said(watchhouse().args(args))
}

pub fn said(command: &mut Command) -> Said {
    let output = command.stdin(Stdio::null()).output().unwrap();
    Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// A running centre; killed when dropped.
pub struct Open {
    pub child: Child,
    pub address: SocketAddr,
    /// How long it took from start to an open address.
    pub opened_in: Duration,
    err: mpsc::Receiver<String>,
}

/// Opens a centre on a free port and waits until it says where.
pub fn open(data: &Path, args: &[&str]) -> Open {
    let mut command = watchhouse();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(args);
    open_as(&mut command)
}

pub fn open_as(command: &mut Command) -> Open {
    let began = Instant::now();
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
    let (lines, heard) = mpsc::channel();
    let (log, err) = mpsc::channel();
    let (out, said) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let _unheard = lines.send(line);
        }
    });
    std::thread::spawn(move || {
        for line in BufReader::new(said).lines().map_while(Result::ok) {
            let _unheard = log.send(line);
        }
    });
    let line = heard.recv_timeout(OPENING).unwrap_or_else(|_| {
        let _gone = child.kill();
        panic!("the centre did not open:\n{}", err.try_iter().collect::<Vec<_>>().join("\n"))
    });
    let port = line.rsplit(':').next().unwrap().trim().parse().unwrap();
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    Open { child, address, opened_in: began.elapsed(), err }
}

impl Open {
    /// Everything that it wrote to its log so far.
    pub fn log(&self) -> String {
        self.err.try_iter().collect::<Vec<_>>().join("\n")
    }

    /// Asks it to stop as the machine does, and waits for its end.
    pub fn stop(mut self) -> (i32, String) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        std::thread::sleep(Duration::from_millis(50));
        (code, self.log())
    }

    /// Ends it as a power cut of the process would: `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// One request; the whole answer as text.
#[allow(clippy::disallowed_methods, reason = "the test is the world outside")]
pub fn ask(address: SocketAddr, head: &str, body: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let length = body.len();
    let request =
        format!("{head}\r\nHost: {address}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// `GET`; the whole answer as text.
pub fn get(address: SocketAddr, path: &str) -> String {
    ask(address, &format!("GET {path} HTTP/1.1"), "").unwrap()
}
