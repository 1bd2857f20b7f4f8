# Words of the pages: sign-in.
sign-in-title = Sign in
sign-in-again = Show that it is still you
sign-in-again-why = You are about to change something that matters. So we ask once more.
sign-in-email = Your e-mail address
sign-in-email-hint = We send you a code. You need no password.
sign-in-email-wrong = Type an e-mail address, for example sam@shop.example.
sign-in-send-code = Send me a code
sign-in-passkey = Sign in with a passkey
sign-in-passkey-wrong = The passkey did not work. Try again, or use another way to sign in.
sign-in-passkey-not-added = The passkey was not added. Try again, or use another phone, computer or key.
sign-in-not-yet = Not a member yet?
sign-in-join = Join, it is free
sign-in-for-staff = I work for the centre or a partner
sign-in-demonstration = This is a demonstration: walk in as anybody

sign-in-code-title = Look at your e-mail
sign-in-code-sent = If { $email } belongs to a member, a code is on its way to it. It works for { $minutes } minutes.
sign-in-code = The code
sign-in-code-hint = The digits in the e-mail, for example 1234 5678.
sign-in-code-wrong = That code did not work. It may be mistyped, too old, or tried too often. Type it again, or ask for a new one.
sign-in-go = Sign in
sign-in-code-none = No code came?
sign-in-code-none-text = Look in your junk folder too. It can take a minute.
sign-in-code-other = Send a new code
sign-in-code-never = We never ask for this code on the phone or at the door. Whoever asks for it is not us.
sign-in-choose = For which firm do you come?
sign-in-choose-one = Choose a firm.

# The letters. The subject tells a passer-by nothing.
sign-in-letter-subject = Your sign-in
sign-in-letter =
    Hello,

    your code is { $code }

    Type it on the page where you asked for it. It works once, for { $minutes } minutes.

    Did you not ask for it? Then do nothing. Nobody comes in without the code.

    We never ask for this code. Not by phone, not by e-mail, not at the door. Whoever asks for it is not us.

    { $centre }
    { $origin }
sign-in-letter-other-door =
    Hello,

    somebody wants to sign in with your e-mail address. If it was you: you work with us, so your way in is here:

    { $origin }/sign-in/staff

    Was it not you? Then do nothing. Nobody comes in.

    We never ask for a password or a code. Not by phone, not by e-mail, not at the door.

    { $centre }
    { $origin }
