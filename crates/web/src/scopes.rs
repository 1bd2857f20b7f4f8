//! What a token can be made for: the acts that programs may do, by their names.

use centre::policy::Act;

/// One thing that a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Its name in tokens and forms.
    pub name: &'static str,
    /// The message that says it.
    pub says: &'static str,
    /// What it lets a program do.
    pub act: Act,
}

const fn scope(name: &'static str, says: &'static str, act: Act) -> Scope {
    Scope { name, says, act }
}

/// Every scope. What is not here no program does: nobody signs in, manages keys or accounts by token.
pub const SCOPES: [Scope; 15] = [
    scope("firm.read", "account-scope-firm-read", Act::SeeFirm),
    scope("firm.change", "account-scope-firm-change", Act::ChangeFirm),
    scope("members.find", "account-scope-members-find", Act::SearchMembers),
    scope("members.read", "account-scope-members-read", Act::SeeMember),
    scope("members.export", "account-scope-members-export", Act::ExportMembers),
    scope("notes.write", "account-scope-notes-write", Act::WriteNote),
    scope("prospects.import", "account-scope-prospects-import", Act::ImportProspects),
    scope("messages.read", "account-scope-messages-read", Act::SeeMessages),
    scope("queue.read", "account-scope-queue-read", Act::SeeQueue),
    scope("cases.read", "account-scope-cases-read", Act::SeeCase),
    scope("cases.work", "account-scope-cases-work", Act::WorkCase),
    scope("city.figures", "account-scope-city-figures", Act::SeeCityFigures),
    scope("hand_overs.read", "account-scope-hand-overs-read", Act::SeeHandOvers),
    scope("hand_overs.answer", "account-scope-hand-overs-answer", Act::AnswerHandOver),
    scope("workings.read", "account-scope-workings-read", Act::SeeWorkings),
];

/// Whether a token made for these scopes may be used for this act. What is open to anybody needs no scope.
pub(crate) fn allow(scopes: &[String], act: Act) -> bool {
    let named = SCOPES.iter().find(|s| s.act == act);
    match named {
        Some(scope) => scopes.iter().any(|s| s == scope.name),
        None => {
            centre::policy::decide(centre::roles::Role::Visitor, act, centre::policy::Relation::Own)
                == centre::policy::Decision::Allow
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_does_what_it_was_made_for_and_nothing_else() {
        let scopes = ["members.find".to_owned()];
        assert!(allow(&scopes, Act::SearchMembers));
        assert!(allow(&scopes, Act::CheckADomain));
        for other in [Act::SeeMember, Act::ExportMembers, Act::ManageAccounts, Act::ManageOwnSignIn] {
            assert!(!allow(&scopes, other), "{other:?}");
        }
    }
}
