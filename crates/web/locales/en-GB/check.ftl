# Check my business.
check-title = Check my business
check-lead = Type your web name or e-mail address. In a few seconds you see how it looks from outside, and the one thing to do next.
check-field = Your web name or e-mail address
check-field-hint = For example bakery.co.uk or anna@bakery.co.uk
check-button = Look now
check-what-title = What we do with it
check-what =
    We ask public records that anyone can ask, and call by as one visitor would. We try no locks.
    You do not need an account.
    We do not store what you type or what we find.
check-error-empty = Type your web name or e-mail address, for example bakery.co.uk.
check-error-too-long = That is too long to be a web name. Type just the name, for example bakery.co.uk.
check-error-no-dot = A web name has a dot in it, for example bakery.co.uk.
check-error-number = That is a number. Type the name, for example bakery.co.uk.
check-error-malformed = A web name cannot have those signs in it. Type just the name, for example bakery.co.uk.
check-error-only-a-suffix = That is just the end of a web name. Type all of it, for example bakery.co.uk.

check-looking-title = We are looking
check-looking = We look at { $name }
check-looking-words = We ask the public records. This takes a few seconds.
check-looking-link = See how far it is
check-looking-how = This page moves on by itself.
check-failed-title = We could not finish the look
check-failed-text = It took too long, or it broke on our side. It does not mean that something is wrong with your name. Please try again.

check-result-lead = What we saw for
check-nothing-found = We found nothing to mend. Well done. Look again now and then, or join and we look each night.
check-others-title = What else we saw
check-urgent = Do it today
check-important = Do it this week
check-worth-doing = When you have an hour
check-note = Good to know
check-gaps-title = What we could not see
check-gaps-text = Not seen does not mean good. It means that we do not know.
check-limits-title = What we did not look at
check-limits =
    What is open to the internet. We look there only when you say yes.
    Your computers, your passwords and your people. No one can see those from outside.
check-technical = For the person who knows: every record we saw
check-technical-found = What the checks saw
check-facts = Questions and answers
check-fact-question = Question
check-fact-answer = Answer
check-fact-server = Server
check-fact-time = When, and how long
check-seen = What we saw:
check-when = We looked on
check-minutes = { $minutes ->
    [one] About one minute
   *[other] About { $minutes } minutes
 }
check-paste-title = The line to paste.
check-paste-where = Where: { $place }
check-paste-kind = Kind
check-paste-name = Name
check-paste-value = Value
check-then-title = And then
check-again = Look again
check-join = Join, and we look each night and tell you when something changes
check-nothing-kept = We do not store this. You can read it here for half an hour.
check-left-alone-title = We leave this name alone
check-left-alone-wish = Its owner asked us not to look at it. We keep to that.
check-left-alone-stopped = We have stopped all looks for now. Please come back later.
