//! Checks of what stands open to the internet. All are made only with the firm's own yes.

use terms::{Promise, Severity};

use super::{Entry, Remedy, Who, lines};
use crate::level::Level;

const PROMISE: Promise = Promise::NothingDangerousOpen;

pub(super) const RDP: Entry = Entry {
    id: "open-rdp",
    title: "The remote desktop of a computer is open to the whole internet",
    why: "Crooks guess its password day and night. Then they lock your files and ask for money.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "CISA Stop Ransomware Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 30,
        steps: &[
            "Ask the person who looks after your computers to close it today.",
            "If you need it from home, ask for a safe way in, a VPN.",
            "Ask them to look if somebody was in already.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const SMB: Entry = Entry {
    id: "open-smb",
    title: "Your shared folders are open to the whole internet",
    why: "Crooks can read your files, or lock them and ask for money.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "CISA Stop Ransomware Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 20,
        steps: &[
            "Ask the person who looks after your computers to close ports 139 and 445 today.",
            "If you need it from home, ask for a safe way in, a VPN.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const DATABASE: Entry = Entry {
    id: "open-database",
    title: "A database is open to the whole internet",
    why: "Your customer list may be in it. Crooks copy such lists or wipe them.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "OWASP Database Security Cheat Sheet",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 30,
        steps: &[
            "Ask the person who looks after your computers to close it to the outside today.",
            "Only your own site should reach it.",
            "Then change its passwords.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const VNC: Entry = Entry {
    id: "open-vnc",
    title: "The screen of a computer can be reached from the whole internet",
    why: "Who guesses its password sees your screen and moves your mouse.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "NCSC Small Business Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 20,
        steps: &[
            "Ask the person who looks after your computers to close it today.",
            "If you need it from home, ask for a safe way in, a VPN.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const TELNET: Entry = Entry {
    id: "open-telnet",
    title: "An old way to steer a device is open, with no encryption",
    why: "It is called telnet. Its passwords can be read on the way.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "NCSC Small Business Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 20,
        steps: &[
            "Look at what we saw: it tells the address of the device.",
            "Ask the person who looks after your computers to turn telnet off today.",
            "If the device knows no other way, it is time for a new one.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const WINRM: Entry = Entry {
    id: "open-winrm",
    title: "A way to steer a Windows computer is open to the whole internet",
    why: "It is meant for your own people. Who guesses a password can do all that they can.",
    severity: Severity::Urgent,
    promise: PROMISE,
    reference: "NCSC Small Business Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 20,
        steps: &[
            "Ask the person who looks after your computers to close ports 5985 and 5986 today.",
            "If you need it from home, ask for a safe way in, a VPN.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const ADMIN_PANEL: Entry = Entry {
    id: "open-admin-panel",
    title: "The log-in page of one of your devices is open to the internet",
    why: "It may be your router, your firewall, a camera or a backup box. Crooks try such pages first.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "CISA Binding Operational Directive 23-02",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 30,
        steps: &[
            "Look at what we saw: it tells the device.",
            "Ask the person who looks after your computers to close the page to the outside.",
            "Then bring the device up to date and change its password.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const PRINTER: Entry = Entry {
    id: "open-printer",
    title: "A printer can be seen from the internet",
    why: "Strangers can print on it, or read what you print.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "NCSC Small Business Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 15,
        steps: &[
            "Ask the person who looks after your computers to close it to the outside.",
            "Then change its password.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const NFS: Entry = Entry {
    id: "open-nfs",
    title: "Shared disks can be seen from the internet",
    why: "They are meant for your own network. Strangers may read your files.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "NCSC Small Business Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 20,
        steps: &["Ask the person who looks after your computers to close port 2049 to the outside."],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const IOT: Entry = Entry {
    id: "open-iot",
    title: "A device such as a camera can be seen from the internet",
    why: "Such devices are seldom brought up to date. Crooks take them over to look in, or to get further.",
    severity: Severity::Important,
    promise: PROMISE,
    reference: "NCSC Small Business Guide",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 20,
        steps: &[
            "Look at what we saw: it tells the device.",
            "Ask the person who looks after your computers to close it to the outside.",
            "Then bring it up to date and change its password.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const FTP: Entry = Entry {
    id: "open-ftp",
    title: "A file server takes passwords with no encryption",
    why: "It is called FTP. Who listens on the way has the password.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 4217",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 30,
        steps: &[
            "Ask the person who looks after your computers if FTP is still used.",
            "If it is not, have it turned off.",
            "If it is, ask for SFTP in its place.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};

pub(super) const SSH: Entry = Entry {
    id: "open-ssh",
    title: "A log-in for your computer person is open to the internet",
    why: "It is called SSH. It is safe with keys. With passwords, crooks guess all day. We do not try to get in, so we do not know which it takes.",
    severity: Severity::Note,
    promise: PROMISE,
    reference: "RFC 4252, 7",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 15,
        steps: &[
            "Ask the person who looks after your computers if it is needed.",
            "If it is, ask if it takes keys only. If it takes passwords, have that turned off.",
        ],
        paste: lines::none,
        see_it_worked: "Your computer person tells you that it takes no passwords.",
    },
};

pub(super) const SSH_PASSWORD: Entry = Entry {
    id: "open-ssh-password",
    title: "A log-in by password is open to the internet",
    why: "It is called SSH. Crooks guess passwords there all day. A key cannot be guessed.",
    severity: Severity::WorthDoing,
    promise: PROMISE,
    reference: "RFC 4252, 7",
    level: Level::Consented,
    remedy: Remedy {
        who: Who::ComputerPerson,
        minutes: 30,
        steps: &[
            "Ask the person who looks after your computers to use keys, not passwords.",
            "Then have the log-in by password turned off.",
        ],
        paste: lines::none,
        see_it_worked: "Ask us to look again. The door should be shut.",
    },
};
