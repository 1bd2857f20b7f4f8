# Is this call, or this letter, really ours? And is this caller really the firm?
caller-form-label = Type the code that the caller tells you, or the code at the end of a letter
caller-form-hint = For example 482 913 706. Spaces do not matter.
caller-form-button = Check the code
caller-form-missing = Type the code first.
caller-storm = A lot of wrong codes come in just now. For now, only a long code with 12 digits works. Ask the caller for a new one.
caller-again = Check a code

caller-yes-title = Yes, this call is ours
caller-yes-lead = One of our people is on the phone with this code right now.
caller-yes-then =
    Does all of this fit you, and fit what the caller says? Then you can go on.
    Is one thing wrong? Then put the phone down and ring us.
    The code is used up now. It works one time only.
caller-who = Who rings you
caller-who-is = A { $role } of { $centre }
caller-began = The call began
caller-for = Whom we ring
caller-for-reporter = Someone who told us what happened to them
caller-for-somebody = Someone who is not a member
caller-why = Why we ring
caller-reason-report = You told us what happened, and we want to help you with it.
caller-reason-asked = You asked us to ring you.
caller-reason-finding = We saw something at your web name or your mail that should be put right.
caller-reason-visit = We want to find a day to come and see you.
caller-reason-membership = We want to talk with you about being a member.
caller-reason-warning = We want to warn you of a trick that goes round.
caller-wrong-title = If something feels wrong
caller-wrong =
    Put the phone down. You do not have to say why.
    Ring us on this number, from another phone if you can.
    Do not do what the caller asked for until you have spoken with us.
caller-wrong-letter =
    Do not press a link in it, and do not do what it asks.
    Ring us on this number. We tell you what we sent to you.

caller-letter-title = Yes, this letter is from us
caller-letter-lead = We sent a letter with this code.
caller-letter-then =
    Does all of this fit the letter that you have? Then it is ours.
    Is the day or the address wrong? Then someone may have taken the code from another letter. Do not use it, and ring us.
    Never tell a caller a code from a letter.
caller-letter-kind = What it is
caller-letter-to = Sent to
caller-letter-day = Sent on
caller-letter-sign-in = A letter to help you sign in
caller-letter-join = A letter to say yes to being a member
caller-letter-errand = A letter that a firm asked us to send to you
caller-letter-proof = A letter to ask if a web name is yours
caller-letter-stay-away = A letter to ask if we should leave a web name alone
caller-letter-message = An answer about a message that you sent us
caller-letter-report = A letter about what you told us
caller-letter-findings = A letter about what is new at your web names
caller-letter-other = A letter of ours

caller-unknown-title = We do not know this code
caller-unknown-lead = So we cannot say that it is us. Here is what to do.
caller-unknown-then =
    Put the phone down, or leave the letter alone. Do not do what it asks.
    Ring us on this number, from another phone if you can. We tell you if it was us.
    Did you hear the code wrong? Then ask for a new one, and type that.
caller-wait-title = Please wait a little
caller-wait-lead = A lot of codes were typed from where you are. You can type the next one in { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }.
caller-wait-then =
    Is a caller waiting? Put the phone down.
    Ring us on this number, from another phone if you can. We tell you if it was us.

caller-letter-closing =
    Not sure that this letter is from us? Type { $origin }/verify yourself, and there the code of this letter.
    Letter code: { $code }

# The code by which a firm shows us that it is the firm.
caller-code-title = Show us that it is you
caller-code-lead = When you ring us, you can tell us a code from this page. Then we know that it is you, and no one else can pretend to be you.
caller-code-rules =
    You rang us on our number? Then you can tell us the code.
    Someone rang you and wants a code? Do not tell it. We never ask for it.
    The code works one time only. It opens nothing.
caller-code-check-us = Check that it is us
caller-code-make = Make a code
caller-code-make-new = Make a new code
caller-code-yours = Your code
caller-code-until = It works until { $until }.
caller-code-see = See if it came in
caller-code-known = We know that it is you. The code came in { $at }.
caller-list-title = Calls that were checked
caller-list-none = There are none yet.
caller-line-ours = We rang you. { $reason }
caller-line-theirs = You showed us that it is you.
caller-line-confirmed = Checked { $at }.
caller-line-open = The code still works.
caller-line-not = No one checked it.
