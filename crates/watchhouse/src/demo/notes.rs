//! What the centre's people wrote about firms: invented, and nothing that names anybody.

/// Notes.
pub const NOTES: &[&str] = &[
    "Rang about the check-up. The web host will set the mail record this week.",
    "Visit done. The owner keeps passwords in one notebook; showed how a password manager works.",
    "Asked for the poster on false invoices for the staff room. Sent two.",
    "Had a call that said it was the bank. No money gone. Talked through how to ring back on 159.",
    "Second step at sign-in is now on for e-mail. The till system is next.",
    "Backup was on the same computer. Agreed a second copy in another place; look again in a month.",
    "Wants a short talk for nine people before opening hours. Put on the list for outreach.",
    "The person who looked after the website has left. Explained how to get the name back into own hands.",
    "Was glad to hear that nothing is urgent. Next look in spring.",
    "Could not reach anybody. Left a message with our number from the verify page.",
    "Old address still on our list; corrected with the contact on the phone.",
    "Asked whether membership costs anything. It does not. Sent the page with both sides' promises.",
    "Phone was lost on a bus. Account was closed from afar the same hour, nothing was used.",
    "Met at the market traders' morning. Knows two neighbours who may join.",
    "Tried the three actions. The second one does not fit, they have no mail under that name. Took it out.",
    "The new till came with the maker's password. It was changed during the visit.",
];
