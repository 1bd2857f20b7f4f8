# Errands: a letter to the person who looks after a name, mail, a website or computers, and their answer.
errand-ask = Ask the person who looks after this
errand-title = Letters to the people who help you
errand-lead = Does someone else look after your web name, your mail or your website? Pick what they should mend. We write the letter for you.
errand-none = There is nothing to ask for right now. When we see something to mend, it stands here.
errand-group = For { $helper }
errand-pick = What should be in the letter?
errand-pick-hint = All of it, or just a part. { $most } points at most.
errand-write = Write the letter
errand-pick-missing = Pick one point at least.
errand-pick-too-many = Pick { $most } points at most. You can write one more letter for the rest.
errand-too-many = You have { $most } open letters, and that is the most. Take one back first.
errand-helper-name-host = the person who looks after your web name
errand-helper-mail-provider = the firm that runs your mail
errand-helper-web-person = the person who looks after your website
errand-helper-computer-person = the person who looks after your computers
errand-written-title = Letters you have written
errand-line = Letter to { $helper }
errand-line-written = Written on { $date }
errand-stands-open = Not all of it is answered yet.
errand-stands-answered = All of it is answered.
errand-stands-done = All of it is in order. We saw that.
errand-stands-taken-back = You took this letter back.
errand-stands-run-out = The link in this letter has run out.

errand-one-title = Your letter to { $helper }
errand-one-lead = Read it first. Then send it, print it or copy it. You can do each of them more than once.
errand-print = Open it as a page to print
errand-pdf = Save it as a PDF
errand-mail-title = Send it by e-mail
errand-mail-to = E-mail address of the person who helps you
errand-mail-to-hint = We send this letter and no more. It says that you asked for it.
errand-mail-button = Send the letter
errand-mail-missing = Type the e-mail address, for example it@firm.co.uk.
errand-mail-told-sent = The letter is on its way.
errand-mail-told-many = You sent { $most } letters today, and that is the most in a day. Try again tomorrow, or print it.
errand-mail-told-full = This address got all the letters from us that it can get in a day. Try again tomorrow, or print it.
errand-mail-told-closed = This letter is closed. Write a new one.
errand-copy-title = Send the link yourself
errand-copy-text = Who has this link can read the letter and answer it. They need no account.
errand-link-label = Link to the letter
errand-back-button = Take this letter back
errand-take-back-text = The link stops at once. Nothing else changes.
errand-answers-title = What they said, and what we see

errand-letter-title = What { $firm } asks you to do
errand-letter-lead = { $person } of { $firm } asks you to see to { $points ->
        [one] the point below
       *[other] the { $points } points below
    }. { $firm } is a member of { $centre }. We look at its web names from outside and tell it what to mend.
errand-letter-what = The words to the owner are plain on purpose. The lines to paste are for you, and should stand just as they are here.
errand-from = From:
errand-from-who = { $person }, { $firm }
errand-someone = Someone
errand-a-member = A member of ours
errand-for = For:
errand-written = Written on:
errand-due-first = First point by:
errand-at = Where:
errand-due = Please by:
errand-weight = How much it matters:
errand-weight-urgent = Urgent
errand-weight-important = Important
errand-weight-worth-doing = Worth doing
errand-seen = What we saw:
errand-standard = Standard:
errand-paste = Paste this as it stands.
errand-line-behind-link = This line stands behind the link to the letter.
errand-never-title = Please do not
errand-never-mail =
    Do not go to p=reject in one leap. First watch, then the spam folder, and only then refuse.
    Do not take out a line that you do not know. Ask the firm what it is for.
    Do not keep two SPF lines or two DMARC lines. Two count as none.
errand-never-web =
    Do not switch off a page that people use just to be quick. Ask the firm first.
    Do not put test pages or copies of data on the live site.
errand-never-computer =
    Do not just move the door to some other number. Close it, or put it behind a VPN.
    Do not cut off people who work from home. Ask the firm who needs it.
errand-back-title = What to send back
errand-back =
    Open the link below and press one answer for each point: done, not for me, or not before a day.
    When you press "done" we look again at once, and you see what we see.
    Send no passwords and no pictures of them. We need no proof but our own look.
errand-closing-link = The link works until { $until } for the person who has it. You need no account.
errand-closing-stranger = You do not know { $firm }? Then do nothing. Nothing happens, and we keep nothing about you but this letter.
errand-closing-us-mail = We never ask for a password, a code or money.
errand-closing-us = We never ask for a password, a code or money. Not sure that it is us? Type this address yourself: { $origin }/verify
errand-mail-subject = A request from a firm that you help
errand-mail-link = Read it and answer it here: { $link }

errand-reply-lead = Press one answer for each point. You can come back to this page and change it.
errand-reply-legend = Your answer
errand-reply-done = It is done
errand-reply-cannot = It is not for me, or I cannot do it
errand-reply-because = Why? One line is enough.
errand-reply-until = It needs more time
errand-reply-until-when = Until which day?
errand-reply-until-hint = For example 27 3 2027
errand-reply-button = Send my answers
errand-reply-missing = Press an answer for one point at least.
errand-reply-fault-no-reason = Say in one line why you cannot do it.
errand-reply-fault-too-long = That is too long. 200 letters are enough.
errand-reply-fault-unshowable = There are signs in it that we cannot show. Type it again.
errand-reply-fault-no-day = Type a day that there is, for example 27 3 2027.
errand-reply-fault-day-is-over = Type a day after today.
errand-reply-fault-day-too-far = Type a day in the next half year.
errand-reply-told = Thank you. { $firm } sees your answers. You can still change them here.
errand-reply-you-said = You said:
errand-reply-we-see = What we see now:
errand-reply-pdf = Save the letter as a PDF
errand-sight-mended = We looked again { $when }: this is in order now.
errand-sight-looking = We are looking. This page moves on by itself.
errand-sight-still = We looked again { $when } and still see it. Name servers may take up to a day. We look again tonight.
errand-sight-not-yet = We could not look again yet. We look tonight.
errand-sight-open = It is not in order yet.
errand-answer-done = They say that it is done.
errand-answer-cannot = They cannot do it. They say: { $because }
errand-answer-until = They need until { $day }.
errand-answer-none = No answer yet.
errand-said-done = It is done.
errand-said-cannot = You cannot do it: { $because }
errand-said-until = You need until { $day }.

errand-gone-title = There is no letter behind this link
errand-gone-text = Part of the link may be missing. Open it from the letter once more, or type it with care. If that does not help, ask the firm for a new letter.
errand-taken-back-title = The firm took this letter back
errand-taken-back-text = There is nothing for you to do. If you still have a question, ask the firm that sent it.
errand-run-out-title = This link has run out
errand-run-out-text = If there is still something to do, ask the firm for a new letter. It takes them a minute.
errand-done-title = All of this is in order
errand-done-text = We looked, and saw that each point is done. Thank you. There is nothing more for you to do.

errand-told-line = { $helper } says about "{ $what }" at { $domain }: { $answer }
errand-told-next = Read all they said, and what we see: { $origin }/firm/errands
