//! The doors: what is said first, and how the answer is known. Nothing here logs in, changes or stores anything.

use checkup::Service;

/// One port of the list.
pub(super) struct Door {
    pub(super) port: u16,
    pub(super) says: Says,
    /// What stands behind it, by its own answer.
    pub(super) is: fn(&[u8]) -> Option<Service>,
}

/// What is said first.
pub(super) enum Says {
    /// These bytes; none where the host speaks first.
    Words(&'static [u8]),
    /// A request for the front page.
    Page {
        /// Over TLS.
        secure: bool,
    },
}

const fn door(port: u16, words: &'static [u8], is: fn(&[u8]) -> Option<Service>) -> Door {
    Door { port, says: Says::Words(words), is }
}

const fn page(port: u16, secure: bool) -> Door {
    Door { port, says: Says::Page { secure }, is: |_| None }
}

/// The list, by port. A printer's port 9100 is not spoken to: some printers would print what we say.
pub(super) const LIST: [Door; 20] = [
    door(21, b"", |heard| heard.starts_with(b"220").then_some(Service::FileServer)),
    // Whether passwords are taken is said only to somebody who asks to be let in.
    door(22, b"", shell),
    door(23, b"", telnet),
    door(111, &PORT_LIST, shared_disks),
    page(443, true),
    door(445, &SHARED_FOLDERS, shared_folders),
    door(554, b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n", |heard| {
        heard.starts_with(b"RTSP/1.0 ").then_some(Service::Device)
    }),
    door(631, b"GET / HTTP/1.0\r\n\r\n", printer),
    door(1433, &SQL_SERVER, |heard| {
        (heard.len() > 8 && heard.starts_with(&[4, 1])).then_some(Service::Database)
    }),
    door(3306, b"", mysql),
    door(3389, &REMOTE_DESKTOP, |heard| {
        (heard.starts_with(&[3, 0]) && heard.get(5) == Some(&0xd0)).then_some(Service::RemoteDesktop)
    }),
    door(5432, &POSTGRES, |heard| matches!(heard, b"S" | b"N").then_some(Service::Database)),
    door(5900, b"", |heard| heard.starts_with(b"RFB 00").then_some(Service::ScreenSharing)),
    door(5985, b"GET /wsman HTTP/1.0\r\n\r\n", |heard| {
        (heard.starts_with(b"HTTP/1.") && holds(heard, b"Microsoft-HTTPAPI"))
            .then_some(Service::RemoteManagement)
    }),
    door(6379, b"PING\r\n", redis),
    page(8080, false),
    page(8443, true),
    door(9100, b"", |_| None),
    door(9200, b"GET / HTTP/1.0\r\n\r\n", |heard| {
        let named = holds(heard, b"cluster_name") || holds(heard, b"elastic") || holds(heard, b"OpenSearch");
        (heard.starts_with(b"HTTP/1.") && named).then_some(Service::Database)
    }),
    door(27017, &MONGO, mongo),
];

/// "Which programs are there?" to the list of ports (RFC 1833, DUMP), in one record.
const PORT_LIST: [u8; 44] = [
    0x80, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0x86, 0xa0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];
/// The file service among those programs (100003).
const FILE_SERVICE: [u8; 4] = [0, 1, 0x86, 0xa3];

/// "Which dialect do you speak?" of SMB 2 (MS-SMB2, 2.2.3): 2.0.2 and 2.1 are named.
const SHARED_FOLDERS: [u8; 108] = {
    let mut words = [0; 108];
    words[3] = 104;
    let head = [0xfe, b'S', b'M', b'B', 64, 0];
    let mut at = 0;
    while at < head.len() {
        words[4 + at] = head[at];
        at += 1;
    }
    words[4 + 14] = 1; // credits
    words[68] = 36; // size of the question
    words[70] = 2; // two dialects
    words[72] = 1; // signing is known
    words[104] = 2;
    words[105] = 2;
    words[106] = 16;
    words[107] = 2;
    words
};

/// "Which ways of encryption?" to a remote desktop (MS-RDPBCGR, 2.2.1.1).
const REMOTE_DESKTOP: [u8; 19] = [3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0];

/// "Do you speak TLS?" to PostgreSQL (SSLRequest).
const POSTGRES: [u8; 8] = [0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f];

/// The words before a log-in to SQL Server (MS-TDS, 2.2.6.5): version, and no encryption wanted.
const SQL_SERVER: [u8; 32] = [
    18, 1, 0, 32, 0, 0, 1, 0, // head
    0, 0, 16, 0, 6, // where the version stands
    1, 0, 22, 0, 1, // where the word about encryption stands
    0xff, 0, 0, 0, 0, 0, // end of the list, then the version begins
    0, 0, 0, 0, 0, 0, 2, 0,
];

/// `{hello: 1, $db: "admin"}` to MongoDB (OP_MSG).
const MONGO: [u8; 52] = [
    52, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0, // head
    0, 0, 0, 0, 0, // flags, kind of section
    31, 0, 0, 0, 0x10, b'h', b'e', b'l', b'l', b'o', 0, 1, 0, 0, 0, // hello: 1
    2, b'$', b'd', b'b', 0, 6, 0, 0, 0, b'a', b'd', b'm', b'i', b'n', 0, 0,
];

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Telnet begins to bargain (RFC 854), or asks who is there.
fn telnet(heard: &[u8]) -> Option<Service> {
    let text = heard.to_ascii_lowercase();
    let asks = [b"login".as_slice(), b"username", b"password"].iter().any(|word| holds(&text, word));
    let bargains = matches!(heard, [0xff, 0xfb..=0xfe, ..]);
    (asks || bargains).then_some(Service::Telnet)
}

/// A secure shell says its version, perhaps after other lines (RFC 4253, 4.2).
fn shell(heard: &[u8]) -> Option<Service> {
    let is_version = |line: &[u8]| line.starts_with(b"SSH-");
    heard.split(|byte| *byte == b'\n').any(is_version).then_some(Service::Shell)
}

fn shared_disks(heard: &[u8]) -> Option<Service> {
    let reply = heard.get(4..12).is_some_and(|head| head == [0, 0, 0, 1, 0, 0, 0, 1]);
    let entries = heard.get(28..).unwrap_or_default();
    (reply && holds(entries, &FILE_SERVICE)).then_some(Service::SharedDisks)
}

fn shared_folders(heard: &[u8]) -> Option<Service> {
    let mark = heard.get(4..8)?;
    (mark == b"\xfeSMB" || mark == b"\xffSMB").then_some(Service::SharedFolders)
}

fn printer(heard: &[u8]) -> Option<Service> {
    let text = heard.to_ascii_lowercase();
    let named = [b"cups".as_slice(), b"ipp", b"printer", b"laserjet"].iter().any(|word| holds(&text, word));
    (text.starts_with(b"http/1.") && named).then_some(Service::Printer)
}

/// A server that greets with its version takes a log-in; one that says at once "this address is not allowed" does not.
fn mysql(heard: &[u8]) -> Option<Service> {
    matches!(heard, [_, _, 0, 0, 10, b'0'..=b'9', ..]).then_some(Service::Database)
}

fn redis(heard: &[u8]) -> Option<Service> {
    let known = [b"+PONG".as_slice(), b"-NOAUTH", b"-DENIED"].iter().any(|word| heard.starts_with(word));
    known.then_some(Service::Database)
}

/// An answer to our message, by its number.
fn mongo(heard: &[u8]) -> Option<Service> {
    let ours = heard.get(8..12)? == [1, 0, 0, 0];
    let kind = heard.get(12..16)?;
    (ours && (kind == [0xdd, 7, 0, 0] || kind == [1, 0, 0, 0])).then_some(Service::Database)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(port: u16, heard: &[u8]) -> Option<Service> {
        let door = LIST.iter().find(|door| door.port == port).unwrap();
        (door.is)(heard)
    }

    #[test]
    fn each_service_is_known_by_its_own_greeting() {
        let mut disks = vec![0x80, 0, 0, 60, 0, 0, 0, 1, 0, 0, 0, 1];
        disks.extend([0; 16]);
        disks.extend([0, 0, 0, 1, 0, 1, 0x86, 0xa3, 0, 0, 0, 3, 0, 0, 0, 6, 0, 0, 8, 1]);
        let greetings: [(u16, &[u8], Service); 18] = [
            (21, b"220 ProFTPD\r\n", Service::FileServer),
            (22, b"SSH-2.0-OpenSSH_9.6\r\n", Service::Shell),
            (22, b"only for staff\r\nSSH-2.0-dropbear\r\n", Service::Shell),
            (23, b"\xff\xfd\x18\xff\xfd\x20", Service::Telnet),
            (23, b"\r\nWelcome\r\nUsername: ", Service::Telnet),
            (111, &disks, Service::SharedDisks),
            (445, b"\0\0\0\x80\xfeSMB@\0", Service::SharedFolders),
            (554, b"RTSP/1.0 200 OK\r\n", Service::Device),
            (631, b"HTTP/1.0 200 OK\r\nServer: CUPS/2.4 IPP/2.1\r\n", Service::Printer),
            (1433, b"\x04\x01\0\x2b\0\0\x01\0\0\0\x1a\0\x06", Service::Database),
            (3306, b"\x4a\0\0\0\x0a8.0.36\0", Service::Database),
            (3389, b"\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0\x02\x1f\x08\0\x02\0\0\0", Service::RemoteDesktop),
            (5432, b"N", Service::Database),
            (5900, b"RFB 003.008\n", Service::ScreenSharing),
            (5985, b"HTTP/1.1 405\r\nServer: Microsoft-HTTPAPI/2.0\r\n", Service::RemoteManagement),
            (6379, b"-NOAUTH Authentication required.\r\n", Service::Database),
            (9200, b"HTTP/1.0 200 OK\r\n\r\n{\"cluster_name\":\"shop\"}", Service::Database),
            (27017, b"\x80\0\0\0\x05\0\0\0\x01\0\0\0\xdd\x07\0\0", Service::Database),
        ];
        for (port, heard, service) in greetings {
            assert_eq!(behind(port, heard), Some(service), "port {port}");
        }
    }

    #[test]
    fn other_greetings_are_nothing_that_we_know() {
        for door in &LIST {
            for heard in
                [b"".as_slice(), b"\0", b"HTTP/1.1 200 OK\r\n\r\nhello", b"\xff\xff\xff\xff\xff\xff\xff\xff"]
            {
                assert_eq!((door.is)(heard), None, "port {}", door.port);
            }
        }
        assert_eq!(behind(3306, b"\x44\0\0\0\xff\x6a\x04Host '192.0.2.9' is not allowed"), None);
        assert_eq!(
            behind(111, b"\x80\0\0\x1c\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
            None
        );
    }

    #[test]
    fn the_lengths_in_our_words_fit() {
        assert_eq!(usize::from(PORT_LIST[3]) + 4, PORT_LIST.len());
        assert_eq!(usize::from(SHARED_FOLDERS[3]) + 4, SHARED_FOLDERS.len());
        assert_eq!(usize::from(REMOTE_DESKTOP[3]), REMOTE_DESKTOP.len());
        assert_eq!(usize::from(SQL_SERVER[3]), SQL_SERVER.len());
        assert_eq!(usize::from(MONGO[0]), MONGO.len());
        assert_eq!(usize::from(MONGO[21]), MONGO.len() - 21);
    }
}
