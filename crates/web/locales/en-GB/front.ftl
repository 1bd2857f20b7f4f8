# Home, the doors whose rooms come later, and the pages that say who we are.
# A message with several lines is a list: one line is one step or one point.

front-title = Home
front-heading = Help to stay safe online, for every firm in the city
front-who = We help small firms in { $city } stay safe online. We are free, we sell nothing, and real people answer.
front-door-help = Something has gone wrong. See what to do first.
front-door-real = A strange message or call? Find out what to do.
front-door-check = See what strangers can see of your web name.
front-door-join = It is free. A person to ask, and a check each night.
front-door-firm = Your next step, your check-ups, your people.
front-next-title = See how safe your web name is
front-next-why = Type your web name. We tell you what is fine, and the one thing to do next.
front-next-how-long = About one minute. You do not need an account.
front-next-firm-title = See what is next for your firm
front-next-firm-why = You have three steps at most. Each says who can do it and how.
front-next-firm-how-long = About ten minutes a step.
front-next-firm-button = Go to my firm
front-ring-title = Ring us
front-open-tag = Open
front-closed-tag = Closed
front-open = Someone is here until { $until }.
front-closed = No one is here now.
front-closed-until = We open again { $opens }.
front-closed-holiday = It is { $holiday }. We open again { $opens }.
front-closed-help = Can it not wait? Open Help now. It lists who answers day and night.
front-phone-invented = This number is made up for the demonstration. It rings nowhere.
front-about-link = Who we are and when we are here
front-verify-title = Is it really us?
front-verify-text = We never ask for a password, a code or money. If a caller does, it is not us. When we ring, we tell you a code, and you can check it.
front-verify-link = How to be sure it is us

# Is this real?
real-title = Is this real?
real-lead = Send us the message. In a few seconds we tell you what we think of it, and what to do. Do not press a link in it first.
real--signs-title = Three signs of a trick
real--signs =
    It wants you to be quick, or to keep it secret.
    It wants money, a code, a password, or new bank details.
    It comes in a way you did not expect, from a name you trust.
real--mail-title = It is an e-mail
real--mail =
    Do not press links or open files in it.
    Send it on to report@phishing.gov.uk. Experts check it and take bad pages down.
    Then delete it.
real--text-title = It is a text
real--text =
    Do not press the link.
    Send it on to 7726. It is free, and your phone company looks at it.
    Then delete it.
real--call-title = It is a call
real--call =
    Say that you will ring back. Put the phone down.
    Find the number yourself: on your card, or on an old bill.
    Ring that number. Use another phone if you can.
    Does the caller say they are your bank? Dial 159.
real--bill-title = It is a bill with new bank details
real--bill =
    Do not pay yet.
    Ring the firm on a number you already had.
    Ask: "Is this account yours?" Pay only if they say yes.
real-us-title = Someone says they are from us
real-us = Our people never ask for a password, a code or money. When they ring you, they tell you a code, and you check it here.
real-late-title = Did you already press, pay or tell?
real-late = That happens to careful people too. There is still a lot you can do.

# How to be sure that it is us.
verify-title = Is it really us?
verify-lead = Crooks pretend to be helpers too. Here is how you find out in 30 seconds.
verify-how-title = A caller or visitor says they are from us
verify-never-title = What we never do
verify-ours-title = Our real addresses
verify-web = Web
verify-mail = E-mail
verify-phone = Phone
verify-doubt = Still not sure? Then do nothing they ask. You will never be in trouble with us for checking.

# Who we are.
about-title = Who we are
about-closed = Closed
about-hours-title = When we are here
about-write = Write to us:
about-more-title = More about this house
about-sources-title = Where our maps and lists come from
about--what-title = What we do
about--what =
    We look at your web name from outside, and tell you the one thing to do next.
    We tell you in plain words how to do it, and who can do it for you.
    We come by, if you like, and we answer when something goes wrong.
    Police, firms and universities work with us.
about--not-title = What we do not do
about--not =
    We do not sell anything, and no firm pays us to name it.
    We do not try to get into your computers.
    We do not tell others how your firm is doing.
about--money-title = Who pays for it
about--money = Public money does. It costs you nothing. A funder sees numbers for the whole city and never the name of your firm.

# What we keep about you.
privacy-title = What we keep about you
privacy-lead = As little as we can. Here is all of it: what, why and for how long.
privacy--visit-title = When you read these pages
privacy--visit =
    While you only read, we set no cookie. If you begin to tell us what happened, one finds what you typed again. It goes when you close your browser. If you open your report, one knows that for half an hour.
    If you sign in, one knows that it is you. It goes when you sign out. If you ask for a code, one more knows your browser for an hour.
    We count how many pages were read, not by whom.
    If many requests come from one place, we slow them down. For that we hold a scrambled form of the network address in memory. It is never written down.
    We load nothing from other firms. Nobody else learns that you were here.
privacy--help-title = When you use Help now
privacy--help =
    We keep nothing of what you read or tap there.
    The letter to your bank is written while you wait. We do not store what you type.
    We count how often a problem is not on our list: one number a week.
privacy--tell-title = When you tell us what happened
privacy--tell =
    What you type is saved as you go, locked so that only your browser opens it. If you do not send it, it is erased after a week.
    When you send it, we lock your story and your files. Your name is locked apart, with another key.
    With extra care or with no name, we keep the day and not the time. With no name, we keep nobody.
    We erase your files six months after we are done, and your story after one year, or two if you are a member. If the police have it, we ask them first.
    Your page behind the eleven words is erased 90 days after it was last used.
    We take nothing about harm to a child. We show you who can help.
privacy--real-title = When you ask if a message is real
privacy--real =
    We keep what you sent, locked, for 90 days. We keep our answer for a year. Then both are gone.
    You need no account, and we do not ask who you are. You can have it all wiped at once on the page with the answer.
    We keep the addresses and numbers that a trickster used, so that we can warn others. We keep nothing of yours there.

privacy--check-title = When you check a name without joining
privacy--check =
    We ask public records about the name you typed, and call by as one visitor would.
    The result is held in memory for 30 minutes, so that you can read it. Then it is gone.
    It is not stored, and we do not write down who asked.
    So that we do not call too often, we keep a scrambled form of the name and when we came. After a month it is gone.
privacy--join-title = When you ask to join
privacy--join =
    We store what you type in the form.
    If you do not confirm by e-mail in 48 hours, all of it is erased.
privacy--member-title = While you are a member
privacy--member =
    Your firm: name, postcode, borough, trade, size and kind of membership.
    Your people: names, e-mail addresses, phone numbers if given.
    Your web names, and what we saw each time we looked.
    How you showed that a name is yours, and who said yes to a closer look.
    Your steps: which you did, and when.
    What our people write down when they speak with you.
    Calls with you that could be checked: when, why, and if you checked. We keep this for 90 days.
    We need this to help you. We use it for nothing else.
privacy--mail-title = Letters by e-mail
privacy--mail = We keep the text of a letter until it is sent. Then we erase the text. We keep that it was sent. For 90 days we also know the code at its end, so that you can check that it is ours.
privacy--staff-title = Who can see it
privacy--staff =
    Your own people.
    Staff of this centre who need it for their work. Each time one of them opens your record it is written down. You can see the list.
    No other member.
    A partner, such as the police, sees what you said yes to. Only if a life or a child is in danger may it go without your yes.
privacy--never-title = What we never keep
privacy--never =
    Passwords, card numbers and codes of yours.
    The content of your mail.
privacy--leave-title = When you leave
privacy--leave =
    People, web names, results, notes and letters are erased at once.
    We keep a mark that a firm was here: its reference, borough, trade and the dates. No name is in it.
    Our log of what was done stays, so that nobody can change the past. What it said about you is erased.
privacy--backup-title = Safety copies
privacy--backup = Each night we make a copy in case a machine breaks. As a rule we keep 14 of them. What you erase is gone from the last copy two weeks later.
privacy--rights-title = Your rights
privacy--rights =
    See all of it: My firm, then "What we hold about you".
    Take it with you as a file, on the same page.
    Put it right: My firm, then "Details".
    Have it erased: My firm, then "Leave".
    Not happy? Write to us. You can also complain to the Information Commissioner's Office at ico.org.uk.

# Can everyone use these pages?
accessibility-title = Can everyone use these pages?
accessibility-lead = We want everyone to be able to use them. We aim for the standard called WCAG 2.2, level AA.
accessibility--can-title = What works
accessibility--can =
    You can use all of it by keyboard, or by voice.
    It works with screen readers.
    You can make the letters four times as big.
    It works without scripts, on old phones and on slow lines.
    If your device asks for dark colours, strong contrast or no movement, we follow it.
    Each picture has its figures in a table.
accessibility--cannot-title = What does not work yet
accessibility--cannot =
    The pages are in English only.
    There are no videos in sign language.
accessibility--tell-title = Tell us
accessibility--tell = Is something hard to use? Write to us or ring us. We answer within five working days, and we mend it.

# Two sides.
terms-title = What we do for each other
terms-lead = Membership has two sides. It is free, and you can leave any day.
terms-we = What we do for you
terms-you = What you do
terms-end = We are helpers, not guards. We do our best, but no one can promise that nothing will ever happen.
benefit-a-person-to-ask = You have a real person to ask, by phone or e-mail.
benefit-a-nightly-check = We look at your web names each night, and tell you when something changes.
benefit-three-actions = We give you three steps at most, the one that helps most first.
benefit-warnings-that-fit = We warn you only of things that touch your own firm.
benefit-your-data-is-yours = Your data is yours. See it, take it along, or have it erased.
undertaking-keep-details-right = Tell us when your name, place or contact changes.
undertaking-name-a-warden = Name one person who looks after safety online. It can be you.
undertaking-try-the-actions = Try the steps we suggest. Say so when one does not fit.
undertaking-say-when-something-happens = When something happens, tell us and the police.
undertaking-do-not-sell-with-our-name = Do not use our name to sell.
