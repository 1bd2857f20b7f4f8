# Help now: the questions, the card, the letter to the bank. What the problems are called and what to do about each
# stands in `content/`; another language says a problem's words here as trouble-ID-title and trouble-ID-lead.
# A message with several lines is a list: one line is one step or one point.

help-title = Help now
help-lead = Tap what has happened, and you see what to do. You do not need to fill in a form.
help-emergency = Is someone in danger? Ring 999 now. If you cannot speak, press 55 when asked.
help-questions-title = Four quick questions
help-questions = You can leave out any of them. The steps change with your answers.
help-ask-danger = Is anyone in danger?
help-ask-money = Has money gone in the last day?
help-ask-now = Is it still happening?
help-ask-known = Is it someone you know?
help-yes = Yes
help-no = No
help-chosen = is your answer. Tap it again to take it back.
help-danger-yes = Get to a safe place and ring 999. All else can wait.
help-money-yes = Ring your bank before you read on. Dial 159, or the number on your card.
help-known-yes = Your safety comes first. Is this a phone or computer that they may look at? Then read this on another one.
help-what-happened = What has happened?
help-search = Find it in your own words
help-search-hint = For example: paid a false bill
help-search-button = Find
help-found = We found these
help-found-nothing = We did not find those words. Look through the list.
help-not-here = My problem is not here
help-not-here-title = Your problem is not on our list
help-not-here-text =
    We can still help. Ring us and tell us in your own words.
    We count how often a problem is not on the list. We count nothing else about you.
help-not-here-back = Look at the list again
help-us-title = Talk to us
help-us = Not sure what to do? Ring us. You do not have to be a member.
help-nothing-kept = We keep nothing about your visit to this page.

help-all = All problems
help-now-title = Do this now, in this order
help-next-title = Then go on with these
help-minutes = You, { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
help-you = You
help-how-long = { $minutes ->
        [one] 1 minute
       *[other] { $minutes } minutes
    }
help-in-all = All of it takes about { $minutes } minutes.
help-call = Ring { $shown }
help-call-text = Send a text to { $shown }
help-call-web = Open { $name }
help-ring-title = Who can help now
help-duty-title = What has a time limit
help-duty-from-now = If you found out just now, the time is up { $until }.
help-it-title = For whoever looks after your computers
help-it = Show this part to them, or read it out on the phone.
help-day-title = Later today
help-afterwards-title = When it is calm again
help-fits-title = Does one of these fit? Tap, and this page changes
help-money-link = A letter to your bank, in a few minutes
help-print = You can print this page.
help-known-script = You said that you know the person. So these steps are careful ones: nothing that they would notice.
help-safe-reading = Could someone look at this phone or computer? Press "Exit this page" to leave fast. The page still stands in the list of pages you saw.
help-child-send-nothing = Please do not send any of it to us. We take nothing of this kind, and we ask you nothing.
help-child-do =
    Is a child in danger now? Ring 999.
    Do not copy, keep or send a picture, not even to show it to someone.
    Talk to one of these. You need not give your name to the Internet Watch Foundation.

# The lines that a card has whatever its playbook says.
card-title-get-safe = Get to a safe place
card-title-ring-emergency = Ring 999
card-title-ring-bank = Ring your bank now
card-title-safety-first = Your safety comes first
card-title-not-just-block = Do not just block them
card-title-safer-phone = Use a safer phone
card-title-keep-proof = Keep proof
card-text-get-safe = Go where other people are, or lock a door between you.
card-text-ring-emergency = If you cannot speak, press 55 when asked. They know what it means.
card-text-ring-bank = Dial 159, or the number on your card. Say that you were tricked, and ask them to stop the payment.
card-text-safety-first = Are you afraid? Ring 999. Trust that feeling more than any page.
card-text-not-just-block = They may notice and try another way. Proof may be lost. Talk to someone below before you change anything.
card-text-safer-phone = Look for help on a phone or computer that they never had in their hands.
card-text-keep-proof = Save messages. Write down day, time and what happened. Keep it where they cannot see it.

# Duties and rights with a clock.
duty-title-tell-regulator = Tell the Information Commissioner's Office (ICO)
duty-title-tell-people = Tell the people whose details it was
duty-title-claim-from-bank = Ask your bank for the money
duty-title-tell-insurer = Tell your insurer
duty-text-tell-regulator = You have 72 hours from when you found out, if people may be harmed. Not sure? Ring the ICO and ask.
duty-text-tell-people = If it can hurt them a lot, tell them soon, in plain words.
duty-text-claim-from-bank = The sooner the better. You have 13 months from the last payment. The bank then has five working days to decide.
duty-text-tell-insurer = Do you have a policy for this? Most want to hear of it at once.

# The letter to the bank.
claim-title = A letter to your bank
claim-lead = Fill this in and print it, or copy it into your bank's chat. It says what the bank needs to know.
claim-bank-first = Have you rung your bank yet? If not, do that first. Dial 159.
claim-nothing-kept = We keep nothing of what you type here. When you close the page, it is gone.
claim-never = Never write a password, a PIN or a code here. The bank does not need them.
claim-happened = How did the money go?
claim-happened-tricked = I sent it myself, because someone tricked me
claim-happened-taken = Someone took it without me
claim-happened-quarrel = I paid a real seller, and what came was wrong
claim-happened-not-sure = I am not sure
claim-claimant = Who paid?
claim-claimant-person = Me, as a person
claim-claimant-sole-trader = Me, and I work for myself
claim-claimant-micro-firm = A firm of fewer than ten people
claim-claimant-small-charity = A charity with less than a million pounds a year
claim-claimant-larger = A larger firm or charity
claim-claimant-not-sure = I am not sure
claim-way = Which way did it go?
claim-way-transfer = By bank transfer, in the app, by phone or at the bank
claim-way-chaps = By CHAPS, as for a house
claim-way-card = By card
claim-way-cash = In cash or by cheque
claim-way-crypto = In crypto coins
claim-way-abroad = To an account in another country
claim-way-not-sure = I am not sure
claim-payment = The payment
claim-payment-more = One more payment
claim-payment-more-hint = Leave it empty if there was only one.
claim-amount = How much, in pounds?
claim-day = On which day?
claim-day-hint = For example, 27 11 2026
claim-time = At what time, if you know?
claim-time-hint = For example, 16:10
claim-to = To whom? The name on the account
claim-account-to = Sort code and account number it went to
claim-you = About you
claim-name = Your name
claim-firm = Your firm, if it was the firm's money
claim-bank = Your bank
claim-account = Which of your accounts?
claim-account-hint = The last four digits are enough.
claim-contact = How can the bank reach you?
claim-story-title = What happened
claim-came-by = How did they reach you?
claim-came-by-hint = For example: by e-mail, from the address of our builder
claim-story = What happened, in your own words
claim-story-hint = A few sentences are enough. What did they say, what did you believe, and when did you see that it was a trick?
claim-care = Were things hard for you at that time: health, loss, money or stress? Then the bank must take more care.
claim-care-yes = Yes, say so in the letter
claim-told-bank = When did you tell the bank, and what is their reference?
claim-told-bank-hint = Leave it empty if you have not rung yet.
claim-crime-reference = The number from Report Fraud, if you have one
claim-button = Write the letter
claim-again = Change something
claim-result-title = Your letter is ready
claim-result-next = Print this page, or copy the two papers. Then give them to your bank today.
claim-print-hint = To print, use the menu of your browser.
claim-may = We think you may claim this money back.
claim-may-not = We think the newest rules do not cover this. Ask the bank all the same.
claim-unsure = We cannot say if you may claim. The bank must look at it. Ask it to.
claim-paid = What you paid
claim-covered = What the rules cover
claim-cap = The most for one claim
claim-excess = What the bank may keep back
claim-excess-none = Nothing, as things were hard for you
claim-last-day = Last day to claim
claim-decides = If you claim today, the bank decides by
claim-decides-late = If it must ask you something first, by
claim-source = Where this is written
claim-then-title = If the bank says no
claim-then =
    Ask for its final answer in writing.
    Then go to the Financial Ombudsman. It is free. You have six months.
    Ring us if you want someone to look at it with you.
claim-fault-happened = Choose how the money went
claim-fault-claimant = Choose who paid
claim-fault-way = Choose which way the money went
claim-fault-amount = Write the amount in pounds, for example 1,250 or 1,250.50
claim-fault-day = Write the day with numbers, for example 27 11 2026
claim-fault-day-ahead = This day has not come yet. Write the day on which the money went
claim-fault-time = Write the time as 16:10, or leave it empty
claim-fault-name = Write your name
claim-fault-line = This cannot be used. Write less than 200 signs in one line
claim-fault-story = This is too long, or has signs that cannot be shown. Use 3,000 signs at most

# Why somebody may claim or not.
reclaim-fits = You were tricked into a bank transfer inside the UK, and it is not too long ago.
reclaim-taken-by-others = You did not send it. Then other rules help you more: the bank must pay it back by the end of the next working day, unless it has good reason to doubt it. The letter says so.
reclaim-real-seller = The rules are for tricks. With a real seller, ask the seller first. Did you pay by card? Then ask your bank for a chargeback.
reclaim-paid-by-card = A card has rules of its own. Ask your bank for a chargeback. Was it a credit card, and more than £100? Then the bank answers with the seller. The letter says so.
reclaim-paid-in-cash = Cash and cheques are not in these rules. Tell the bank all the same. A cheque can be stopped if you are quick.
reclaim-paid-in-crypto = Crypto coins are not in these rules. Did you first send money by bank transfer to buy them? Ask the bank about that part.
reclaim-paid-abroad = Money that went to another country is not in these rules. Banks can still try to call it back.
reclaim-too-large = The rules are for people, small charities and firms of fewer than ten. Your bank may still help.
reclaim-before-the-rules = The rules are for payments from 7 October 2024 on. For older ones there was another promise by most banks. Ask.
reclaim-too-late = The rules give 13 months from the last payment. Ask the bank all the same, and then the Ombudsman.
reclaim-not-clear = You were not sure about one thing. The bank can see it. Ask it to look.
