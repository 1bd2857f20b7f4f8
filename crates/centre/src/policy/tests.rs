use super::*;

#[test]
fn whoever_lost_the_right_is_a_visitor() {
    for role in Role::ALL {
        for act in Act::ALL {
            for lost in [Relation::Revoked, Relation::Expired] {
                assert_eq!(
                    decide(role, act, lost),
                    decide(Role::Visitor, act, Relation::Own),
                    "{role} {act:?}"
                );
            }
        }
    }
}

#[test]
fn no_member_learns_of_another() {
    for role in [Role::MemberContact, Role::CyberWarden] {
        for act in Act::ALL.into_iter().filter(|a| !is_open_to_anybody(*a)) {
            assert_eq!(decide(role, act, Relation::Foreign), decide(role, act, Relation::Missing), "{act:?}");
        }
    }
}

#[test]
fn a_supervisor_sees_no_member_while_there_are_no_engagements() {
    for act in [
        Act::SearchMembers,
        Act::SeeMember,
        Act::WriteNote,
        Act::GiveFundedPlace,
        Act::ExportMembers,
        Act::ImportProspects,
    ] {
        for relation in Relation::ALL {
            assert_ne!(decide(Role::Supervisor, act, relation), Decision::Allow, "{act:?} {relation:?}");
        }
    }
    assert_eq!(decide(Role::Supervisor, Act::SeeCityFigures, Relation::Own), Decision::Allow);
}

#[test]
fn only_a_manager_steers() {
    for role in Role::ALL {
        for act in [Act::SteerWorkings, Act::StopLooking, Act::ManageAccounts] {
            assert_eq!(
                decide(role, act, Relation::Own) == Decision::Allow,
                role == Role::Manager,
                "{role} {act:?}"
            );
        }
    }
}

#[test]
fn nobody_sees_the_code_of_somebody_elses_call() {
    for role in Role::ALL {
        for other in [Relation::Sibling, Relation::Foreign, Relation::Missing] {
            assert_ne!(decide(role, Act::SeeCallCheck, other), Decision::Allow, "{role} {other:?}");
        }
    }
}

#[test]
fn nobody_manages_somebody_elses_sign_in() {
    for role in Role::ALL {
        for other in [Relation::Sibling, Relation::Foreign, Relation::Missing] {
            assert_ne!(decide(role, Act::ManageOwnSignIn, other), Decision::Allow, "{role} {other:?}");
        }
    }
}
