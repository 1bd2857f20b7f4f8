# Words of the pages: account.
account-title = How you sign in
account-address = Your e-mail address:
account-passkeys = Passkeys
account-passkeys-text = Your phone, your computer or a security key signs you in with your finger, your face or a PIN. Nobody can trick it out of you.
account-passkeys-none = You have none yet.
account-passkeys-script = To add a passkey, turn scripts on in this browser.
account-passkey-name = What do you call it?
account-passkey-name-hint = For example: my phone
account-passkey-name-wrong = Give the passkey a name, for example: my phone.
account-passkey-add = Add a passkey
account-passkey-last = This is your only way in. Add another one first.
account-added = Added on { $day }.
account-used = Last used on { $day }.
account-remove = Remove
account-recovery-left = { $count ->
    [0] You have no recovery codes left.
    [one] You have 1 recovery code left.
   *[other] You have { $count } recovery codes left.
}
account-sessions = Where you are signed in
account-session = Since { $opened }, last seen { $seen }.
account-by-email = With a code by e-mail.
account-by-passkey = With a passkey.
account-by-password-and-code = With a password and a code.
account-by-password-only = With a password; the code is still to come.
account-by-single-sign-on = With your organisation's sign-in.
account-by-set-up-link = With a set-up link.
account-by-demonstration = By one click, in the demonstration.
account-sign-out-everywhere = Sign out everywhere
account-tokens = Keys for programs
account-tokens-text = A key lets a program of yours do some of what you can do here. You can end it at any time.
account-token-name = What is the key for?
account-token-name-hint = For example: our stock program
account-token-name-wrong = Say what the key is for.
account-token-scopes = What may the program do?
account-token-scopes-wrong = Choose at least one thing that the program may do.
account-token-days = How long does it work?
account-token-for-days = { $days } days
account-token-make = Make a key
account-token-made = Your new key
account-token-once = Copy the key now. It is not shown again.
account-token-how = The program sends it in the header Authorization, after the word Bearer.
account-token-done = I have copied it
account-token-until = Works until { $day }.
account-token-over = Ended by itself on { $day }.
account-token-ended = Ended on { $day }.
account-token-revoke = End
account-scope-firm-read = See our firm's pages
account-scope-firm-change = Change our firm's details, names and actions
account-scope-members-find = Find members
account-scope-members-read = Read members' records
account-scope-members-export = Take lists of members out
account-scope-notes-write = Write notes about members
account-scope-prospects-import = Bring lists of prospects in
account-scope-city-figures = Read figures of the whole city
account-scope-workings-read = See how the centre's own work goes
