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
front-verify-text = We never ask for a password, a code or money. If a caller does, it is not us.
front-verify-link = How to be sure it is us

# Help now.
help-title = Help now
help-lead = Find what has happened. Do the steps in turn. You do not need to fill in a form.
help-what-happened = What has happened?
help-us-title = Talk to us
help-us = Not sure what to do? Ring us. You do not have to be a member.
help-nothing-kept = We keep nothing about your visit to this page. A desk where you can tell us about it once, and we pass it on, is being built.

help--danger-title = Someone is in danger
help--danger =
    Get to a safe place.
    Ring 999. If you cannot speak, press 55 when asked.
help--money-title = Money has gone, or is about to go
help--money =
    Ring your bank now. Dial 159, or the number on your card.
    Say: "I think I have paid a crook. Please stop the payment."
    Write down the time, the sum and the account it went to.
    Keep the messages. Do not answer them.
    Then report it to Report Fraud.
help--now-title = It is happening right now
help--now =
    Pull out the network cable, or turn off Wi-Fi.
    Leave the computer on. Do not wipe or mend it yet.
    Take a photo of the screen with your phone.
    Ring Report Fraud. For a live attack they answer day and night.
    Ring the person who looks after your computers.
help--locked-title = A computer is locked, or the screen says pay
help--locked =
    Pull out the network cable. Do the same on other computers that act strangely.
    Take a photo of the screen.
    Do not pay yet. Paying does not always bring files back.
    Pull out any disk that holds your copies, so that it stays safe.
    Ring Report Fraud.
help--known-title = Someone you know is doing this
help--known =
    Your safety comes first. If you are afraid, ring 999.
    Do not just block them. They may notice, and you may lose proof.
    Use a phone or computer that they never had.
    Save messages and write down dates.
    Threats, blackmail or being followed are for the police. Ring 101, or 999 in danger.
help--password-title = I typed a password into a wrong page
help--password =
    Go to the real site. Type its name yourself.
    Change the password there. Use one that you use nowhere else.
    Did you use the same one elsewhere? Change it there too.
    Turn on sign-in in two steps.
    Was it your bank? Dial 159.
help--account-title = Someone has taken over an account
help--account =
    Use the page of the real site called "I cannot sign in".
    Is it your e-mail? Start there: with it they can get the rest.
    When you are in, sign out all other devices.
    Look for rules that send your mail on to someone else. Delete them.
    Tell the people you write to. Ask them to ring you before they pay a bill.
    Report it to Report Fraud.
help--fake-site-title = There is a fake site or shop in our name
help--fake-site =
    Do not write to the people who run it.
    Copy its address and take a picture of it.
    Report it. They can have it taken down.
    Tell your customers which address is yours.
help--details-title = Details of customers or staff were lost or seen
help--details =
    Write down what was lost, whose it was and when you found out.
    If people may be harmed, you must tell the ICO. You have 72 hours from when you found out.
    Not sure? Ring the ICO and ask.
help--child-title = It is about a child
help--child =
    Is a child in danger now? Ring 999.
    Did you see a picture of abuse? Do not copy it, send it or show it. Tell the IWF where you saw it. You need not give your name.
    Is someone getting close to a child online? Tell CEOP.
    Please do not send any of it to us. We take nothing of this kind.
help--person-title = It happened to a person, not to a firm
help--person =
    These groups help people one to one. It is free.

# Is this real?
real-title = Is this real?
real-lead = Do not press a link in it. Do not ring a number in it. Take a minute first.
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
real-us = Our people never ask for a password, a code or money.
real-late-title = Did you already press, pay or tell?
real-late = That happens to careful people too. There is still a lot you can do.
real-soon = Soon you can send us a message here, and we tell you what we think of it. We are building that.

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
    We set no cookie until you sign in. Then we set one, to know that it is you. It goes when you sign out. If you ask for a code, one more knows your browser for an hour.
    We count how many pages were read, not by whom.
    If many requests come from one place, we slow them down. For that we hold a scrambled form of the network address in memory. It is never written down.
    We load nothing from other firms. Nobody else learns that you were here.
privacy--check-title = When you check a name without joining
privacy--check =
    We ask public records about the name you typed.
    The result is held in memory for 30 minutes, so that you can read it. Then it is gone.
    It is not stored, and we do not write down who asked.
privacy--join-title = When you ask to join
privacy--join =
    We store what you type in the form.
    If you do not confirm by e-mail in 48 hours, all of it is erased.
privacy--member-title = While you are a member
privacy--member =
    Your firm: name, postcode, borough, trade, size and kind of membership.
    Your people: names, e-mail addresses, phone numbers if given.
    Your web names, and what public records said about them each time we looked.
    Your steps: which you did, and when.
    What our people write down when they speak with you.
    We need this to help you. We use it for nothing else.
privacy--mail-title = Letters by e-mail
privacy--mail = We keep the text of a letter until it is sent. Then we erase the text. We keep that it was sent.
privacy--staff-title = Who can see it
privacy--staff =
    Your own people.
    Staff of this centre who need it for their work. Each time one of them opens your record it is written down. You can see the list.
    No other member, and no partner.
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
