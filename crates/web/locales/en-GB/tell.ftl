# Telling us what happened, once: the form, the receipt, and the page to come back to.
# A message with several lines is a list: one line is one point.

# The way in, on each card of Help now
tell-link-title = When you have done this, tell us once
tell-link-text = You tell it one time. We pass it on where it is needed, if you say yes. You do not need an account.
tell-link = Tell us what happened

# The form
tell-title = Tell us what happened
tell-lead = Tell it once, in your own words. A person of our team reads it.
tell-optional = You can leave out any question. Spelling does not matter.
tell-never = Never write a password or a code here. We will never ask for one.
tell-back = Back to what to do first
tell-safe = Do you feel safe right now?
tell-safe-yes = Yes
tell-safe-no = No
tell-safe-unknown = I am not sure
tell-safe-999 = If you are in danger, ring 999 first. If you cannot speak, press 55 when asked.
tell-happened = What happened?
tell-happened-hint = A few words are enough. Say what you saw, and when.
tell-where-title = Where it is online
tell-platform = Which app, site or group is it on?
tell-platform-hint = For example: Instagram, or a WhatsApp group
tell-places = The web address of each post or page, one on each line
tell-places-hint = Copy it if you can. We do not open it.
tell-strand = What is the hate about?
tell-strand-race = Race, colour or where someone is from
tell-strand-religion = Faith or belief
tell-strand-orientation = Whom someone loves
tell-strand-disability = A disability
tell-strand-transgender = Being trans
tell-strand-other = Something else
tell-tick-all = Tick all that fit.
tell-whose = For whom do you write?
tell-whose-own = For me, or for my firm
tell-whose-other = For someone else
tell-written-by = Who are you to them?
tell-written-by-hint = For example: a friend, a teacher, or the name of your group
tell-written-by-someone = Someone else
tell-payment = The money that went
tell-payment-more = Payment { $number }
tell-payment-add = Add one more payment
tell-amount = How much was it? About is fine.
tell-paid-day = On which day?
tell-paid-to = To what name did it go?
tell-paid-account = To which account?
tell-paid-account-hint = Sort code and number, or a wallet. Write what you have.
tell-hit = What is hit?
tell-hit-hint = For example: the till, our shop page, my e-mail
tell-asked-for = Do they ask for money? How much?
tell-details = Could they have seen details of other people?
tell-details-hint = Names, addresses or bank details of your customers or staff
tell-details-yes = Yes, I think so
tell-details-no = No
tell-details-unknown = I do not know
tell-details-of = About how many people?
tell-more = A little more, if you can
tell-noticed = When did you find out?
tell-came-by = How did they come to you?
tell-choose = Choose one, or leave it
tell-came-by-email = By e-mail
tell-came-by-text = By text message
tell-came-by-call = By phone
tell-came-by-social = In a chat or on social media
tell-came-by-website = On a website, or by an advert
tell-came-by-letter = By letter
tell-came-by-in-person = In person
tell-came-by-inside = From inside: someone who works here, or did
tell-came-by-other = Some other way
tell-came-by-not-sure = I am not sure
tell-traces = What did they use?
tell-traces-hint = Names, phone numbers, e-mail and web addresses, one on each line. We do not ring or open them.
tell-told = Whom have you told?
tell-told-bank = My bank
tell-told-report-fraud = Report Fraud
tell-told-police = The police
tell-told-ico = The data watchdog (ICO)
tell-told-insurer = My insurer
tell-told-platform = The app or website
tell-told-other = Someone else
tell-told-reference = Their number for it, if you have one
tell-borough = Which borough are you in?
tell-wish-title = What do you want to happen?
tell-wish = What would help you most?
tell-wish-make-it-stop = I want it to stop
tell-wish-money-back = I want my money back
tell-wish-work-again = I want to be able to work again
tell-wish-taken-down = I want it taken down
tell-wish-police-act = I want the police to act
tell-wish-no-police = I do not want the police to be told
tell-wish-warn-others = I want others to be warned
tell-wish-apology = I want them to say sorry
tell-wish-only-tell = I just want to tell someone
tell-wish-own = Or say it in your own words
tell-you-title = How we may reach you
tell-manner = How much of you may we keep?
tell-manner-named = My name, as usual
tell-manner-named-hint = We keep who you are, locked away from your story. We can ring or write to you.
tell-manner-sensitive = My name, with extra care
tell-manner-sensitive-hint = The same, and we keep only the day and not the time. We send no e-mail by ourselves, so that no one sees it by chance.
tell-manner-anonymous = No name at all
tell-manner-anonymous-hint = We do not keep who you are, where you wrote from or at what time. You get eleven secret words, and with them you can read our answer.
tell-you = Did you choose no name? Then leave these empty. We would throw them away.
tell-name = Your name
tell-phone = Your phone number
tell-email = Your e-mail address
tell-mail-me = Send me the number of my report by e-mail
tell-organisation = Your firm or group
tell-safe-contact = How is it safe to reach you?
tell-safe-contact-hint = For example: ring after six, and do not leave a message
tell-files-title = Photos and files
tell-files = Choose photos or files
tell-files-hint = A photo of the screen helps a lot. Up to { $count } files. One may have { $each } MB, and all of them { $all } MB. We lock them away just as they are.
tell-files-add = Add these files
tell-file-what = { $kind }, { $size }
tell-file-no-name = A file
tell-file-remove = Take out
tell-send-title = Send it
tell-send-text = You can add more later. We pass it on when you say yes. If a life or a child is at risk, we may have to act first.
tell-send = Send
tell-save = Save and go on later
tell-throw-text = Changed your mind? You can throw away all that is on this page. We keep nothing of it.
tell-throw = Throw it away
tell-saved = Saved. Leave this browser open, and come back to this page. We keep it for seven days, and no one reads it before you send it.
tell-newer = There is a newer copy of this, from another window. We have not written over it.
tell-show-newer = Show the newer copy
tell-keep-this = Keep what is on this page
tell-not-now = We could not take it just now. All you typed is still here. Please press Send once more in a minute.
tell-script-saved = Saved.
tell-script-saving = Saving…
tell-script-lost = Not saved yet: the line is down. Your words are still on this page. We save them when the line is back.
tell-script-sent = This was sent. Load this page again to see it.
tell-script-large = is too large. One file may have 25 MB.

# What is to be mended
tell-fault-nothing = Tell us in a few words what happened. Or add a file, or a phone number on which we can ring you.
tell-fault-too-long = This is too long for us. Put a part of it into a file. 20,000 letters fit here.
tell-fault-line = Make this shorter: up to 200 letters, on one line.
tell-fault-amount = Write the sum in pounds, for example 1,250.50
tell-fault-count = Write a number, for example 40
tell-fault-day = Write the day and the month in numbers, for example 21 11 2026
tell-fault-day-ahead = This day is still to come. Check it.
tell-fault-time = Write the time like this: 14:30
tell-fault-email = Check the e-mail address. It looks like name@example.com
tell-fault-phone = Check the phone number. Write it with its area code.
tell-fault-file-large = “{ $name }” is too large. One file may have { $each } MB. We did not keep it. All else is still here.
tell-fault-file-empty = “{ $name }” is empty. Choose it again.
tell-fault-file-many = These are too many files. { $count } is the most. Tell us about the rest, and we will find a way.
tell-fault-file-much = All files can have { $all } MB at most. Send the ones that matter most first.

# Too many at once
tell-busy-title = Many people write to us right now
tell-busy-text = We could not take it at once. Please press the button in { $seconds } seconds.
tell-busy-safe = Nothing is lost. All you typed is on this page and goes with the button.
tell-busy-again = Send it again

# Sent before, and thrown away
tell-sent-title = You have sent this
tell-sent-text = We have it. You do not need to send it again.
tell-sent-show = Show what I got for it
tell-sent-else = Do you want to tell us about something else?
tell-sent-anew = Tell us something new
tell-thrown-title = It is thrown away
tell-thrown-text = We have thrown it away, with all its files. Nothing of it is left with us.

# The receipt
tell-received-title = We have it. Thank you.
tell-received-reference = The number of your report is
tell-received-mailed = We send this number to your e-mail address.
tell-words-title = Your eleven words
tell-words-text = These words open your page with us: how it stands, and messages both ways. You need no account.
tell-words-copy = Copy the words
tell-words-copied = Copied
tell-words-once = We cannot show them again.
tell-words-how = Write them down, print this page, or copy them to a safe place. Do not show them to anyone: who has them can read your page.
tell-words-where = Come back with them here:
tell-words-gone = We have shown you the words, and cannot show them again. Did you lose them? Ring us and say the number of your report.
tell-received-then =
    A person of our team reads it. No machine closes it.
    We ask you before we pass it on, and you say yes or no. If a life or a child is at risk, we may have to act first.
    You can add files and messages later, on your page.
tell-received-open = Go to your page
tell-advice-title = What often comes of it
tell-advice-hate =
    The fastest way to get it taken down is most often the app itself. Press “report” on the post, and tell us what they answer.
    Take a photo of the screen first, with the name and the date. A post that is gone is hard to prove.
    Some people get it taken down, and some get support or a sorry. The police act in some cases, and not in all.
    We do not judge it. We listen, we help you take it to the right place, and you choose how far it goes.
tell-advice-money =
    Some money can be stopped if the bank hears of it fast. So ring your bank first, even before you wait for us.
    Your bank must answer a claim in days, not months. We help you with the letter.
    Beware of anyone who says that they can get it back for a fee. That is a trick too.

# The letter with the number
tell-letter-subject = Your note to { $centre }
tell-letter-text =
    Hello,

    we have what you sent us. Its number is { $reference }.

    To see how it stands, go to { $origin }/report and type in your eleven words. They are not in this letter, so that no one else can read your page.

    We never ask for a password, a code or a payment. If you did not write to us, do nothing.

    { $centre }

# The page to come back to
yours-title = Your page
yours-open-lead = Type in the eleven words that you got from us.
yours-words = Your eleven words
yours-words-hint = Large or small letters are fine. You can put blanks, lines or commas between them.
yours-words-button = Open my page
yours-words-count = There must be eleven words. We see { $found }. Check that none is missing.
yours-words-near = Check word number { $place }. Could it be one of these: { $near }?
yours-words-unknown = Check word number { $place }. It is not one of ours.
yours-words-do-not-fit = These words do not belong together. Check each word, and the order of the words.
yours-words-nothing = Nothing is kept under these words. We may have erased it because no one came back for a long time.
yours-open-lost = Lost your words? Ring us and say the number of your report.
yours-open-never = No one from us will ever ask you for these words.
yours-next-title = What happens next
yours-next-person = A person of our team gets in touch with you.
yours-next-person-here = A person of our team answers you on your page. Come back with your eleven words.
yours-next-ring = We ring you, as agreed.
yours-next-answer = We wait for your answer. Look at the messages on this page.
yours-next-yes = We would like to pass it on to: { $body }. Say yes or no on this page.
yours-next-hand-over = We pass it on to: { $body }.
yours-next-news = We tell you how it stands.
yours-next-body = We wait for an answer from: { $body }.
yours-next-work = We work on it.
yours-next-ask = We ask you how you are.
yours-next-together = We look at it together with other reports that are like it.
yours-next-nothing = Our work on it is over. You can write to us at any time.
yours-by = This happens { $when } at the latest.
yours-late = We said { $when }. We are late, and we are sorry. You can ring us now.
yours-gone = What you told us has been erased, as we said we would. You can still write to us here.
yours-received = We got it
yours-read = It was read by { $who } { $when }.
yours-not-read = No one has read it yet.
yours-role-manager = our manager
yours-role-safeguarding = the person who looks after people's safety here
yours-role-analyst = one of our experts
yours-role-officer = one of our desk officers
yours-role-other = one of our team
yours-helped = Your report has helped other people. Thank you.
yours-finished = Our work on it is done. You can write to us at any time.
yours-outcomes-title = What came of it
yours-outcome-money-stopped = Money was stopped on its way.
yours-outcome-money-returned = Money came back.
yours-outcome-taken-down = The account, site or number is gone.
yours-outcome-system-restored = It works again.
yours-outcome-data-notified = The people whose details it was were told.
yours-outcome-adviser-engaged = An expert helps you with it.
yours-outcome-reported = It was reported where it belongs.
yours-outcome-investigated = The police look into it.
yours-outcome-charged = Someone was taken to court.
yours-outcome-victim-supported = You have someone who supports you.
yours-outcome-no-action-possible = Nothing more can be done. We tell you why in a message.
yours-outcome-hate-safe = You are safe.
yours-outcome-hate-heard = You were heard.
yours-outcome-hate-removed = It was taken down.
yours-outcome-hate-supported = You have someone who supports you.
yours-outcome-hate-restored = It was made good, as with a sorry.
yours-outcome-hate-sanctioned = Someone got a warning or an order.
yours-outcome-hate-charged = Someone was taken to court.
yours-hand-overs-title = To whom it goes
yours-stands-you = We wait for your yes.
yours-stands-us = You said yes. We send it soon.
yours-stands-sent = We sent it. They have not answered yet.
yours-stands-accepted = They have taken it on.
yours-stands-declined = They do not take it on.
yours-stands-returned = They told us what came of it: { $outcome }
yours-pack-look = See what we would send
yours-pack-yes = Yes, send it
yours-pack-no = No, do not send it
yours-pack-back = I take my yes back
yours-messages-title = Messages
yours-messages-none = There are no messages yet.
yours-message = Write to us
yours-message-hint = Up to { $most } letters. We answer on this page.
yours-message-send = Send the message
yours-message-ours = We wrote
yours-message-yours = You wrote
yours-message-empty = Write a few words first.
yours-message-long = This is too long. Send it in two parts, or as a file.
yours-message-never = We never ask for a password, a code or a payment. If a message here does, ring us.
yours-call = When may we ring you, and on which number?
yours-call-hint = For example: tomorrow after 4, 020 7946 0000
yours-call-button = Ask for a call
yours-call-empty = Write when we may ring, and on which number.
yours-call-message = Please ring me: { $line }
yours-files-none = Choose a file first.
yours-not-now = This cannot be changed any more. Go back to your page and write us a message.
yours-wish-title = What you want
yours-wish-none = You have not told us what you want. That is fine.
yours-wish-open = Change what you want
yours-wish-change = Keep this
yours-duty-tell-ico = If details of people are lost, tell the data watchdog (ICO).
yours-duty-claim-payment = Claim the money back from your bank.
yours-duty-bank-decides = Your bank must decide on your claim.
yours-duty-victim-told = The police must tell you what they decide.
yours-duty-victim-told-enhanced = The police must tell you very soon what they decide.
yours-duty-support-referral = The police must offer you support.
yours-duty-sum = How we count this
yours-duty-left = The time is up { $left }, { $when }.
yours-duty-over = The time was up { $when }.
yours-duty-done = This is done.
yours-leave-title = When you leave
yours-leave-text = Close your page when you are done, most of all if others use this phone or computer.
yours-erased-after = We erase these messages { $days } days after the last word or look.
yours-close = Close my page
yours-back = Back to your page
yours-forget-link = Erase my mailbox for good
yours-forget-title = Erase your mailbox?
yours-forget-text =
    All messages are erased, from you and from us. Your eleven words will open nothing any more.
    What you told us at first stays with us while we work on it, and is erased later. If you want that to be erased too, write us a message first.
yours-forget-button = Yes, erase it
yours-forget-not-title = We cannot erase it today
yours-forget-not-text = Ring us, and we tell you why.
yours-forgotten-title = It is erased
yours-forgotten-text = Your messages are gone. The eleven words open nothing any more.
