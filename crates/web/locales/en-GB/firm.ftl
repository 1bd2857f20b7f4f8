# My firm.
firm-hello = Hello, { $name }
firm-news-title = What has changed since the last look
firm-no-steps = There is nothing to do right now. Well done.
firm-then-title = After that
firm-said-button = We have done this
firm-said-title = You, or a person who helps you, told us that these points are done
firm-said-text = Where we can see it from outside, we look tonight.
firm-unsaid-button = Not yet after all
firm-seen-title = We saw that these points are done
firm-sustained-title = We still saw it half a year later
firm-step-domains = We saw it at { $domains }
firm-no-domain-title = No web name yet
firm-no-domain = Do you have a web name, or mail with a name of your own? Add it, and we look each night.
firm-more-title = More about your firm
firm-card-title = Your membership
firm-card-reference = Reference
firm-card-tier = Kind
firm-card-since = Member since
firm-tier-core = Free
firm-tier-funded = Full place, paid for by a funder
firm-tier-paid = Full place, paid for by you
firm-save = Save
firm-change = Change
firm-open = See more
firm-remove = Take out
firm-keep = No, keep it

firm-details-title = Details
firm-borough = Borough
firm-sector = Kind of work
firm-size = Size

firm-people-title = People
firm-person-you = That is you
firm-person-waiting = Has not confirmed yet
firm-person-add-title = Add a person
firm-person-add-text = We send them a letter by e-mail. They are in when they press the link.
firm-person-add-button = Add and send the letter
firm-person-known = A person with this address is in your firm already.
firm-person-remove-title = Take { $name } out?
firm-person-remove-text = They can no longer sign in, and we erase their name and address at once.
firm-ask-person = Name
firm-ask-email = E-mail address
firm-hint-email = If you change it, they have to sign in again.
firm-warden = Cyber warden
firm-warden-what = A cyber warden is the one person in your firm who looks after safety online. We ring them first.
firm-warden-button = Make this person cyber warden

firm-domains-title = Web names
firm-domain-add-title = Add a web name
firm-domain-add = Add and look now
firm-domain-too-many = You have { $most } web names here, and that is the most we look at. Take one out first.
firm-domain-remove = Take this web name out
firm-domain-remove-title = Take { $name } out?
firm-domain-remove-text = We stop looking at it. What we saw is erased at once.
firm-look-now = Look now
firm-never-looked = We have not looked yet.
firm-never-looked-text = We have not looked at this name yet. We do so tonight, or you can press the button.
firm-worst-kept = All that we can see is as it should be.
firm-worst-partly = Some of it could be better.
firm-worst-not-kept = Something needs to be mended.
firm-worst-could-not-check = We could not check all of it.
firm-looked = We looked { $when }.
firm-changes-title = What has changed since we looked
firm-change-new = New: { $what }
firm-change-mended = Mended: { $what }
firm-change-new-at = New at { $domain }: { $what }
firm-change-mended-at = Mended at { $domain }: { $what }
firm-chart-title = How your promises stood
firm-chart-promise = Promise
firm-chart-look = Look

firm-history-title = History
firm-history-lead = All that was done about your firm, the newest first.
firm-history-older = Older
firm-who-visitor = By the form or a link
firm-who-nightly = Our nightly work
firm-who-machine = The people who run our machines
firm-who-staff = One of our people ({ $role })
firm-who-gone = Someone who is no longer here
history-joined = Your firm asked to join
history-confirmed = Your firm became a member
history-details-changed = Details were changed
history-contacted = We were in touch
history-undertakings = What we do for each other was accepted
history-contact-added = A person was added
history-person-changed = Details of a person were changed
history-person-confirmed = A person confirmed their address
history-person-removed = A person was taken out
history-warden = A person has a new role
history-person-revoked = A person may no longer sign in
history-person-restored = A person may sign in again
history-signed-in = Signed in
history-signed-out = Signed out
history-code-sent = A code to sign in was sent
history-link-made = A link to confirm was made
history-passkey-added = A passkey was added
history-passkey-removed = A passkey was taken away
history-token-made = A key for programs was made
history-token-ended = A key for programs was ended
history-domain-added = A web name was added
history-domain-removed = A web name was taken out
history-proof-asked = You began to show that a name is yours
history-proof-seen = We saw that a name is yours
history-proof-missed = The line that shows a name is yours was not there
history-authority-signed = A closer look was agreed to
history-authority-withdrawn = The yes to a closer look was taken back
history-look-wished = A new look was asked for
history-retold = Your promises were worked out again
history-looked = We looked at a web name
history-errand-made = A letter to a person who helps you was written
history-errand-mailed = That letter was sent by e-mail
history-errand-opened = A person opened the link in that letter
history-errand-answered = A person who helps you answered
history-errand-taken-back = That letter was taken back
history-badge-on = Your badge was switched on
history-badge-off = Your badge was switched off
history-call-begun = We rang you, with a code for the call
history-call-confirmed = You checked that the call was ours
history-call-code-made = You made a code for a call with us
history-call-code-heard = We knew by your code that it was you
history-plan = Your next steps changed
history-step = A step was marked
history-note = We wrote a note
history-funded = Your firm got a full place, paid for by a funder
history-letter = A letter was sent
history-came-with-a-list = Your firm came in with a list
history-other = Something was changed

firm-about-you-title = What we hold about you
firm-about-you-lead = This is all of it. You can take it with you, or put it right.
firm-export-button = Take all of it as a file
firm-export-why = Took all of it as a file
firm-kept-title = What else is kept
firm-kept-domains = Web names, with each look
firm-kept-actions = Steps
firm-kept-notes = Notes of our people
firm-kept-rest = The letters we sent and your history are in the file too.
firm-looked-title = Who looked at it
firm-looked-none = Nobody has.

firm-leave-title = Leave
firm-leave-lead = You can leave any day. It costs nothing, and nobody will ask why.
firm-leave-goes-title = What we erase at once
firm-leave-goes =
    All names, addresses and numbers of your people.
    The name and postcode of your firm.
    Your web names, and all that we saw of them.
    Your steps, our notes and our letters.
    What our log says about you.
firm-leave-stays-title = What stays
firm-leave-stays =
    A mark that a firm was here: its reference, borough, kind of work and the dates. No name is in it.
    The log without its words, so that nobody can change the past.
    Safety copies of the last two weeks. Then they are gone too.
firm-leave-export = Take all of it with you as a file first
firm-leave-go-on = Go on
firm-leave-sure-title = Leave for good?
firm-leave-sure-text = This cannot be undone. All people of your firm are signed out.
firm-leave-tick = Yes, erase our data
firm-leave-tick-missing = Tick the box if you are sure.
firm-leave-button = Leave now
firm-leave-stay = No, stay

# Steps that no look from outside can see.
action-who = You, or whoever looks after your computers
action-two-step-title = Turn on sign-in in two steps for your e-mail
action-two-step-why = With your e-mail a crook can get at all the rest. A second step stops nearly all of them, even when they know the password.
action-two-step =
    Open the settings of your e-mail account. Look for "security" or "sign-in".
    Find "two-step" or "2-step" and turn it on.
    Choose an app on your phone, or a text.
    Write down the spare codes. Keep them away from the computer.
action-two-step-proof = Sign out and in again. It asks for more than your password.
action-ring-title = Ring before you pay a new account
action-ring-why = A fake bill with new bank details is the way small firms lose most money.
action-ring =
    Make it a rule: when bank details change, ring the firm on a number you already had.
    Tell all who pay bills. Put a note where they do it.
    Nobody gets in trouble for asking, not even when the boss is in a hurry.
action-ring-proof = Ask a colleague what they do when bank details change.
action-backups-title = Keep a copy of what you cannot lose
action-backups-why = Then a broken or locked computer costs you a day and not your firm.
action-backups =
    List what you cannot lose: bills, customers, photos, plans.
    Copy it to a disk, or to a service on the internet.
    If it is a disk, pull it out when it is done.
    Do it each week, or let the computer do it.
action-backups-proof = Take one file back out of the copy and open it.
action-updates-title = Let updates install themselves
action-updates-why = Most break-ins use holes that were mended long ago.
action-updates =
    On each computer and phone, open the settings and look for "updates".
    Turn on "install by itself".
    Do the same for the box that brings your internet.
action-updates-proof = The settings say that all is up to date.
action-passwords-title = Use a password manager
action-passwords-why = It makes a strong password for each site and keeps it for you. So one that leaks opens one door only.
action-passwords =
    Choose one. The one in your browser or phone is fine.
    Give it one long password: three words that do not belong together.
    Let it save each password when you sign in the next time.
    Change those that you use twice.
action-passwords-proof = Each site has a password of its own.
