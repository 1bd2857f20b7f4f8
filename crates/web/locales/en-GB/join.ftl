# Becoming a member.
join-title = Join
join-lead = For firms in { $city }. It is free and takes about two minutes.
join-firm-heading = Your firm
join-you-heading = You
join-ask-name = Name of the firm
join-ask-postcode = Postcode
join-hint-postcode = It tells us your borough.
join-ask-borough = Which borough are you in?
join-ask-sector = What does your firm do?
join-sector-choose = Choose the nearest
join-ask-size = How many people work with you?
join-size-sole-trader = Just me
join-size-micro = 1 to 9
join-size-small = 10 to 49
join-size-medium = 50 to 249
join-size-large = 250 or more
join-ask-domain = Web name, if you have one
join-hint-domain = For example bakery.co.uk. We look at it each night, from outside.
join-ask-contact-name = Your name
join-ask-email = Your e-mail address
join-hint-email = We send a letter there. Press the link in it to finish.
join-ask-phone = Your phone number, if you like
join-hint-phone = So that we can ring when something is urgent.
join-tick = Yes, we want to join, and we will do our side
join-button = Join
join-keep = We keep what you type here to help you, and for nothing else.

join-problem-name-missing = Type the name of your firm.
join-problem-name-unusable = Type the name of your firm in up to 200 plain letters.
join-problem-postcode-unreadable = Type your postcode, for example { $example }.
join-problem-outside-region = That postcode is not in { $region }. Only firms in { $region } can join here. Most other regions have a centre too: look for "cyber resilience centre" and the name of your region. Our help pages are for everyone.
join-problem-choose-borough = Your postcode is in more than one borough. Choose yours.
join-problem-sector-missing = Choose what your firm does. If nothing fits, choose the nearest.
join-problem-size-missing = Choose how many people work with you.
join-problem-contact-name-missing = Type your own name.
join-problem-contact-name-unusable = Type your own name in up to 200 plain letters.
join-problem-email-unreadable = Type your e-mail address, for example name@bakery.example.
join-problem-phone-unreadable = Type your phone number with its area code, or leave this empty.
join-problem-domain-unreadable = { $why } Leave this empty if you have none.
join-problem-undertakings-not-accepted = Read what you do on your side. Then tick the box.

join-sent-title = Check your e-mail
join-sent-text = We have sent you a letter. Press the link in it, and you are in.
join-sent-lines =
    It can take a few minutes to come.
    Nothing there? Look in the folder for spam.
    The link works for two days.
join-sent-from = The letter comes from

join-letter-subject = Please confirm that you want to join
join-letter-text =
    Hello { $name },

    you asked for { $firm } to join { $centre }. Press this link to finish:

    { $link }

    The link works for two days.

    You did not ask for this? Then do nothing. We will erase it.

    We never ask for a password, a code or money.

    { $centre }

join-contact-letter-subject = Please confirm that this is your address
join-contact-letter-text =
    Hello { $name },

    { $by } says that you are a contact of { $firm } at { $centre }. We help small firms stay safe online. Press this link to say that it is right:

    { $link }

    It is not right? Then do nothing.

    We never ask for a password, a code or money.

    { $centre }

join-confirm-join-title = One press, and you are in
join-confirm-join-text = Hello { $name }. You asked for { $firm } to join.
join-confirm-join-button = Yes, join
join-confirm-contact-title = Is this right?
join-confirm-contact-text = Hello { $name }. You were added as a contact of { $firm }.
join-confirm-contact-button = Yes, that is right
join-link-used-title = You have used this link already
join-link-used = All is well. Sign in with your e-mail address. We send you a code.
join-link-gone-title = This link does not work any more
join-link-gone = It is too old, or a part of it is missing. Copy all of it from the letter, or start again.

# After leaving.
left-title = You have left
left-lead = Your data is erased. Thank you for being with us.
left-text = You can come back any day. Our help pages stay open to you.
