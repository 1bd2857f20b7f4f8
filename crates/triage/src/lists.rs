//! Lists of hosts, kept as data files with the reason for each.

use std::collections::HashSet;
use std::sync::OnceLock;

/// One of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// Mail that anybody can have for nothing.
    FreeMail,
    /// Where anybody can put a web page for nothing.
    FreeSite,
    /// Where anybody can put a file.
    FreeStore,
    /// Where anybody can make a form.
    FreeForm,
    /// Addresses that hide where they lead.
    Shortener,
    /// Services that send mail for firms and wrap links to count them.
    MailService,
    /// Services through which anybody can have a letter sent in the service's name.
    SelfService,
    /// Endings that hardly any organisation uses and much abuse does.
    RareEnding,
    /// Sites so common that a link to them says nothing.
    Common,
    /// Mail providers whose word about a sender counts.
    Provider,
    /// Hosts of lists on which people talk.
    Talk,
}

const FILES: [(List, &str); 11] = [
    (List::FreeMail, include_str!("../data/lists/free_mail.txt")),
    (List::FreeSite, include_str!("../data/lists/free_sites.txt")),
    (List::FreeStore, include_str!("../data/lists/free_stores.txt")),
    (List::FreeForm, include_str!("../data/lists/free_forms.txt")),
    (List::Shortener, include_str!("../data/lists/shorteners.txt")),
    (List::MailService, include_str!("../data/lists/mail_services.txt")),
    (List::SelfService, include_str!("../data/lists/self_service.txt")),
    (List::RareEnding, include_str!("../data/lists/rare_endings.txt")),
    (List::Common, include_str!("../data/lists/common_sites.txt")),
    (List::Provider, include_str!("../data/lists/providers.txt")),
    (List::Talk, include_str!("../data/lists/talk_lists.txt")),
];

/// All lists.
pub(crate) struct Lists([HashSet<&'static str>; 11]);

impl Lists {
    /// The names of one list.
    pub(crate) fn set(&self, list: List) -> &HashSet<&'static str> {
        &self.0[list as usize]
    }
}

/// All lists, read once.
pub(crate) fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| Lists(FILES.map(|(_, file)| names(file).collect())))
}

fn names(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default()).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_stands_in_its_place_and_has_names_in_small_letters() {
        for (at, (list, _)) in FILES.iter().enumerate() {
            assert_eq!(*list as usize, at);
            let set = lists().set(*list);
            assert!(set.len() >= 10, "{list:?}");
            assert!(
                set.iter().all(|name| name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b))),
                "{list:?}"
            );
        }
    }
}
