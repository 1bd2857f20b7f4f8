//! Becoming a member, saying who one is, and who works here.

use centre::policy::Act;

use crate::pages::{account, firm, join, set_up, sign_in, staff};
use crate::site::{About, Site};

/// Becoming a member.
pub(super) fn joining(site: Site) -> Site {
    let link = Act::FollowAMailedLink;
    site.get("/join", Act::Join, About::Nothing, join::show)
        .post("/join", Act::Join, About::Nothing, join::join)
        .get("/join/sent", Act::Join, About::Nothing, join::sent)
        .get("/join/confirm/{token}", link, About::Nothing, join::show_confirm)
        .post("/join/confirm/{token}", link, About::Nothing, join::confirm)
        .get("/join/contact/{token}", link, About::Nothing, join::show_confirm_contact)
        .post("/join/contact/{token}", link, About::Nothing, join::confirm_contact)
        .get("/left", Act::ReadPublicPages, About::Nothing, firm::left)
}

/// Saying who one is, and one's own keys.
pub(super) fn signing_in(site: Site) -> Site {
    use Act::{FollowAMailedLink, ManageOwnSignIn, SetUpCentre, SignIn, SignOut};
    site.get("/sign-in", SignIn, About::Nothing, sign_in::by_email::show)
        .post("/sign-in", SignIn, About::Nothing, sign_in::by_email::ask)
        .post("/sign-in/code", SignIn, About::Nothing, sign_in::by_email::give)
        .post("/sign-in/choose", SignIn, About::Nothing, sign_in::choice::choose)
        .post("/sign-in/passkey/begin", SignIn, About::Nothing, sign_in::passkey::begin)
        .post("/sign-in/passkey", SignIn, About::Nothing, sign_in::passkey::finish)
        .get("/sign-in/staff", SignIn, About::Nothing, sign_in::staff::show)
        .post("/sign-in/password", SignIn, About::Nothing, sign_in::staff::password)
        .get("/sign-in/second", SignIn, About::Nothing, sign_in::second::show)
        .post("/sign-in/second", SignIn, About::Nothing, sign_in::second::give)
        .post("/sign-in/single", SignIn, About::Nothing, sign_in::single::leave)
        .get("/sign-in/single/back", SignIn, About::Nothing, sign_in::single::back)
        .get("/sign-in/first", SignIn, About::Nothing, sign_in::first::show)
        .post("/sign-in/first/passkey/begin", SignIn, About::Nothing, sign_in::first::begin_passkey)
        .post("/sign-in/first/passkey", SignIn, About::Nothing, sign_in::first::finish_passkey)
        .get("/sign-in/first/password", SignIn, About::Nothing, sign_in::first::show_password)
        .post("/sign-in/first/password", SignIn, About::Nothing, sign_in::first::keep_password)
        .post("/sign-out", SignOut, About::Nothing, sign_in::out::here)
        .get("/set-up", SetUpCentre, About::Nothing, set_up::show)
        .get("/set-up/{link}", FollowAMailedLink, About::Nothing, sign_in::first::look)
        .post("/set-up/{link}", FollowAMailedLink, About::Nothing, sign_in::first::start)
        .get("/account", ManageOwnSignIn, About::Nothing, account::show)
        .post("/account/passkeys/begin", ManageOwnSignIn, About::Nothing, account::passkey::begin)
        .post("/account/passkeys", ManageOwnSignIn, About::Nothing, account::passkey::finish)
        .post("/account/identities/{id}/remove", ManageOwnSignIn, About::Nothing, account::identity::remove)
        .post("/account/passkeys/{id}/remove", ManageOwnSignIn, About::Nothing, account::passkey::remove)
        .get("/account/password", ManageOwnSignIn, About::Nothing, account::password::show)
        .post("/account/password", ManageOwnSignIn, About::Nothing, account::password::change)
        .post("/account/password/remove", ManageOwnSignIn, About::Nothing, account::password::remove)
        .post(
            "/account/recovery-codes",
            ManageOwnSignIn,
            About::Nothing,
            account::password::renew_recovery_codes,
        )
        .post("/account/sign-out-everywhere", ManageOwnSignIn, About::Nothing, sign_in::out::everywhere)
        .post("/account/tokens", ManageOwnSignIn, About::Nothing, account::token::make)
        .post("/account/tokens/{id}/revoke", ManageOwnSignIn, About::Nothing, account::token::revoke)
}

/// Who works here; for managers.
pub(super) fn staff(site: Site) -> Site {
    use Act::ManageAccounts;
    site.get("/staff", ManageAccounts, About::Nothing, staff::list::show)
        .post("/staff", ManageAccounts, About::Nothing, staff::adding::add)
        .get("/staff/{person}", ManageAccounts, About::Account("person"), staff::account::show)
        .post("/staff/{person}/revoke", ManageAccounts, About::Account("person"), staff::account::revoke)
        .post("/staff/{person}/restore", ManageAccounts, About::Account("person"), staff::account::restore)
        .post("/staff/{person}/role", ManageAccounts, About::Account("person"), staff::account::change_role)
        .post("/staff/{person}/reset", ManageAccounts, About::Account("person"), staff::account::reset)
}
